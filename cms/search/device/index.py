"""A site as a few words, for the script that searches it on the device (``themes/base/static/search-device.js``).

It holds all that the script must know of French too, so that both read words alike: endings, words left out, synonyms.
What documents say is not in it: they are found by their title.
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from cms.search.french.stems import ENDINGS, SHORTEST, stem
from cms.search.french.synonyms import NONE, Meanings, Stems, stems_of, synonyms
from cms.search.french.words import stop_words, vocabulary, weak_words
from cms.search.visitors.entries import Entry
from cms.search.visitors.reading import SKIPPED

# Characters read of a page, and of all of them: the file stays small however many pages there are.
OF_A_PAGE, OF_ALL = 4_000, 1_500_000
SUMMARY = 160  # characters shown below a title
# Where a word stands, by its number in the file: in the title, in what heads the page, in the rest.
TITLE, HEAD, TEXT = range(3)
_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
# Of links, the text is for the most part the title of another page.
_SKIPPED = re.compile(rf"<({'|'.join(sorted(SKIPPED))}|a|h1)\b.*?</\1>", re.DOTALL)
_HEADING = re.compile(r"<h[2-6]\b[^>]*>(.*?)</h[2-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def index(entries: Iterable[Entry], pages: Mapping[str, str], place: str, own: Meanings = NONE) -> bytes:
    """The file (JSON). ``pages`` are the public HTML by path, ``place`` the name of the commune: all is about it.

    ``pages``: ``[address, title, kind and rubrique, summary]`` each; ``mots``: stem to numbers, each the rank of a page
    times three, plus ``TITLE``, ``HEAD`` or ``TEXT``.
    """
    listed = sorted(entries, key=lambda entry: entry.url)
    length = min(OF_A_PAGE, OF_ALL // max(1, len(listed)))
    found: dict[str, list[int]] = defaultdict(list)
    for rank, entry in enumerate(listed):
        for word, where in _words(entry, pages.get(entry.page, ""), length).items():
            found[word].append(rank * 3 + where)
    known = frozenset(found)
    told = {
        "pages": [
            [it.url, it.title, " · ".join(filter(None, (it.kind, it.rubrique))), it.summary[:SUMMARY]] for it in listed
        ],
        "mots": dict(sorted(found.items())),
        "vides": sorted(stop_words()),
        "faibles": sorted(weak_words() | set(stems_of(place))),
        "fins": ENDINGS,
        "court": SHORTEST,
        "sens": dict(_meanings(known, own)),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _words(entry: Entry, html: str, length: int) -> dict[str, int]:
    """Each stem of an entry, with the best place where it stands."""
    headings, text = _read(html, length) if html else (frozenset[str](), frozenset[str]())
    places = {
        TEXT: text | _stems(entry.words),
        HEAD: headings | _stems(f"{entry.summary} {entry.kind} {entry.rubrique}"),
        TITLE: _stems(entry.title),
    }
    return {word: where for where, those in places.items() for word in those}


@lru_cache(maxsize=2_000)
def _read(html: str, length: int) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of the headings and of the beginning of the text, as the bake wrote them: no parser is needed."""
    main = _MAIN.search(html)
    kept = _SKIPPED.sub(" ", main[1]) if main else ""
    headings = " ".join(_HEADING.findall(kept))
    text = _plain(_HEADING.sub(" ", kept))[:length]
    return _stems(_plain(headings)), _stems(text)


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, vocabulary(text) - stop_words()))


def _meanings(known: Collection[str], own: Meanings) -> Iterator[tuple[str, list[list[str]]]]:
    """What is said → what this site writes instead."""
    for said in sorted({*synonyms(), *own.table}):
        if here := [list(group) for group in own.instead_of(said) if _all(group, known)]:
            yield " ".join(said), here


def _all(group: Stems, known: Collection[str]) -> bool:
    return all(word in known for word in group)


def public(entries: Mapping[str, Entry], items: Mapping[str, Any], place: str, own: Meanings = NONE) -> bytes:
    """The file for the pages that a bake has rendered."""
    pages = {it.page: items[it.page].content.decode() for it in entries.values() if it.page in items and it.page}
    return index(entries.values(), pages, place, own)
