"""Tables of an old page: those that hold data become tables, those that held the layout are read in their order."""

import re
from typing import Any

from cms.blocks.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS
from cms.oldsite.reading.markup import Element, words

PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)
LEAST = 2  # rows, and columns
CAPTION = 160
NOT_DATA = ".//table|.//img|.//iframe|.//form|.//ul|.//ol|.//h1|.//h2|.//h3|.//h4"
WIDEST = 12  # what a cell says that it spans, at most


def data_of(node: Element) -> list[list[str]] | None:
    """The rows of a table of data, all as long, the first being its headings; ``None`` for a layout."""
    if node.get("role") == "presentation" or node.xpath(NOT_DATA):
        return None
    rows = [row for row in (_row(one) for one in node.iterdescendants("tr")) if any(row)]
    width = max(map(len, rows), default=0)
    if len(rows) < LEAST or not LEAST <= width <= MAX_COLUMNS or len(rows) > MAX_ROWS:
        return None
    if any(len(cell) > MAX_CELL for row in rows for cell in row):
        return None
    return [row + [""] * (width - len(row)) for row in rows]


def _row(node: Element) -> list[str]:
    cells: list[str] = []
    for cell in node.iterchildren("td", "th"):
        span = cell.get("colspan", "1")
        cells += [words(cell)] + [""] * (min(int(span), WIDEST) - 1 if span.isdigit() and int(span) else 0)
    return cells


def block(data: list[list[str]], caption: str) -> dict[str, Any]:
    """The value of a table block."""
    headings, *rows = data
    return {
        "caption": caption,
        "first_column_is_header": True,
        "table": {
            "columns": [
                {"type": "text", "heading": heading or f"Colonne {number}"}
                for number, heading in enumerate(headings, 1)
            ],
            "rows": [{"values": row} for row in rows],
            "caption": "",
        },
    }
