"""The small index of a site read by the server, while the whole one is made again: plainer, and at once."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from cms.search.device.index import TEXT
from cms.search.french.synonyms import NONE, Meanings, Wanted, wanted
from sites.store.generations import WWW, Store
from sites.store.manifest import BrokenManifestError

# By the place of a word: ``TITLE``, ``HEAD``, ``TEXT``.
WEIGHTS = (6.0, 2.5, 1.0)
PLACES = TEXT + 1
Row = tuple[float, str, str, str, str]


def find(store: Store, text: str, path: str, own: Meanings = NONE) -> list[Row]:
    """``(score, address, title, kind, summary)``, the best first; none when the site is off line.

    Raises ``BrokenManifestError`` or ``OSError`` when what stands cannot be told.
    """
    manifest = store.current()
    if not manifest.generation:
        if store.generations():
            raise BrokenManifestError(str(store.root))
        return []
    index = json.loads((store.folder(manifest.generation) / WWW / Path(path)).read_bytes())
    return _ranked(index, wanted(text, own))


def _ranked(index: dict[str, Any], asked: list[Wanted]) -> list[Row]:
    scores = [_scores(index["mots"], want) for want in asked]
    total = sum(scores, Counter[int]())
    whole = [rank for rank in total if all(rank in those for those in scores)] or list(total)
    ranked = sorted(whole, key=lambda rank: (-total[rank], rank))
    return [(total[rank], *index["pages"][rank]) for rank in ranked]


def _scores(known: dict[str, list[int]], want: Wanted) -> Counter[int]:
    """How well each page answers one thing asked for: by its own words, or half as well by what stands for them."""
    best = Counter[int]()
    for group, share in ((want.stems, 1.0), *((it, 0.5) for it in want.instead)):
        pages = [{number // PLACES: WEIGHTS[number % PLACES] for number in known.get(word, ())} for word in group]
        for rank in set(pages[0]).intersection(*pages[1:]):
            score = share * sum(page[rank] for page in pages)
            best[rank] = max(best[rank], score)  # type: ignore[assignment]  # a weight, where a counter says a number
    return best
