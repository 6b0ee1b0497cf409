"""From what modelsearch asks to what Whoosh understands."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText
from whoosh import query as whoosh

from cms.search.french.faults import allowed
from cms.search.french.synonyms import Wanted, stems_of, wanted
from cms.search.french.words import words

# Of the words asked for, what others stand for them weigh.
SYNONYM = 0.4
LONGEST_QUERY = 500  # characters
MOST_WORDS = 24


class Either(whoosh.Or):
    """Any of its queries, met one after the other: loading all their matches first takes twice as long."""

    matcher_type = whoosh.Or.DEFAULT_MATCHER


def compiled(query: Any, weights: Mapping[str, float], *, prefix: bool = False, boost: float = 1.0) -> whoosh.Query:
    """``query`` over these fields; with ``prefix``, over whole words, the last of which is being typed."""

    def again(other: Any, by: float = 1.0) -> whoosh.Query:
        return compiled(other, weights, prefix=prefix, boost=boost * by)

    if isinstance(query, (And, Or)):
        join = whoosh.And if isinstance(query, And) else Either
        return join([again(other) for other in query.subqueries])
    if isinstance(query, Not):
        return whoosh.And([whoosh.Every(), whoosh.Not(again(query.subquery))])
    if isinstance(query, Boost):
        return again(query.subquery, query.boost)
    return whoosh.Every() if isinstance(query, MatchAll) else _leaf(query, weights, prefix=prefix, boost=boost)


def unquoted(query: Any) -> Any:
    """``query`` without the quotation mark that somebody typed alone: the database of SQLite reads its own in it."""
    if isinstance(query, str):
        return query.replace('"', " ")
    if isinstance(query, PlainText):
        return PlainText(query.query_string.replace('"', " "), query.operator, query.boost)
    if isinstance(query, (And, Or)):
        return type(query)([unquoted(other) for other in query.subqueries])
    return query


def _leaf(query: Any, weights: Mapping[str, float], *, prefix: bool, boost: float) -> whoosh.Query:
    if isinstance(query, Phrase) and prefix:  # fields of beginnings do not know where words stand
        return _joined("and", typed(query.query_string[:LONGEST_QUERY], weights, boost))
    if isinstance(query, Phrase):
        return _phrase(query.query_string[:LONGEST_QUERY], weights, boost)
    if isinstance(query, Fuzzy):
        return _joined(query.operator, fuzzy_words(query.query_string[:LONGEST_QUERY], weights))
    if isinstance(query, PlainText):
        text, boost = query.query_string[:LONGEST_QUERY], boost * query.boost
        made = typed(text, weights, boost) if prefix else said(text, weights, boost)
        return _joined(query.operator, made)
    raise NotImplementedError(f"{type(query).__name__} is not supported by the Whoosh backend.")


def _joined(operator: str, queries: Iterable[whoosh.Query]) -> whoosh.Query:
    found = list(queries)[:MOST_WORDS]
    if not found:
        return whoosh.NullQuery
    return whoosh.And(found) if operator == "and" else Either(found)


def said(text: str, weights: Mapping[str, float], boost: float = 1.0) -> list[whoosh.Query]:
    """One query for each thing that a text asks for, its synonyms included."""
    return [one(want, weights, boost) for want in wanted(text)]


def one(want: Wanted, weights: Mapping[str, float], boost: float = 1.0) -> whoosh.Query:
    """A word or an expression, or what is written instead of it."""
    own = all_of(want.stems, weights, boost)
    if not want.instead:
        return own
    return Either([own, *(all_of(stems, weights, boost * SYNONYM) for stems in want.instead)])


def all_of(stems: Iterable[str], weights: Mapping[str, float], boost: float = 1.0) -> whoosh.Query:
    """Each of these stems, in any field."""
    made = [
        anywhere(weights, lambda field, weight, stem=stem: whoosh.Term(field, stem, weight * boost)) for stem in stems
    ]
    return made[0] if len(made) == 1 else whoosh.And(made)


def anywhere(weights: Mapping[str, float], make: Callable[..., whoosh.Query]) -> whoosh.Query:
    """The same in every field."""
    made = [make(field, weight) for field, weight in weights.items()]
    return made[0] if len(made) == 1 else Either(made)


def typed(text: str, weights: Mapping[str, float], boost: float = 1.0) -> list[whoosh.Query]:
    """Whole words; the last one is a beginning."""
    found = [word.text for word in words(text)]
    made = [anywhere(weights, lambda field, weight, it=it: whoosh.Term(field, it, weight * boost)) for it in found[:-1]]
    ends = [
        anywhere(weights, lambda field, weight, it=it: whoosh.Prefix(field, it, weight * boost)) for it in found[-1:]
    ]
    return made + ends


def fuzzy_words(text: str, weights: Mapping[str, float]) -> list[whoosh.Query]:
    """Each word, and those that differ by a letter or two."""
    return [
        anywhere(weights, lambda field, weight, stem=stem: whoosh.FuzzyTerm(field, stem, weight, allowed(stem), 1))
        if allowed(stem)
        else all_of([stem], weights)
        for stem in stems_of(text)
    ]


def _phrase(text: str, weights: Mapping[str, float], boost: float) -> whoosh.Query:
    stems = stems_of(text)[:MOST_WORDS]
    if len(stems) < 2:  # noqa: PLR2004  # a phrase has two words
        return all_of(stems, weights, boost) if stems else whoosh.NullQuery
    return anywhere(weights, lambda field, weight: whoosh.Phrase(field, list(stems), boost=weight * boost))
