"""Sheets that are put into a page of the site when they are read, laid down so that one file server shows all."""

from pathlib import Path

from sites.composing.pack import Pack
from sites.composing.pages import parts
from sites.composing.places import SHELVES, pack_file
from sites.composing.segments import plain
from sites.composing.shell import cut


def write(var: Path, generation: Path, www: Path) -> None:
    """Each sheet of each pack that this site shows."""
    for file in (generation / SHELVES).glob("*.html"):
        shell, pack = cut(file.read_text(encoding="utf-8")), Pack(pack_file(var, file.stem))
        for key in pack.entries:
            folder = www / file.stem / key
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_bytes(plain(parts(shell, pack, key)))
