"""The life of an original: what is noted and made when it arrives, what goes when another takes its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from PIL import Image

from cms.uploads.renditions import DAMAGE, make_renditions, size_upright

if TYPE_CHECKING:
    from cms.models import Picture


@contextmanager
def renewed(picture: "Picture") -> Iterator[None]:
    """Around the saving of a picture: when its file is new, note its size, then make its renditions.

    The former original and its renditions go once the new ones stand.
    """
    if not is_new(picture.file):
        yield
        return
    former = type(picture)._base_manager.filter(pk=picture.pk).values_list("file", flat=True).first()
    describe(picture)
    yield
    if former:
        picture.renditions.all().delete()
        storage = picture.file.storage
        transaction.on_commit(lambda: storage.delete(former))
    turn(picture)
    make_renditions(picture)


def is_new(file: Any) -> bool:
    """Whether the file of a field has yet to be written."""
    return bool(file) and not file._committed  # noqa: SLF001  # Django's only word for it


def describe(item: Any) -> None:
    """Note the weight and the digest of a new file."""
    item.file_size = item.file.size
    item._set_file_hash()  # noqa: SLF001  # Wagtail's own, which its forms call


def turn(picture: "Picture") -> None:
    """Write the width and height as people see them: the camera may have been held upright."""
    try:
        with picture.open_file() as file, Image.open(file) as image:
            width, height = size_upright(image)
    except DAMAGE:
        return
    if (width, height) != (picture.width, picture.height):
        picture.width, picture.height = width, height
        type(picture)._base_manager.filter(pk=picture.pk).update(width=width, height=height)
