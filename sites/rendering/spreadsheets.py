"""CSV files for spreadsheets in French, and cells that none of them computes.

OWASP, « CSV injection »: a cell that begins with one of these signs, or with a tabulation or a line end, is computed by
the program that opens the file. An apostrophe goes before it.
"""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"  # without it, spreadsheets read accents wrong
COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Before the sign, a spreadsheet lets these pass.
BLANKS = " \u00a0\u202f"


def inert(cell: str) -> str:
    """A text that no spreadsheet computes; unchanged when it would not have been."""
    return f"'{cell}" if cell.lstrip(BLANKS).startswith(COMPUTED) else cell


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """With semicolons, as French spreadsheets expect."""
    text = StringIO()
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [inert(cell) for cell in row] for row in rows
    )
    return (BOM + text.getvalue()).encode()
