"""Everyday words and what a town hall writes instead, as data: "poubelle" also looks for « collecte des déchets »."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from cms.search.french.stems import stem
from cms.search.french.words import DATA, stop_words, words

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing looked for: all the ``stems``, or all those of one of ``instead``. ``said`` is how it was typed."""

    stems: Stems
    said: tuple[str, ...]
    instead: tuple[Stems, ...] = ()


def stems_of(text: str) -> Stems:
    """The stems of a text, in order, without stop words."""
    return tuple(stem(word.text) for word in words(text) if word.text not in stop_words())


@cache
def synonyms() -> dict[Stems, tuple[Stems, ...]]:
    """What is said → what is written."""
    table: dict[Stems, dict[Stems, None]] = {}
    entries = tomllib.loads((DATA / "synonymes.toml").read_text(encoding="utf-8"))["sens"]
    for entry in entries:
        written = [stems_of(text) for text in entry["ecrit"]]
        for said in entry["dit"]:
            own = stems_of(said)
            table.setdefault(own, {}).update(dict.fromkeys(other for other in written if other != own))
    return {said: tuple(written) for said, written in table.items()}


@cache
def synonyms_said() -> frozenset[str]:
    """The words of what is said, as they are typed."""
    entries = tomllib.loads((DATA / "synonymes.toml").read_text(encoding="utf-8"))["sens"]
    return frozenset(word.text for entry in entries for said in entry["dit"] for word in words(said)) - stop_words()


@cache
def _longest() -> int:
    return max(map(len, synonyms()))


def wanted(text: str) -> list[Wanted]:
    """What a query looks for: each of its words but the stop words, those that make an expression taken together."""
    kept = [word.text for word in words(text) if word.text not in stop_words()]
    return list(_grouped(kept, [stem(word) for word in kept]))


def _grouped(said: Sequence[str], stems: Sequence[str]) -> Iterator[Wanted]:
    at = 0
    while at < len(stems):
        length = next(_lengths(stems, at), 1)
        own = tuple(stems[at : at + length])
        yield Wanted(own, tuple(said[at : at + length]), synonyms().get(own, ()))
        at += length


def _lengths(stems: Sequence[str], at: int) -> Iterator[int]:
    for length in range(min(_longest(), len(stems) - at), 0, -1):
        if tuple(stems[at : at + length]) in synonyms():
            yield length
