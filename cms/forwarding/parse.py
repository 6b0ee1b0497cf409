"""A list of redirects as a spreadsheet writes it: two columns, old address, new address or page. Pure.

UTF-8 with or without its mark, UTF-16, or Windows-1252; ``;``, ``,`` or tabulations; a line of headings or none.
"""

import codecs
import csv
from collections.abc import Iterator

MOST_LINES = 10_000
MOST_BYTES = 4 * 1024 * 1024
LONGEST = 2000  # characters of a cell: more is no address
# Characters: a cell that long is a quotation mark that nothing closes. The csv module's own limit is the process's.
UNCLOSED = 100_000
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SEPARATORS = ";\t,"
COLUMNS = 2

Line = tuple[int, str, str]


class UnreadableError(ValueError):
    """No list can be read there; the message is a code: ``heavy``, ``long``, ``binary``, ``empty``, ``broken``."""


def lines(content: bytes) -> list[Line]:
    """``(number of the line, old, new)``; empty lines are passed over, a missing cell is empty."""
    if len(content) > MOST_BYTES:
        raise UnreadableError("heavy")
    text = _text(content)
    if "\0" in text:
        raise UnreadableError("binary")
    found = list(_rows(text))
    if not found:
        raise UnreadableError("empty")
    return found


def _text(content: bytes) -> str:
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(text: str) -> Iterator[Line]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(text.splitlines(), delimiter=separator)
    count, is_first = 0, True
    try:
        for row in reader:
            if any(len(cell) > UNCLOSED for cell in row):
                raise UnreadableError("broken")
            old, new = ([cell.strip()[: LONGEST + 1] for cell in row] + ["", ""])[:COLUMNS]
            if not old and not new:
                continue
            is_heading, is_first = is_first and not _is_address(old), False
            if is_heading:
                continue
            count += 1
            if count > MOST_LINES:
                raise UnreadableError("long")
            yield reader.line_num, old, new
    except csv.Error as error:
        raise UnreadableError("broken") from error


def _is_address(cell: str) -> bool:
    return cell.startswith(("/", "http://", "https://")) or "." in cell or "/" in cell
