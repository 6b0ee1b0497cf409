"""A table of communes as a spreadsheet saves it: bytes in any encoding, any separator, to rows of texts. Pure."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from deploy.orders.faults import Fault, OrderError

MAX_BYTES, MAX_ROWS = 2_000_000, 1000
SEPARATORS = ";,\t"
# How a file of another kind begins: what people hand over when they forget to export.
KINDS: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "un classeur (Excel ou LibreOffice) : ouvrez-le et enregistrez-le au format CSV"),
    (b"\xd0\xcf\x11\xe0", "un classeur d’un ancien Excel : ouvrez-le et enregistrez-le au format CSV"),
    (b"%PDF", "un PDF : il faut le tableau lui-même, au format CSV"),
    (b"\x89PNG", "une image"),
    (b"\xff\xd8\xff", "une image"),
)


@dataclass(frozen=True)
class Row:
    """What one commune is given: texts by column, blank ones left out; ``line`` is where it begins, from 1."""

    line: int
    cells: Mapping[str, str]


def read_rows(name: str, data: bytes, columns: Collection[str]) -> tuple[list[Row], list[Fault]]:
    """The rows that have something, and what is wrong with the file; ``OrderError`` when it is no table at all."""
    text = text_of(name, data)
    lines = _lines(name, text, _separator(text, columns))
    header: list[str] = []
    faults: list[Fault] = []
    rows: list[Row] = []
    for line, cells in lines:
        if not header:
            header = [_column(cell) for cell in cells]
            faults += _header_faults(name, line, header, columns)
        elif len(rows) == MAX_ROWS:
            raise OrderError(f"{name} : {MAX_ROWS} communes au plus dans un fichier ; faites-en plusieurs.")
        else:
            if any(cell.strip() for cell in cells[len(header) :]):
                problem = f"cette ligne a {len(cells)} cases, l’en-tête {len(header)} : un guillemet manque peut-être."
                faults.append(Fault(problem, name, line))
            told = {key: cell.strip() for key, cell in zip(header, cells, strict=False) if key in columns}
            rows.append(Row(line, {key: cell for key, cell in told.items() if cell}))
    if not rows and not faults:
        raise OrderError(f"{name} : ce fichier ne contient aucune commune.")
    return rows, faults


def text_of(name: str, data: bytes) -> str:
    """The text, whatever wrote it: UTF-8 with its mark or without, Windows-1252, the « Unicode » of Excel."""
    if len(data) > MAX_BYTES:
        raise OrderError(f"{name} : ce fichier est trop gros ({MAX_BYTES // 1_000_000} Mo au plus).")
    if not data.strip():
        raise OrderError(f"{name} : ce fichier est vide.")
    for start, kind in KINDS:
        if data.startswith(start):
            raise OrderError(f"{name} : c’est {kind}.")
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise OrderError(f"{name} : ce fichier n’est pas du texte : enregistrez le tableau au format CSV.")


def _separator(text: str, columns: Collection[str]) -> str:
    """The one that finds the most columns we know in the first line that says something."""
    first = next((line for line in text.splitlines() if line.strip(SEPARATORS + " ")), "")

    def found(separator: str) -> int:
        return sum(_column(cell.strip('"')) in columns for cell in first.split(separator))

    return max(SEPARATORS, key=found)


def _lines(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_BYTES)  # a cell of thousands of addresses is told as such, below
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        problem = "un guillemet ouvert ici n’est jamais refermé, ou une case est trop longue."
        raise OrderError(Fault(problem, name, line)) from error


def _column(title: str) -> str:
    """« Code INSEE » is not ours, « Boîtes » is: case and accents do not matter."""
    plain = title.strip().lower().replace(" ", "_").replace("-", "_")
    return plain.translate(str.maketrans("éèêëàâîïôùûç", "eeeeaaiiouuc"))


def _header_faults(name: str, line: int, header: list[str], columns: Collection[str]) -> Iterator[Fault]:
    unknown = [title for title in header if title and title not in columns]
    if not set(header) & set(columns):
        raise OrderError(f"{name} : la première ligne doit nommer les colonnes, comme dans le modèle.")
    if unknown:
        one = "colonne inconnue" if len(unknown) == 1 else "colonnes inconnues"
        yield Fault(f"{one} : {', '.join(_unknown(title, columns) for title in unknown)}.", name, line)
    for title in sorted({title for title in header if title and header.count(title) > 1}):
        yield Fault("cette colonne est écrite deux fois.", name, line, title, "colonne")


def _unknown(title: str, columns: Collection[str]) -> str:
    near = get_close_matches(title, sorted(columns), n=1, cutoff=0.6)
    return f"« {title} »" + (f" (pour « {near[0]} » ?)" if near else "")
