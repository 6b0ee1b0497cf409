"""What visitors ask of a site, and what they are answered. No query of the database, save to ask for a lost index.

First every word must be there, or what stands for it; if nothing is found the words that the site does not know are
corrected; if nothing is found still, some of the words will do. The answer says which of these it is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup
from whoosh import query as whoosh

from cms.search import device
from cms.search.damage import ShortageError
from cms.search.device import find as small
from cms.search.editors.queries import LONGEST_QUERY, Either, one
from cms.search.french.extracts import extract, marked
from cms.search.french.faults import allowed, nearest
from cms.search.french.stems import stem
from cms.search.french.synonyms import Meanings, Wanted, stems_of, synonyms_said, wanted
from cms.search.french.words import stop_words, weak_words, words
from cms.search.own.shelf import own_meanings
from cms.search.shards import MissingShardError, Shard
from cms.search.visitors.answers import PER_PAGE, Answer, Choice, Hit
from cms.search.visitors.marks import lost
from cms.search.visitors.schema import BEGINNING, WEIGHTS, WHOLE, shard_of
from sites.bake.bakery import store_of
from sites.models import Commune
from sites.store.manifest import BrokenManifestError

Result = TypeVar("Result")
FACETS = ("kind", "rubrique", "year")
TITLE = {"title": WEIGHTS["title"]}
MOST_HITS = 2_000
SUGGESTIONS = 6
# Things asked for, beyond which the others are left aside: each is looked for in every field, with all its synonyms.
MOST_WORDS = 10
# Things asked for, from which one may be missing; beyond the last, a query would hold each of them too many times.
FORGIVING_FROM, FORGIVING_TO = 3, 6


class UnavailableError(Exception):
    """The index of the site is being made by somebody else; in a moment it answers."""


def find(commune: Commune, text: str, filters: Mapping[str, str] | None = None, page: int = 1) -> Answer:
    """Search the site of a commune. ``filters`` are values of ``FACETS``; a page beyond the last is the last.

    Raises ``UnavailableError``.
    """
    try:
        return find_in(shard_of(commune.insee), commune, text, filters, page)
    except MissingShardError:
        lost(commune)
        return _reduced(commune, _typed(text), page, own_meanings(commune.insee))


def find_in(
    shard: Shard,
    commune: Commune,
    text: str,
    filters: Mapping[str, str] | None = None,
    page: int = 1,
    *,
    as_said: bool = False,
) -> Answer:
    """The same in one index, for the visitors of a commune. Raises ``MissingShardError``, ``UnavailableError``.

    ``as_said``: what holds the words themselves comes before what holds others instead. A town hall writes « état
    civil » for « acte de naissance »; the guide has a sheet of each.
    """
    text = _typed(text)
    chosen = {name: value for name, value in (filters or {}).items() if name in FACETS and value}
    own = own_meanings(commune.insee)
    asked = wanted(text, own)[:MOST_WORDS]
    if not asked:
        return Answer(text)
    place = frozenset(stems_of(commune.name))

    def ask(searcher: Any) -> _Matches:
        return _Search(searcher, text, asked, chosen, page, place, own, as_said=as_said).matches()

    matches = _reading(shard, ask)
    return _told(text, chosen, matches)


def _typed(text: str) -> str:
    return " ".join(text[:LONGEST_QUERY].split())


def suggest(commune: Commune, text: str) -> list[tuple[str, str]]:
    """Titles that begin as one types, each with its address. Raises ``UnavailableError``."""
    try:
        return suggest_in(shard_of(commune.insee), text)
    except MissingShardError as error:
        lost(commune)
        raise UnavailableError from error


def suggest_in(shard: Shard, text: str) -> list[tuple[str, str]]:
    """The same in one index. Raises ``MissingShardError``, ``UnavailableError``."""
    typed = [word.text for word in words(text[:LONGEST_QUERY])][:MOST_WORDS]
    if not typed:
        return []
    asked = whoosh.And([*(whoosh.Term(BEGINNING, it) for it in typed[:-1]), whoosh.Prefix(BEGINNING, typed[-1])])

    def ask(searcher: Any) -> list[tuple[str, str]]:
        return [(hit["title"], hit["key"]) for hit in searcher.search(asked, limit=SUGGESTIONS)]

    return _reading(shard, ask)


def _reading(shard: Shard, ask: Callable[[Any], Result]) -> Result:
    """What an open index answers. Raises ``MissingShardError``, ``UnavailableError``."""
    try:
        with shard.reading() as searcher:
            return ask(searcher)
    except ShortageError as error:
        raise UnavailableError from error


def _reduced(commune: Commune, text: str, page: int, own: Meanings) -> Answer:
    """What the small index baked with the site answers, while the other one is made."""
    try:
        rows = small.find(store_of(commune.insee), text, device.PATH, own)
    except (BrokenManifestError, OSError) as error:
        raise UnavailableError from error
    stems = set(stems_of(text))
    page = min(max(1, page), _pages(len(rows)))
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    hits = [
        Hit(url, Markup(marked(title, stems)), Markup(extract(summary, stems)), kind, "", None, score)  # noqa: S704
        for score, url, title, kind, summary in shown
    ]
    return Answer(text, hits, len(rows), page, _pages(len(rows)), reduced=True)


class _Found(NamedTuple):
    """A document of the index, and the values that narrow an answer."""

    number: int
    score: float
    values: Mapping[str, str]

    def is_among(self, chosen: Mapping[str, str]) -> bool:
        """Whether it has all these values."""
        return all(self.values[name] == value for name, value in chosen.items())


class _Matches(NamedTuple):
    """What an index answers, read whole: it is closed before the answer is written, that our faults are not its own.

    ``shown`` holds what is stored of the results of one page, ``total`` how many there are with the filters.
    """

    found: Sequence[_Found]
    asked: Sequence[Wanted]
    total: int
    page: int
    shown: Sequence[tuple[float, Mapping[str, Any]]]
    corrected: str
    partial: bool


class _Search:
    """One question to one open index."""

    def __init__(
        self,
        searcher: Any,
        text: str,
        asked: Sequence[Wanted],
        chosen: Mapping[str, str],
        page: int,
        place: frozenset[str],
        own: Meanings,
        *,
        as_said: bool,
    ) -> None:
        self.searcher = searcher
        self.text = text
        self.asked = asked
        self.chosen = chosen
        self.page = page
        self.place = place  # stems of the name of the commune: every page is about it
        self.own = own
        self.as_said = as_said

    def matches(self) -> _Matches:
        """The first of the three ways that finds something."""
        if found := self._hits(self._ordered(self.asked)):
            return self._matched(found, self.asked)
        corrected = self._corrected()
        mended = wanted(corrected, self.own)[:MOST_WORDS] if corrected else self.asked
        if corrected and (found := self._hits(self._ordered(mended))):
            return self._matched(found, mended, corrected)
        found = self._hits(Either(_each(mended))) if len(mended) > 1 else []
        return self._matched(found, mended, corrected if found else "", partial=bool(found))

    def _matched(
        self, found: Sequence[_Found], asked: Sequence[Wanted], corrected: str = "", *, partial: bool = False
    ) -> _Matches:
        kept = [it for it in found if it.is_among(self.chosen)]
        page = min(max(1, self.page), _pages(len(kept)))
        shown = kept[(page - 1) * PER_PAGE : page * PER_PAGE]
        stored = [(it.score, self.searcher.stored_fields(it.number)) for it in shown]
        return _Matches(found, asked, len(kept), page, stored, corrected, partial)

    def _hits(self, asked: whoosh.Query) -> list[_Found]:
        """The best first. Facets come from columns: reading each document whole takes ten times as long."""
        found = list(self.searcher.search(asked, limit=MOST_HITS).items())
        if not found:
            return []
        columns = {name: self.searcher.reader().column_reader(name) for name in FACETS}
        return [
            _Found(number, score, {name: column[number] for name, column in columns.items()}) for number, score in found
        ]

    def _all(self, asked: Sequence[Wanted]) -> whoosh.Query:
        """Everything asked for, less the weak words; of three things to six, one may be missing, and counts."""
        strong = [want for want in asked if not self._is_weak(want)] or list(asked)
        needed, weak = _each(strong), _each([want for want in asked if want not in strong])
        query = whoosh.And(needed)
        if FORGIVING_FROM <= len(needed) <= FORGIVING_TO:
            query = Either([query, *(whoosh.And([*needed[:i], *needed[i + 1 :]]) for i in range(len(needed)))])
        return whoosh.AndMaybe(query, Either(weak)) if weak else query

    def _ordered(self, asked: Sequence[Wanted]) -> whoosh.Query:
        """Everything asked for; where wanted, first what holds the words themselves, above all in its title."""
        query = self._all(asked)
        if not self.as_said:
            return query
        said = [replace(want, instead=()) for want in asked]
        titled = whoosh.And([one(want, TITLE) for want in said])
        return whoosh.AndMaybe(whoosh.AndMaybe(query, self._all(said)), titled)

    def _is_weak(self, want: Wanted) -> bool:
        weak = weak_words()
        said = all(word in weak or word.removesuffix("s") in weak for word in want.said)
        return said or set(want.stems) <= self.place

    def _corrected(self) -> str:
        """The words, those that the site does not know replaced by the nearest that it, or a synonym, knows."""
        reader = self.searcher.reader()
        said = [word.text for word in words(self.text)]
        unknown = [word for word in dict.fromkeys(said) if not (word in stop_words() or self._knows(reader, word))]
        better = {word: near for word in unknown[:MOST_WORDS] if (near := self._nearest(reader, word))}
        return " ".join(better.get(word, word) for word in said) if better else ""

    def _knows(self, reader: Any, word: str) -> bool:
        return any((name, stem(word)) in reader for name in WEIGHTS) or word in self.own.said | synonyms_said()

    def _nearest(self, reader: Any, word: str) -> str:
        if not allowed(word):
            return ""
        near = [text if isinstance(text, str) else text.decode() for text in reader.terms_within(WHOLE, word, 2)]
        known = [(text, reader.doc_frequency(WHOLE, text)) for text in near]
        return nearest(word, [*known, *((said, 0) for said in self.own.said | synonyms_said())])


def _pages(total: int) -> int:
    return max(1, -(-total // PER_PAGE))


def _told(text: str, chosen: Mapping[str, str], matches: _Matches) -> Answer:
    stems = {it for want in matches.asked for group in (want.stems, *want.instead) for it in group}
    return Answer(
        words=text,
        hits=[_hit(score, stored, stems) for score, stored in matches.shown],
        total=matches.total,
        page=matches.page,
        pages=_pages(matches.total),
        facets={name: _choices(name, matches.found, chosen) for name in FACETS},
        corrected=matches.corrected,
        partial=matches.partial,
    )


def _choices(name: str, found: Iterable[_Found], chosen: Mapping[str, str]) -> list[Choice]:
    """The values of a facet among what the other choices leave; those of years from the last to the first."""
    others = {other: value for other, value in chosen.items() if other != name}
    counts = Counter(it.values[name] for it in found if it.is_among(others))
    counts.pop("", None)
    ranked = sorted(counts.items(), reverse=True) if name == "year" else counts.most_common()
    return [Choice(value, count, chosen.get(name) == value) for value, count in ranked]


def _hit(score: float, stored: Mapping[str, Any], stems: set[str]) -> Hit:
    shown = stored["summary"] or ""
    if "<mark>" not in extract(shown, stems):
        shown = stored["shown"] or shown
    return Hit(
        url=stored["key"],
        title=Markup(marked(stored["title"], stems)),  # noqa: S704  # both escape what they mark
        extract=Markup(extract(shown, stems)),  # noqa: S704
        kind=stored["kind"],
        rubrique=stored["rubrique"],
        day=date.fromisoformat(stored["day"]) if stored["day"] else None,
        score=score,
    )


def _each(asked: Iterable[Wanted]) -> list[whoosh.Query]:
    return [one(want, WEIGHTS) for want in asked]
