"""The words of a commune, as they were baked beside its site: who searches reads them there, without a query."""

import json
from collections.abc import Iterable
from functools import lru_cache

from cms.search.french.synonyms import NONE, Meanings, meanings_of
from cms.search.models import OwnWords
from sites.bake.bakery import store_of

# Beside the public folder of a generation. The number grows with the shape of the file.
FILE = "recherche/sens-1.json"


def baked(insee: str) -> Iterable[tuple[str, bytes]]:
    """The private file of a bake, for a commune that has some; one query."""
    lines = lines_of(insee)
    if lines:
        yield FILE, json.dumps(lines, ensure_ascii=False).encode()


def lines_of(insee: str) -> list[list[str]]:
    """What the commune wrote last."""
    found: list[list[str]] | None = (
        OwnWords.objects.filter(commune__insee=insee).values_list("lines", flat=True).first()
    )
    return found or []


def own_meanings(insee: str) -> Meanings:
    """Those of the generation that stands; a file that cannot be read holds none."""
    path = store_of(insee).root / "current" / FILE
    try:
        found = path.stat()
        return _read(str(path.resolve()), found.st_mtime_ns, found.st_ino)
    except (OSError, ValueError):
        return NONE


@lru_cache(maxsize=256)
def _read(path: str, _made: int, _inode: int) -> Meanings:
    with open(path, "rb") as file:  # noqa: PTH123  # a key of the cache is a text
        return meanings_of(json.loads(file.read()))
