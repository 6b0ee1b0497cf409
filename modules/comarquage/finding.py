"""The sheets in the search of the sites: one index for all of them, kept like the pack."""

import re
from html import unescape

from cms.search.visitors import shelves
from cms.search.visitors.entries import Entry
from cms.search.visitors.reading import Words, words_of
from modules.comarquage.feeds.audiences import BY_CODE
from modules.comarquage.packing.update import PREFIX
from modules.comarquage.reading.scene import GUIDE
from modules.comarquage.source import CODE, var
from sites.composing.pack import BrokenPackError, Pack
from sites.composing.places import pack_file
from sites.composing.segments import plain

ABOUT = re.compile(r'<meta name="description" content="([^"]*)">')


def turn() -> int:
    """The turn of the worker: some of the sheets that changed."""
    path = pack_file(var(), PREFIX)
    try:
        found = path.stat()
    except FileNotFoundError:
        return 0
    made_from = f"{found.st_ino}.{found.st_mtime_ns}"
    pack: Pack | None = None

    def opened() -> Pack:
        nonlocal pack
        pack = pack or Pack(path)
        return pack

    def standing() -> dict[str, str]:
        return {f"{GUIDE}{key}/": entry.digest for key, entry in opened().entries.items() if "/" in key}

    def read(address: str) -> tuple[Entry, Words]:
        return _read(opened(), address.removeprefix(GUIDE).rstrip("/"))

    try:
        return shelves.keep(CODE, made_from, standing, read)
    except BrokenPackError:  # it is made again with the next feed
        return 0


def _read(pack: Pack, key: str) -> tuple[Entry, Words]:
    title, head, body = (plain([it]).decode() for it in pack.segments(key))
    about = ABOUT.search(head)
    entry = Entry(
        url=f"{GUIDE}{key}/",
        title=unescape(title),
        kind=str(BY_CODE[key.partition("/")[0]].label),
        summary=unescape(about[1]) if about else "",
    )
    return entry, words_of(f"<main>{body}</main>")
