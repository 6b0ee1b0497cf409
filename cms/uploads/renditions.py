"""Pictures at the sizes that visitors get, made when they are sent and never in a bake.

The widths, the formats and their quality are the data below. A rendition is named after the content of its original:
the same picture gives the same names.
"""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

if TYPE_CHECKING:
    from cms.models import Picture, Rendition

logger = logging.getLogger(__name__)

WIDTHS = (480, 960, 1600)
AT_UPLOAD = ("jpeg", "webp")
IN_BACKGROUND = ("avif",)
OPTIONS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "jpeg": {"quality": 80, "optimize": True, "progressive": True},
        "webp": {"quality": 78, "method": 4},
        "avif": {"quality": 55, "speed": 6},
        "png": {"optimize": True},
    }
)
SUFFIXES = MappingProxyType({"jpeg": "jpg", "webp": "webp", "avif": "avif", "png": "png"})
DIGEST = 10
# What a damaged file may raise, by its format.
DAMAGE = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError, Image.DecompressionBombWarning)


Made = tuple[str, str, Image.Image]  # name, format, pixels


def spec(width: int, kind: str) -> str:
    """The name by which Wagtail and the generator know a rendition."""
    return f"width-{width}|format-{kind}"


def make_renditions(picture: "Picture", formats: Iterable[str] = AT_UPLOAD) -> "list[Rendition]":
    """Make what is missing of ``formats`` at every width, and return what was made.

    A picture is never enlarged: a narrow one has one rendition, at its own width. One with transparency has PNG in the
    place of JPEG. A damaged or lost original gives nothing: pages then show no picture.
    """
    model: type[Rendition] = picture.get_rendition_model()
    present = set(picture.renditions.values_list("filter_spec", flat=True)) if picture.pk else set()
    try:
        with picture.open_file() as file:
            made = list(_rendered(file, list(formats), present))
    except DAMAGE as error:
        logger.warning("Picture %s cannot be read: %s", picture.pk, error)
        return []
    digest = picture.get_file_hash()[:DIGEST]
    rows = []
    for (name, kind, image), content in zip(made, _all_encoded(made), strict=True):
        row = model(image=picture, filter_spec=name, width=image.width, height=image.height)
        path = row.get_upload_to(f"{digest}-{image.width}.{SUFFIXES[kind]}")
        row.file.storage.delete(path)
        # Stored here: the field would open what it stores to measure it again.
        row.file.name = row.file.storage.save(path, ContentFile(content))
        rows.append(row)
    return list(model.objects.bulk_create(rows, ignore_conflicts=True))


def _rendered(file: Any, formats: Sequence[str], present: set[str]) -> Iterator[Made]:
    with Image.open(file) as opened:
        transparent = has_transparency(opened)
        kinds = ["png" if kind == "jpeg" and transparent else kind for kind in formats]
        upright = size_upright(opened)
        wanted = [
            width for width in reversed(widths_for(upright[0])) if any(spec(width, k) not in present for k in kinds)
        ]
        if not wanted:
            return
        opened.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        image = straight(opened, transparent=transparent)
        for width in wanted:  # the widest first: each is cut from the one before
            if image.width > width:
                image = image.resize((width, max(1, round(upright[1] * width / upright[0]))), Image.Resampling.LANCZOS)
            for kind in kinds:
                if spec(width, kind) not in present:
                    yield spec(width, kind), kind, image


def widths_for(width: int) -> list[int]:
    """The widths to make for an original: up to the first that it does not reach."""
    wider = [known for known in WIDTHS if known >= width]
    return [known for known in WIDTHS if known < width] + wider[:1]


def straight(opened: Image.Image, *, transparent: bool) -> Image.Image:
    """The picture upright, in sRGB, without anything it tells of where and when it was taken."""
    image = ImageOps.exif_transpose(opened)
    mode = "RGBA" if transparent else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        try:
            converted = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (ImageCms.PyCMSError, ValueError):
            converted = None
        if converted is not None:
            return _bare(converted)
    return _bare(image.convert(mode))


def _bare(image: Image.Image) -> Image.Image:
    image.info = {}
    return image


def has_transparency(image: Image.Image) -> bool:
    """Whether a part of it may let the page show."""
    return image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info


def size_upright(image: Image.Image) -> tuple[int, int]:
    """Its width and height as people see it, whatever way the camera was held."""
    turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (image.height, image.width) if turned else image.size


def _all_encoded(made: Sequence[Made]) -> list[bytes]:
    """On every processor: Pillow lets the other threads work while it encodes."""
    if not made:
        return []
    with ThreadPoolExecutor(min(len(made), os.cpu_count() or 1)) as pool:
        return list(pool.map(lambda one: _encoded(one[2], one[1]), made))


def _encoded(original: Image.Image, kind: str) -> bytes:
    image = original.copy()  # saving notes its options on the image, which another thread may be saving too
    stream = BytesIO()
    image.save(stream, kind.upper(), **OPTIONS[kind])
    return stream.getvalue()
