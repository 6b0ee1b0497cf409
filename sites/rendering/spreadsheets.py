"""Cells of CSV files that no spreadsheet computes.

OWASP, « CSV injection »: a cell that begins with one of these signs, or with a tabulation or a line end, is computed by
the program that opens the file. An apostrophe goes before it.
"""

COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Before the sign, a spreadsheet lets these pass.
BLANKS = " \u00a0\u202f"


def inert(cell: str) -> str:
    """A text that no spreadsheet computes; unchanged when it would not have been."""
    return f"'{cell}" if cell.lstrip(BLANKS).startswith(COMPUTED) else cell
