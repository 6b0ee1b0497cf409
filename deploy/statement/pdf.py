"""A statement as a document to read, print and keep: PDF/UA-1 (ISO 14289-1), tagged and in French."""

import json
from decimal import Decimal
from pathlib import Path

import typst

from deploy.statement.reckon import INCLUDED, Statement
from sites.rendering.french import date_text

SHEET = Path(__file__).with_name("statement.typ")


def as_pdf(one: Statement, cdg: str, contact: str) -> bytes:
    """The whole file. ``cdg`` makes the statement, ``contact`` answers questions about it."""
    said = {
        "commune": one.commune, "insee": one.insee, "siren": one.siren, "year": one.year, "cdg": cdg,
        "contact": contact, "total": written(one.total), "unpriced": [due.label for due in one.unpriced],
        "dues": [[due.label, due.note, due_text(due.euros)] for due in one.dues],
        "works": [[work.title, f"faite le {date_text(work.done_on)}", written(work.euros)] for work in one.works],
    }  # fmt: skip
    return typst.compile(
        SHEET, format="pdf", sys_inputs={"said": json.dumps(said)}, pdf_standards="ua-1", ignore_system_fonts=True
    )


def written(euros: Decimal) -> str:
    """« 1 272,24 € »."""
    return f"{euros:,.2f}".replace(",", "\u202f").replace(".", ",") + "\u00a0€"


def due_text(euros: Decimal | None) -> str:
    """The same; « compris » for nothing, « à fixer » where a price lacks."""
    if euros is None:
        return "à fixer"
    return "compris" if euros == INCLUDED else written(euros)
