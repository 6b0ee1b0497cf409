"""Pictures at the sizes of visitors: made at upload, named after their content, gone with the original."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_tasks_db.models import DBTaskResult
from PIL import Image
from wagtail.models import Collection

from cms.models import Picture
from cms.uploads.renditions import make_renditions, spec, widths_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("var")]


def photo(size: tuple[int, int] = (2000, 1000), kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    stream = BytesIO()
    Image.new(mode, size, "seagreen").save(stream, kind, **options)
    return stream.getvalue()


def upload(content: bytes, name: str = "tour.jpg") -> Picture:
    if not Collection.objects.exists():
        Collection.add_root(name="Racine")
    return Picture.objects.create(title="La tour", description="La tour", file=ContentFile(content, name))


def sizes(picture: Picture) -> set[tuple[str, int, int]]:
    return {(row.filter_spec, row.width, row.height) for row in picture.renditions.all()}


def test_an_upload_comes_with_every_width_in_jpeg_and_webp() -> None:
    assert sizes(upload(photo())) == {
        (spec(width, kind), width, width // 2) for width in (480, 960, 1600) for kind in ("jpeg", "webp")
    }


def test_a_picture_is_never_enlarged() -> None:
    assert sizes(upload(photo((700, 350)))) == {
        ("width-480|format-jpeg", 480, 240),
        ("width-480|format-webp", 480, 240),
        ("width-960|format-jpeg", 700, 350),
        ("width-960|format-webp", 700, 350),
    }
    assert widths_for(100) == [480]


def test_the_files_are_named_after_the_content_and_really_are_what_they_say() -> None:
    picture = upload(photo())
    for row in picture.renditions.all():
        name = Path(row.file.name)
        assert name.parent == Path(f"renditions/{picture.pk}")
        assert name.stem == f"{picture.file_hash[:10]}-{row.width}"
        with Image.open(row.file.path) as image:
            assert (image.size, image.format.lower() if image.format else "") == (
                (row.width, row.height),
                row.filter_spec.rpartition("-")[2],
            )


def test_a_photo_taken_upright_stands_upright_and_says_its_real_size() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = upload(photo((1200, 800), exif=exif))
    assert (picture.width, picture.height) == (800, 1200)
    stored = Picture.objects.get(pk=picture.pk)
    assert (stored.width, stored.height) == (800, 1200)
    assert ("width-480|format-webp", 480, 720) in sizes(picture)


def test_the_place_where_a_photo_was_taken_is_not_published() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Appareil"
    exif.get_ifd(0x8825)[1] = "N"
    for row in upload(photo(exif=exif)).renditions.all():
        with Image.open(row.file.path) as image:
            assert not dict(image.getexif())


def test_a_logo_keeps_its_transparency() -> None:
    picture = upload(photo((300, 300), "PNG", "RGBA"), "blason.png")
    assert {name for name, _width, _height in sizes(picture)} == {"width-480|format-png", "width-480|format-webp"}


def test_another_format_is_made_later_from_the_same_original() -> None:
    picture = upload(photo((600, 300)))
    made = make_renditions(picture, ("avif",))
    assert [(row.filter_spec, row.width) for row in made] == [
        ("width-960|format-avif", 600),
        ("width-480|format-avif", 480),
    ]
    assert make_renditions(picture, ("avif",)) == []


def test_a_damaged_original_gives_no_rendition_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    picture = upload(photo())
    picture.renditions.all().delete()
    Path(picture.file.path).write_bytes(b"rien")
    assert make_renditions(picture) == []
    assert "cannot be read" in caplog.text
    Path(picture.file.path).unlink()
    assert make_renditions(picture) == []


def test_another_photo_takes_the_place_of_the_first_and_of_its_renditions(
    django_capture_on_commit_callbacks: Any,
) -> None:
    picture = upload(photo())
    former = [picture.file.name, *picture.renditions.values_list("file", flat=True)]
    picture.file = ContentFile(photo((500, 500)), "place.jpg")
    with django_capture_on_commit_callbacks(execute=True):
        picture.save()
    run_tasks()
    assert {(width, height) for _spec, width, height in sizes(picture)} == {(480, 480), (500, 500)}
    assert [name for name in former if default_storage.exists(name)] == []
    assert default_storage.exists(picture.file.name)


def test_deleting_a_picture_deletes_its_files(django_capture_on_commit_callbacks: Any) -> None:
    picture = upload(photo())
    names = [picture.file.name, *picture.renditions.values_list("file", flat=True)]
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    run_tasks()
    assert [name for name in names if default_storage.exists(name)] == []


def run_tasks() -> None:
    """What the worker does with the tasks that wait."""
    for waiting in DBTaskResult.objects.ready().filter(task_path__endswith="delete_file_from_storage_task"):
        waiting.task.func(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
