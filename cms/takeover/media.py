"""Pictures and documents of the folder: stored once, whatever the number of imports, and checked like an upload."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from cms.models import DocumentFile, Picture
from cms.takeover.errors import ContentError, sentences
from cms.uploads.fields import DocumentFileField, PictureFileField

MAX_TITLE = 200
MAX_DESCRIPTION = 255  # the column of Wagtail


class Media:
    """The files of one folder, as ids in one collection. ``titles`` give documents the words of their links."""

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

    @contextmanager
    def forgotten_on_failure(self) -> Iterator[None]:
        """When what runs inside fails, the database forgets the rows: the files go too."""
        try:
            yield
        except BaseException:
            for item in self.stored:
                storage = item.file.storage
                storage.delete(item.file.name)
                folder = f"renditions/{item.pk}"
                if isinstance(item, Picture) and storage.exists(folder):
                    for name in storage.listdir(folder)[1]:
                        storage.delete(f"{folder}/{name}")
            raise

    def _id(self, folder: str, name: str, shows: str) -> int:
        model: type[Any] = Picture if folder == "images" else DocumentFile
        path = self.check(folder, name)
        if path not in self._ids:
            content = path.read_bytes()
            known = self._known(model, hashlib.sha1(content).hexdigest())  # noqa: S324  # Wagtail's fingerprint, no secret
            self._ids[path] = known or self._store(path, content, model, shows)
        return self._ids[path]

    def _known(self, model: type[Any], fingerprint: str) -> int | None:
        """Id of the same file, when the commune has it already."""
        same = model.objects.filter(collection=self._collection, file_hash=fingerprint)
        return same.values_list("pk", flat=True).first()

    def _store(self, path: Path, content: bytes, model: type[Any], shows: str) -> int:
        """Through the field of the upload form and the validation of the model: what an editor may not, we may not."""
        upload = SimpleUploadedFile(path.name, content)
        field = PictureFileField() if model is Picture else DocumentFileField()
        item = model(title=_title(path), collection=self._collection, uploaded_by_user=self._user)
        try:
            item.file = field.clean(upload)
            if model is Picture:
                item.description = (shows or item.title)[:MAX_DESCRIPTION]
            item.full_clean()
        except ValidationError as error:
            said = " ".join(sentences(error))
            raise ContentError(
                _("le fichier %(name)s est refusé. %(why)s") % {"name": f"{path.parent.name}/{path.name}", "why": said}
            ) from error
        self.stored.append(item)
        item.save()
        return int(item.pk)


def _title(path: Path) -> str:
    """« plan-des-marches.pdf » is called « Plan des marches » until somebody names it better."""
    words = path.stem.replace("-", " ").replace("_", " ").strip()
    return (words[:1].upper() + words[1:])[:MAX_TITLE] or path.name
