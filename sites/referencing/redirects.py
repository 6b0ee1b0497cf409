"""Old addresses: a table for the server, marks on the disk, and small pages for servers that know neither."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from django.utils.translation import gettext as _

from sites.bake.snapshot import Snapshot
from sites.rendering.renderer import REDIRECT, Renderer
from sites.store import olds
from sites.store.manifest import UnsafePathError, safe

TABLE = "redirects.json"
INDEX = "index.html"
# A file for each old address: a server that cannot read the table sees by its presence that a 301 is due there…
MARKS, MOVED = "redirects", ".moved"
# …or may be, when there is a query: the table alone knows which.
ASKED = ".asked"
# A document is led to by its private address, which never changes: it is told as long as a page shows it.
DOCUMENT = re.compile(r"/_/documents/([0-9]+)/[^/]*")


@dataclass(slots=True)
class Moved:
    """What is to be baked: the table, the marks, and the small pages by file."""

    table: dict[str, str] = field(default_factory=dict)
    marks: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)


def file_of(url: str) -> str:
    """The file behind an address of the site; ``UnsafePathError`` when no file can be."""
    path = unquote(urlsplit(url).path).lstrip("/")
    return safe(path + INDEX if path.endswith("/") or not path else path)


def moved(snapshot: Snapshot, taken: Callable[[str], bool]) -> Moved:
    """Every old address that leads somewhere; ``taken`` says whether a file stands in its place."""
    found = Moved()
    documents = {document.id: document.url for document in snapshot.library.shown()[1]}
    for old, page_id, link, _permanent in snapshot.redirects:
        target = _target(snapshot, documents, page_id, link)
        if target is not None:
            _note(found, old, target, taken)
    return found


def _note(found: Moved, old: str, target: str, taken: Callable[[str], bool]) -> None:
    parts = urlsplit(old)
    path = unquote(parts.path)
    old_path = quote(path).rstrip("/") + "/"
    try:
        file = file_of(old_path)
    except UnsafePathError:
        return
    folder = f"{MARKS}/{file.removesuffix(INDEX)}"
    if asked := olds.key(path, parts.query):
        if file == INDEX or not taken(file):  # the home page alone answers questions: « /?p=12 » was a page
            found.table[asked] = target
            found.marks[f"{folder}{ASKED}"] = b""
    elif not parts.query and not taken(file) and old_path != target:
        found.table[old_path] = target
        found.marks[f"{folder}{MOVED}"] = target.encode()
        if not any("." in part for part in file.split("/")[:-1]):  # a folder named like a file would hide the file
            found.pages[file] = target


def _target(snapshot: Snapshot, documents: Mapping[int, str], page_id: int | None, link: str) -> str | None:
    if page_id is not None:
        page = snapshot.page(page_id)
        return page.url if page else None
    if document := DOCUMENT.fullmatch(link):
        return documents.get(int(document[1]))
    inside = link.startswith("/") and not link.startswith("//")
    return link if inside or link.startswith(("https://", "http://")) else None


def dumped(found: Moved) -> bytes:
    """The table, as the server reads it."""
    return json.dumps(dict(sorted(found.table.items())), ensure_ascii=False, indent=0).encode()


def page_at(renderer: Renderer, file: str, target: str) -> str:
    """A small page that leads to ``target``."""
    page = renderer.synthetic(file, REDIRECT, _("Page déplacée"))
    absolute = renderer.snapshot.base_url + target if target.startswith("/") else target
    return renderer.template(REDIRECT, page, {"target": target, "absolute_target": absolute})
