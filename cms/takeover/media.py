"""Pictures and documents of the folder: stored once, whatever the number of imports, and checked like an upload."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form

from cms.models import DocumentFile, Picture
from cms.takeover.errors import ContentError, sentences

MAX_TITLE = 200


class Media:
    """The files of one folder, as ids in one collection. ``titles`` give documents the words of their links."""

    def __init__(self, root: Path, collection: Any, user: Any) -> None:
        self._root = root
        self._collection = collection
        self._user = user
        self._ids: dict[Path, int] = {}
        self.stored: list[Any] = []

    def picture(self, name: str) -> int:
        """Id of the picture in ``images/<name>``."""
        return self._id("images", name.removeprefix("images/"), Picture, get_image_form(Picture))

    def document(self, name: str) -> int:
        """Id of the document in ``documents/<name>``."""
        return self._id("documents", name.removeprefix("documents/"), DocumentFile, get_document_form(DocumentFile))

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
                item.file.storage.delete(item.file.name)
            raise

    def _id(self, folder: str, name: str, model: type[Any], form: Any) -> int:
        path = self.check(folder, name)
        if path not in self._ids:
            content = path.read_bytes()
            known = self._known(model, hashlib.sha1(content).hexdigest())  # noqa: S324  # Wagtail's fingerprint, no secret
            self._ids[path] = known or self._store(path, content, model, form)
        return self._ids[path]

    def _known(self, model: type[Any], fingerprint: str) -> int | None:
        """Id of the same file, when the commune has it already."""
        same = model.objects.filter(collection=self._collection, file_hash=fingerprint)
        return same.values_list("pk", flat=True).first()

    def _store(self, path: Path, content: bytes, model: type[Any], form: Any) -> int:
        """Through the field of the upload form and the validation of the model: what an editor may not, we may not."""
        upload = SimpleUploadedFile(path.name, content)
        field = form.base_fields["file"]
        item = model(title=_title(path), collection=self._collection, uploaded_by_user=self._user)
        try:
            item.file = field.clean(upload)
            # What Wagtail's own forms call: weight and fingerprint.
            (item._set_image_file_metadata if model is Picture else item._set_document_file_metadata)()  # noqa: SLF001
            item.full_clean()
        except ValidationError as error:
            said = " ".join(sentences(error))
            raise ContentError(
                _("le fichier %(name)s est refusé. %(why)s") % {"name": f"{path.parent.name}/{path.name}", "why": said}
            ) from error
        if known := self._known(model, item.file_hash):  # what is stored may differ from what was given
            return known
        self.stored.append(item)
        item.save()
        return int(item.pk)


def _title(path: Path) -> str:
    """« plan-des-marches.pdf » is called « Plan des marches » until somebody names it better."""
    words = path.stem.replace("-", " ").replace("_", " ").strip()
    return (words[:1].upper() + words[1:])[:MAX_TITLE] or path.name
