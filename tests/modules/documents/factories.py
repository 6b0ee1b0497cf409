"""What tests publish among the documents and acts of a town."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from pypdf import PdfWriter

from cms.models import DocumentFile
from modules.documents.actes.publishing import publish
from modules.documents.models import Acte, Documents, Publication, Seance, Version
from tests.world import PDF, Town, add_page

NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


def page_of(town: Town, **fields: Any) -> Any:
    """The page of the module."""
    page = Documents(title=f"Documents, {town.name}", slug="documents", **fields)
    return add_page(town.home, page, town.contributeur)


def pdf(pages: int = 1) -> bytes:
    """A sound PDF of blank pages."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=595, height=842)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def draft(town: Town, **fields: Any) -> Acte:
    """An act ready to be published."""
    values: dict[str, Any] = {
        "kind": "deliberation",
        "number": "2026-012",
        "title": "Toiture de la halle",
        "date": date(2026, 6, 12),
        "author_first_name": "Jeanne",
        "author_name": "Martin",
        "author_capacity": "maire",
        "source": ContentFile(pdf(), "acte.pdf"),
        "matter": "7.5",
    }
    return Acte.objects.create(commune=town.commune, **{**values, **fields})


def online(town: Town, now: datetime = NOON, **fields: Any) -> Version:
    """An act put online."""
    return publish(draft(town, **fields), town.contributeur, now)


def seance(town: Town, day: date = date(2026, 6, 12), **fields: Any) -> Seance:
    """A meeting."""
    return Seance.objects.create(commune=town.commune, date=day, **fields)


def publication(town: Town, title: str, category: str = "Bulletins", day: date = date(2026, 5, 2)) -> Publication:
    """A document of the library."""
    document = DocumentFile.objects.create(
        title=title, file=ContentFile(PDF, "document.pdf"), collection=town.collection
    )
    row = Publication(commune=town.commune, document=document, category=category, date=day)
    row.clean()
    row.save()
    return row
