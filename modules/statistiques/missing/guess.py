"""The page that an old address most likely means, from its words. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from slugify import slugify

EXTENSION = re.compile(r"\.[a-z0-9]{2,5}$", re.IGNORECASE)
CLOSE, LEAST = 0.8, 6  # of the letters, of words of six at least: « vieux » is not « vœux »
SHARED = 0.5  # of the words
EMPTY = frozenset(
    {"index", "page", "pages", "le", "la", "les", "de", "du", "des", "et", "en", "au", "aux", "un", "une"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """A page that is online, and the words of its address and of its title."""

    number: int
    title: str
    slug: str
    words: frozenset[str]


def place(number: int, title: str, path: str) -> Place:
    """``path`` is the address of the page in its site."""
    slug = path.strip("/").rpartition("/")[2]
    return Place(number, title, slug, _words(f"{slug} {title}"))


def best(path: str, places: Iterable[Place], by_slug: Mapping[str, Place]) -> Place | None:
    """The same last word, or most of the words, or almost the same letters; nothing rather than anything."""
    last = slugify(EXTENSION.sub("", unquote(path.partition("?")[0]).rstrip("/").rpartition("/")[2]))
    if not last:
        return None
    if last in by_slug:
        return by_slug[last]
    asked = _words(last)
    scored = ((len(asked & one.words) / len(asked | one.words), one) for one in places) if asked else ()
    score, found = max(scored, key=lambda pair: (pair[0], -pair[1].number), default=(0.0, None))
    if score >= SHARED:
        return found
    close = get_close_matches(last, by_slug, 1, CLOSE) if len(last) >= LEAST else []
    return by_slug[close[0]] if close else None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("sx") for word in slugify(text).split("-") if word and word not in EMPTY)
