"""Wagtail's stored rich text, made public: references become addresses, and nothing else than plain formatting stays.

A text is parsed once into literal pieces and references; the same text in the next bake costs a look-up.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import nh3

from sites.public.numbers import number_in

FORMATTING = {
    "p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote",
    "b", "strong", "i", "em", "s", "u", "small", "sup", "sub", "code", "abbr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "linktype", "id"},
    "embed": {"embedtype", "id", "alt", "format", "url"},
    "abbr": {"title"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

_NAMES = "|".join(sorted(FORMATTING, key=len, reverse=True))
_ADDRESS = r"(?:https?://|mailto:|tel:|/(?!/)|\#)[^\"<>\x00-\x20]*"
# What Wagtail's own editor stores; anything else goes through the sanitiser, which is ten times slower.
_PLAIN = re.compile(
    rf"""(?:[^<>\x00]++
    |<(?:{_NAMES})(?:\ data-block-key="[\w-]*")?\s?/?>
    |</(?:{_NAMES}|a)>
    |<a\ (?:linktype="(?:page|document)"\ id="\d+"|id="\d+"\ linktype="(?:page|document)"|href="{_ADDRESS}")>
    |<embed(?:\ (?:embedtype|id|alt|format|url)="[^"<>]*")+\s?/?>
    )*+""",
    re.VERBOSE,
)
_BLOCK_KEY = re.compile(r' data-block-key="[\w-]*"')
_TOKEN = re.compile(
    r'<a((?:\s+[\w-]+="[^"]*")*)\s*>(.*?)</a>|<embed((?:\s+[\w-]+="[^"]*")*)\s*/?>(?:</embed>)?', re.DOTALL
)
_EMBED = re.compile(r"</?embed\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a page or a document of the commune, or a picture in the text."""

    kind: str
    id: int
    inner: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A link with its address already known."""

    href: str
    inner: str


Piece = str | Reference | Outside
Rewriter = Callable[[tuple[Piece, ...], set[Any]], tuple[Piece, ...]]
"""Changes the literal pieces of a text; the set is kept from one text of a page to the next, and is the rewriter's."""


@lru_cache(maxsize=8192)
def parse(html: str) -> tuple[Piece, ...]:
    """The text as pieces; all that is not plain formatting, a safe link or a reference is gone."""
    clean = _BLOCK_KEY.sub("", html) if _PLAIN.fullmatch(html) else _sanitised(html)
    pieces: list[Piece] = []
    end = 0
    for found in _TOKEN.finditer(clean):
        pieces.append(clean[end : found.start()])
        end = found.end()
        pieces.append(_embed(found[3]) if found[3] is not None else _anchor(found[1], found[2]))
    pieces.append(clean[end:])
    return tuple(piece for piece in pieces if piece != "")


def resolve(
    html: str,
    reference: Callable[[Reference], str],
    outside: Callable[[Outside], str],
    rewrite: Callable[[tuple[Piece, ...]], tuple[Piece, ...]] | None = None,
) -> str:
    """The text with each reference replaced by what ``reference`` and ``outside`` answer."""
    pieces = parse(html)
    return "".join(
        [
            piece if isinstance(piece, str) else reference(piece) if isinstance(piece, Reference) else outside(piece)
            for piece in (rewrite(pieces) if rewrite else pieces)
        ]
    )


def _sanitised(html: str) -> str:
    return nh3.clean(html, tags=FORMATTING | {"a", "embed"}, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def _anchor(attributes: str, inner: str) -> Piece:
    found = dict(_ATTRIBUTE.findall(attributes))
    inner = _EMBED.sub("", inner)
    if found.get("linktype") in {"page", "document"} and (number := number_in(found.get("id", ""))) is not None:
        return Reference(found["linktype"], number, inner)
    if href := found.get("href"):
        return Outside(href, inner)
    return inner


def _embed(attributes: str) -> Piece:
    found = dict(_ATTRIBUTE.findall(attributes))
    if found.get("embedtype") == "image" and (number := number_in(found.get("id", ""))) is not None:
        return Reference("image", number, alt=found.get("alt", ""))
    return ""
