"""A sheet that all sites share, in the shell of the site that is asked for it. From the disk alone."""

from collections.abc import Hashable
from urllib.parse import quote

from cms.serving import encodings, headers
from cms.serving.content import Content, answer
from cms.serving.messages import PATH_SAFE, Answer, Request, redirect
from sites.composing.pack import Pack
from sites.composing.pages import parts, tag
from sites.composing.places import Shelf
from sites.composing.segments import gzipped, plain
from sites.composing.shell import Shell

GZIP = "gzip"
GONE = "410 Gone"


def respond(shelf: Shelf, folder: str, stamp: Hashable, request: Request) -> Answer | str | None:
    """The page, or where it went; ``GONE`` for a sheet that was withdrawn; ``None`` for what is no sheet of this site.

    ``folder`` and ``stamp`` are those of the generation that is on line.
    """
    prefix, _slash, rest = request.path[1:].partition("/")
    key = rest.removesuffix("/")
    if not key or (pack := shelf.pack(prefix)) is None:
        return None
    if (shell := shelf.shell(folder, stamp, prefix)) is None:
        return None
    if key not in pack.entries:
        return _former(pack, prefix, key)
    if not rest.endswith("/"):
        query = f"?{request.query}" if request.query else ""
        return redirect(f"{_address(prefix, key)}{query}", "308 Permanent Redirect")
    return answer(request, _content(shell, pack, key, request), headers.FRESH)


def _former(pack: Pack, prefix: str, key: str) -> Answer | str | None:
    if target := pack.redirects.get(key):
        return redirect(target if "://" in target else _address(prefix, target))
    return GONE if key in pack.gone else None


def _address(prefix: str, key: str) -> str:
    return quote(f"/{prefix}/{key}/", safe=PATH_SAFE)


def _content(shell: Shell, pack: Pack, key: str, request: Request) -> Content:
    """Gzip for whoever takes it: a brotli stream cannot be joined from pieces."""
    form = GZIP if GZIP in encodings.order(request.accept_encoding) else ""
    pieces = parts(shell, pack, key)
    body = gzipped(pieces) if form else plain(pieces)
    return Content("index.html", form, len(body), tag(shell, pack, key, form), body)
