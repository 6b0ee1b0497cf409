"""Puts bytes into the library of a commune, checked like an upload: for programs that bring files by themselves."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.models import Picture
from cms.uploads.fields import DocumentFileField, PictureFileField

MAX_TITLE = 200
MAX_DESCRIPTION = 255  # the column of Wagtail


def known(model: type[Any], collection: Any, content: bytes) -> int | None:
    """Id of the same file, when the commune has it already."""
    fingerprint = hashlib.sha1(content).hexdigest()  # noqa: S324  # Wagtail's fingerprint, no secret
    same = model.objects.filter(collection=collection, file_hash=fingerprint)
    return same.values_list("pk", flat=True).first()


def new(model: type[Any], collection: Any, user: Any, name: str, content: bytes, description: str = "") -> Any:
    """A row to save, once through the field of the upload form and the validation of the model.

    What an editor may not send, nobody may: ``ValidationError`` says why.
    """
    field = PictureFileField() if model is Picture else DocumentFileField()
    item = model(title=title_of(name), collection=collection, uploaded_by_user=user)
    item.file = field.clean(SimpleUploadedFile(name, content))
    if model is Picture:
        item.description = (description or item.title)[:MAX_DESCRIPTION]
    item.full_clean()
    return item


@contextmanager
def forgotten_on_failure(stored: list[Any]) -> Iterator[None]:
    """When what runs inside fails, the database forgets the rows: the files of ``stored`` go too."""
    try:
        yield
    except BaseException:
        for item in stored:
            forget(item)
        raise


def forget(item: Any) -> None:
    """Take away the files of a row that does not stand any more."""
    storage = item.file.storage
    storage.delete(item.file.name)
    folder = f"renditions/{item.pk}"
    if isinstance(item, Picture) and storage.exists(folder):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")


def title_of(name: str) -> str:
    """« plan-des-marches.pdf » is called « Plan des marches » until somebody names it better."""
    words = PurePosixPath(name).stem.replace("-", " ").replace("_", " ").strip()
    return (words[:1].upper() + words[1:])[:MAX_TITLE] or name
