"""Whether a file is a picture: its bytes say so, and its size is known before it is decoded."""

from pathlib import PurePosixPath
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from cms.uploads.renditions import DAMAGE, WIDTHS
from cms.uploads.sentences import empty, refuse, too_heavy

# Decoded at the same time by one process: a citizen may send a PNG of sixty million pixels, which takes 240 MB each.
AT_ONCE = 2
_decoding = BoundedSemaphore(AT_ONCE)
FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}


def inspect(file: Any) -> None:
    """Raise ``ValidationError``, with one sentence, unless ``file`` is a whole picture of an accepted kind."""
    if file.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise too_heavy(file.size, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    if not file.size:
        raise empty()
    extension = PurePosixPath(file.name).suffix.lower().removeprefix(".")
    if extension == "svg":
        raise refuse(
            "svg",
            _("Un dessin SVG peut cacher un programme, il n’est donc pas accepté\u202f: exportez-le en PNG."),
        )
    if extension not in FORMATS:
        raise refuse("kind", _("Ce format n’est pas accepté\u202f: envoyez une image JPEG, PNG, WebP ou GIF."))
    try:
        with _decoding:
            _look(file, extension)
    finally:
        file.seek(0)


def _look(file: Any, extension: str) -> None:
    file.seek(0)
    try:
        with Image.open(file, formats=sorted(set(FORMATS.values()))) as image:
            if image.format != FORMATS[extension]:
                raise refuse(
                    "extension",
                    _("Le nom se termine par .%(extension)s, mais c’est une image %(kind)s\u202f: corrigez le nom."),
                    extension=extension,
                    kind=image.format,
                )
            _count_pixels(image)
            image.draft("RGB", (WIDTHS[0], WIDTHS[0]))
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except UnidentifiedImageError:
        raise refuse("no_picture", _("Ce fichier n’est pas une image, malgré son nom.")) from None
    except DAMAGE:
        raise refuse("damaged", _("Cette image est abîmée ou incomplète\u202f: envoyez-la de nouveau.")) from None


def _count_pixels(image: Image.Image) -> None:
    width, height = image.size
    frames = getattr(image, "n_frames", 1)
    if width * height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_large()


def _too_large() -> Exception:
    return refuse(
        "pixels",
        _("Cette image compte trop de pixels (%(limit)s millions au plus)\u202f: réduisez ses dimensions."),
        limit=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
    )
