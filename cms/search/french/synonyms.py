"""Everyday words and what a town hall writes instead, as data: "poubelle" also looks for « collecte des déchets »."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cms.search.french.stems import stem
from cms.search.french.words import everyday_words, stop_words, words

Stems = tuple[str, ...]
# Stems of one name in the words of a commune.
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing looked for: all the ``stems``, or all those of one of ``instead``. ``said`` is how it was typed."""

    stems: Stems
    said: tuple[str, ...]
    instead: tuple[Stems, ...] = ()


@dataclass(frozen=True, slots=True)
class Meanings:
    """Words of one commune: what is said → what is written instead, the words of it, stems of the longest."""

    table: Mapping[Stems, tuple[Stems, ...]] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    longest: int = 0

    def instead_of(self, stems: Stems) -> tuple[Stems, ...]:
        """The commune's own first, then everybody's."""
        return tuple(dict.fromkeys((*self.table.get(stems, ()), *synonyms().get(stems, ()))))


def stems_of(text: str) -> Stems:
    """The stems of a text, in order, without stop words."""
    return tuple(stem(word.text) for word in words(text) if word.text not in stop_words())


def meanings_of(lines: Iterable[Sequence[str]]) -> Meanings:
    """Each line names one thing in several ways, any of which stands for any other."""
    table: dict[Stems, dict[Stems, None]] = {}
    said: set[str] = set()
    for names in lines:
        stems = [own for name in names if (own := stems_of(name))]
        for own in stems:
            table.setdefault(own, {}).update(dict.fromkeys(other for other in stems if other != own))
        said |= {word.text for name in names for word in words(name)}
    found = {own: tuple(others) for own, others in table.items() if others}
    return Meanings(found, frozenset(said) - stop_words(), max(map(len, found), default=0))


NONE = Meanings()


@cache
def synonyms() -> dict[Stems, tuple[Stems, ...]]:
    """What is said → what is written."""
    table: dict[Stems, dict[Stems, None]] = {}
    for entry in everyday_words():
        written = [stems_of(text) for text in entry["ecrit"]]
        for said in entry["dit"]:
            own = stems_of(said)
            table.setdefault(own, {}).update(dict.fromkeys(other for other in written if other != own))
    return {said: tuple(written) for said, written in table.items()}


@cache
def synonyms_said() -> frozenset[str]:
    """The words of what is said, as they are typed."""
    said = (said for entry in everyday_words() for said in entry["dit"])
    return frozenset(word.text for one in said for word in words(one)) - stop_words()


@cache
def _longest() -> int:
    return max(map(len, synonyms()))


def wanted(text: str, own: Meanings = NONE) -> list[Wanted]:
    """What a query looks for: each of its words but the stop words, those that make an expression taken together.

    ``own``: the words of the commune that is searched.
    """
    kept = [word.text for word in words(text) if word.text not in stop_words()]
    return list(_grouped(kept, [stem(word) for word in kept], own))


def _grouped(said: Sequence[str], stems: Sequence[str], own: Meanings) -> Iterator[Wanted]:
    at = 0
    while at < len(stems):
        length = next(_lengths(stems, at, own), 1)
        group = tuple(stems[at : at + length])
        yield Wanted(group, tuple(said[at : at + length]), own.instead_of(group))
        at += length


def _lengths(stems: Sequence[str], at: int, own: Meanings) -> Iterator[int]:
    for length in range(min(max(_longest(), own.longest), len(stems) - at), 0, -1):
        group = tuple(stems[at : at + length])
        if group in synonyms() or group in own.table:
            yield length
