"""A table as people export it: its encoding and its separator guessed, its lines with their numbers. Pure."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

MAX_BYTES = 3 * 1024 * 1024
MAX_LINES = 2000
MAX_COLUMNS = 100
MAX_CELL = 5000
SEPARATORS = (";", ",", "\t", "|")
SAMPLE = 30  # lines that a separator is guessed from
NAMES: Mapping[str, str] = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}


class UnreadableError(ValueError):
    """The file is no table; its only argument says why: ``heavy``, ``binary``, ``empty``, ``long``, ``wide``."""


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` are ``(number of the line in the file, cells)``, as many cells as ``headers``."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    encoding: str


def table_of(content: bytes) -> Table:
    """Raises ``UnreadableError``."""
    if len(content) > MAX_BYTES:
        raise UnreadableError("heavy")
    text, encoding = _decoded(content)
    separator = _separator(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    read: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                read.append((reader.line_num, [" ".join(cell[:MAX_CELL].split(" ")).strip() for cell in cells]))
            if len(read) > MAX_LINES + 1:
                raise UnreadableError("long")
    except csv.Error as error:
        raise UnreadableError("binary") from error
    if len(read) < 2:  # noqa: PLR2004  # the headers, and one line
        raise UnreadableError("empty")
    headers = read[0][1]
    width = len(headers)
    if width > MAX_COLUMNS:
        raise UnreadableError("wide")
    rows = tuple((number, tuple((cells + [""] * width)[:width])) for number, cells in read[1:])
    return Table(tuple(headers), rows, separator, encoding)


def _decoded(content: bytes) -> tuple[str, str]:
    """UTF-8, UTF-16 with its mark, else what Windows and old spreadsheets write."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return content.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise UnreadableError("binary") from error
    if b"\x00" in content or content[:4] == b"PK\x03\x04":
        raise UnreadableError("binary")
    try:
        return content.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252"


def _separator(text: str) -> str:
    """The one that cuts most of the first lines in the same number of cells, and in most of them."""

    def worth(separator: str) -> tuple[int, int]:
        try:
            lines = csv.reader(StringIO(text[: SAMPLE * 2000], newline=""), delimiter=separator)
            widths = Counter(len(cells) for _number, cells in zip(range(SAMPLE), lines, strict=False) if cells)
        except csv.Error:
            return 0, 0
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return (count * (width - 1), count) if width > 1 else (0, 0)

    return max(SEPARATORS, key=worth)
