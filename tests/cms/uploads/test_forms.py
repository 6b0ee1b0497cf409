"""Through the admin: a refused file is said in the form, and leaves nothing behind."""

import gc
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import UploadedFile

from cms.models import DocumentFile, Picture
from cms.uploads.handler import BoundedFileUploadHandler
from tests.cms.uploads.test_inspection import PDF, SVG, image
from tests.world import Town, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(var: Path) -> Town:
    return build_world().aubord


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


def files(var: Path) -> set[str]:
    return {str(path.relative_to(var)) for path in (var / "media").rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("view", "model", "file", "sentence"),
    [
        ("wagtailimages:add", Picture, ("dessin.svg", SVG), "Un dessin SVG peut cacher un programme"),
        ("wagtaildocs:add", DocumentFile, ("acte.pdf", b""), "vide"),
        ("wagtaildocs:add", DocumentFile, ("acte.pdf", b"bonjour"), "n’est pas un PDF, malgré son nom"),
    ],
)
def test_a_refused_file_is_said_in_the_form_and_nothing_is_kept(
    secretary: Client, town: Town, var: Path, view: str, model: Any, file: tuple[str, bytes], sentence: str
) -> None:
    before, rows = files(var), model.objects.count()
    page = secretary.post(
        reverse(view),
        {
            "title": "Essai",
            "description": "Un essai",
            "collection": town.collection.pk,
            "file": SimpleUploadedFile(*file),
        },
    )
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert (files(var), model.objects.count()) == (before, rows)


def test_the_description_of_a_picture_is_asked_for(secretary: Client, town: Town) -> None:
    rows = Picture.objects.count()
    data = {"title": "Tour", "collection": town.collection.pk}
    url = reverse("wagtailimages:add")
    page = secretary.post(url, {**data, "file": SimpleUploadedFile("tour.jpg", image())})
    assert "pour les personnes qui ne la voient pas" in page.content.decode()
    assert Picture.objects.count() == rows
    kept = secretary.post(url, {**data, "description": "La tour", "file": SimpleUploadedFile("tour.jpg", image())})
    assert kept.status_code == 302
    assert Picture.objects.count() == rows + 1


def test_a_document_says_its_type_and_its_weight(town: Town) -> None:
    document = DocumentFile.objects.create(
        title="Acte", file=SimpleUploadedFile("acte.pdf", PDF * 30), collection=town.collection
    )
    assert (document.kind, document.weight) == ("PDF", "1\u00a0Ko")
    assert document.file_hash


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Wagtail leaves what it copies to the collector
def test_one_of_several_documents_sent_at_once_can_be_completed_afterwards(secretary: Client, town: Town) -> None:
    first = secretary.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "", "collection": town.collection.pk, "files[]": SimpleUploadedFile("acte.pdf", PDF)},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()
    assert (first["success"], "doc_id" in first) == (True, False)  # without a title, it waits
    waiting = UploadedFile.objects.get(pk=first["uploaded_file_id"])
    prefix = f"uploaded-document-{waiting.pk}"
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk])
    refused = secretary.post(url, {f"{prefix}-title": "", f"{prefix}-collection": town.collection.pk}).json()
    assert refused["success"] is False
    done = secretary.post(url, {f"{prefix}-title": "Acte", f"{prefix}-collection": town.collection.pk}).json()
    document = DocumentFile.objects.get(pk=done["doc_id"])
    with document.file.open() as kept:
        assert (document.title, document.kind, kept.read()) == ("Acte", "PDF", PDF)
    assert document.file_size == len(PDF)
    assert not UploadedFile.objects.filter(pk=waiting.pk).exists()
    gc.collect()


def test_nothing_is_asked_about_tags(secretary: Client) -> None:
    for view in ("wagtailimages:add", "wagtaildocs:add"):
        assert 'name="tags"' not in secretary.get(reverse(view)).content.decode()


def test_a_file_heavier_than_every_limit_is_counted_and_not_written(rf: RequestFactory, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10
    request = rf.post("/", {"file": SimpleUploadedFile("gros.pdf", PDF * 40)})
    request.upload_handlers = [MemoryFileUploadHandler(request), BoundedFileUploadHandler(request)]
    received: Any = request.FILES["file"]
    assert (received.size, received.read()) == (len(PDF) * 40, b"")
