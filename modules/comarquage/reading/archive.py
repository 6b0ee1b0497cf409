"""A feed as it is published: one zip of XML files. Nothing is ever written to disk from it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_ZIP = 200_000_000  # bytes; the largest of 2026 has 24 million
MAX_TOTAL = 1_000_000_000  # bytes once inflated; 141 million in 2026
MAX_FILE = 8_000_000  # bytes of one file; 423 thousand in 2020
MAX_RATIO = 200  # times a file may swell: plain XML reaches about 15
MAX_FILES = 40_000
SWELLS_FROM = 1_000_000  # bytes below which the ratio tells nothing
SHEET = re.compile(r"(?P<ident>[FNR]\d{1,9})\.xml")


class RefusedError(ValueError):
    """The archive is refused as a whole: ``str()`` says why, in a French sentence."""


@dataclass(frozen=True, slots=True)
class Member:
    """One sheet of the archive: its identifier (« F1427 ») and its bytes."""

    ident: str
    content: bytes


def sheets(path: Path) -> Iterator[Member]:
    """The sheets one by one, in the order of their names; ``RefusedError`` before the first when the archive is bad."""
    if path.stat().st_size > MAX_ZIP:
        raise RefusedError("L’archive du guide est trop lourde.")
    try:
        with zipfile.ZipFile(path) as opened:
            wanted = _checked(opened)
            for ident, info in sorted(wanted.items()):
                yield Member(ident, _read(opened, info))
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as reason:
        raise RefusedError("Le fichier reçu n’est pas une archive zip lisible.") from reason


def _checked(opened: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    infos = opened.infolist()
    if len(infos) > MAX_FILES:
        raise RefusedError("L’archive du guide contient trop de fichiers.")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise RefusedError("L’archive du guide serait trop lourde une fois dépliée.")
    wanted: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        name = info.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise RefusedError("L’archive du guide contient un nom de fichier interdit.")
        if found := SHEET.fullmatch(name.rsplit("/", 1)[-1]):
            if info.file_size > MAX_FILE or _swells(info):
                raise RefusedError(f"Le fichier «\u00a0{found['ident']}\u00a0» de l’archive est trop lourd.")
            if found["ident"] in wanted:
                raise RefusedError(f"Le fichier «\u00a0{found['ident']}\u00a0» figure deux fois dans l’archive.")
            wanted[found["ident"]] = info
    return wanted


def _swells(info: zipfile.ZipInfo) -> bool:
    return info.file_size > SWELLS_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def _read(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # The size announced may lie: what is read is bounded by itself.
    with opened.open(info) as stream:
        content = stream.read(MAX_FILE + 1)
    if len(content) > MAX_FILE:
        raise RefusedError("Un fichier de l’archive est plus lourd qu’il ne le dit.")
    return content
