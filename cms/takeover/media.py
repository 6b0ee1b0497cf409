"""Pictures and documents of the folder: stored once, whatever the number of imports, and checked like an upload."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.models import DocumentFile, Picture
from cms.takeover.errors import ContentError, sentences
from cms.uploads import library


class Media:
    """The files of one folder, as ids in one collection."""

    def __init__(self, root: Path, collection: Any, user: Any) -> None:
        self._root = root
        self._collection = collection
        self._user = user
        self._ids: dict[Path, int] = {}
        self.stored: list[Any] = []

    def picture(self, name: str, shows: str = "") -> int:
        """Id of the picture in ``images/<name>``; ``shows`` describes it in the library when it is new there."""
        return self._id("images", name.removeprefix("images/"), shows)

    def document(self, name: str) -> int:
        """Id of the document in ``documents/<name>``."""
        return self._id("documents", name.removeprefix("documents/"), "")

    def content(self, name: str) -> bytes:
        """The bytes of ``documents/<name>``, which the library does not keep."""
        return self.check("documents", name.removeprefix("documents/")).read_bytes()

    def check(self, folder: str, name: str) -> Path:
        """Where the file stands; ``ContentError`` when it does not, or not in this folder."""
        base = (self._root / folder).resolve()
        path = (base / name).resolve()
        if not path.is_relative_to(base) or not path.is_file():
            raise ContentError(_("le fichier %(folder)s/%(name)s n’existe pas.") % {"folder": folder, "name": name})
        return path

    def forgotten_on_failure(self) -> AbstractContextManager[None]:
        """When what runs inside fails, the database forgets the rows: the files go too."""
        return library.forgotten_on_failure(self.stored)

    def _id(self, folder: str, name: str, shows: str) -> int:
        model: type[Any] = Picture if folder == "images" else DocumentFile
        path = self.check(folder, name)
        if path not in self._ids:
            content = path.read_bytes()
            known = library.known(model, self._collection, content)
            self._ids[path] = known or self._store(path, content, model, shows)
        return self._ids[path]

    def _store(self, path: Path, content: bytes, model: type[Any], shows: str) -> int:
        try:
            item = library.new(model, self._collection, self._user, path.name, content, shows)
        except ValidationError as error:
            said = " ".join(sentences(error))
            raise ContentError(
                _("le fichier %(name)s est refusé. %(why)s") % {"name": f"{path.parent.name}/{path.name}", "why": said}
            ) from error
        self.stored.append(item)
        item.save()
        return int(item.pk)
