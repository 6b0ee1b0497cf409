"""Rows found: the shard says which and how well, the database which of them the queryset holds, and in what order."""

from collections import OrderedDict
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError
from modelsearch.query import MatchAll
from whoosh import query as whoosh

from cms.search.damage import ShortageError
from cms.search.editors import schema
from cms.search.editors.places import Place
from cms.search.editors.queries import compiled
from cms.search.shards import MissingShardError

# Rows that a query names one by one: beyond, the database does it all.
MOST_ROWS = 20_000


class Compiler(BaseSearchQueryCompiler):
    """Whole words."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    prefix = False
    kind = "s."

    @property
    def is_everything(self) -> bool:
        """Whether nothing is looked for: the queryset is the answer."""
        return isinstance(self.query, MatchAll)

    def weights(self) -> dict[str, float]:
        """The fields looked in."""
        found = {name: by for name, by in schema.weights(self.queryset.model).items() if name.startswith(self.kind)}
        if self.fields is not None:
            found = {name: by for name, by in found.items() if name.removeprefix(self.kind) in self.fields}
        return found

    def compiled(self) -> whoosh.Query:
        """What to ask a shard."""
        weights = self.weights()
        return compiled(self.query, weights, prefix=self.prefix) if weights else whoosh.NullQuery


class Completer(Compiler):
    """Words of which the last is being typed."""

    prefix = True
    kind = "a."


class Results(BaseSearchResults):
    """Lazy, as modelsearch asks. While a shard is missing, the database's own search answers."""

    supports_facet = True
    places: list[Place]

    def _clone(self) -> "Results":
        clone: Results = super()._clone()
        clone.places = self.places
        return clone

    @cached_property
    def _scores(self) -> dict[Any, float] | None:
        """How well each row answers, by its key; None when the database must say."""
        model = self.query_compiler.queryset.model
        asked, kind = self.query_compiler.compiled(), whoosh.Term("models", model._meta.label_lower)
        found: dict[Any, float] = {}
        for place in self.places:
            try:
                with self.backend.shard(place).reading() as searcher:
                    for hit in searcher.search(asked, limit=None, filter=kind):
                        found[hit["pk"]] = hit.score
            except MissingShardError:
                self.backend.ask_for(place)
                return None
            except ShortageError:
                return None
        to_python = model._meta.pk.to_python
        return {to_python(pk): score for pk, score in found.items()} if len(found) <= MOST_ROWS else None

    def _rows(self) -> "QuerySet[Any] | None":
        """What answers, unsorted; None when the database must say."""
        queryset: QuerySet[Any] = self.query_compiler.queryset
        if self.query_compiler.is_everything:
            return queryset
        return None if self._scores is None else queryset.filter(pk__in=self._scores)

    def _elsewhere(self) -> Any:
        """The same question to the database's own search."""
        results = self.backend.in_database(self.query_compiler)
        results.start, results.stop, results._score_field = self.start, self.stop, self._score_field  # noqa: SLF001
        return results

    def _do_search(self) -> list[Any]:
        rows = self._rows()
        if rows is None:
            return list(self._elsewhere())
        if self.query_compiler.order_by_relevance and not self.query_compiler.is_everything:
            return self._by_relevance(rows)
        if not rows.query.order_by and not self.query_compiler.order_by_relevance:
            rows = rows.order_by("-pk")
        return [self._scored(row) for row in rows[self.start : self.stop]]

    def _by_relevance(self, rows: "QuerySet[Any]") -> list[Any]:
        scores = self._scores or {}
        keys = set(rows.order_by().values_list("pk", flat=True))
        wanted = sorted(keys, key=lambda pk: (scores[pk], pk), reverse=True)[self.start : self.stop]
        found = {row.pk: row for row in rows.filter(pk__in=wanted)}
        return [self._scored(found[pk]) for pk in wanted if pk in found]

    def _scored(self, row: Any) -> Any:
        if self._score_field:
            setattr(row, self._score_field, float((self._scores or {}).get(row.pk, 0.0)))
        return row

    def _do_count(self) -> int:
        rows = self._rows()
        if rows is None:
            count: int = self._elsewhere().count()
            return count
        total = rows.order_by().values("pk").distinct().count()
        return max(0, (total if self.stop is None else min(self.stop, total)) - self.start)

    def facet(self, field_name: str) -> "OrderedDict[Any, int]":
        """How many rows have each value of a filterable field, the most frequent first."""
        if self.query_compiler._get_filterable_field(field_name) is None:  # noqa: SLF001  # the seam of modelsearch
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". '
                f"Please add index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        rows = self._rows()
        if rows is None:
            counted: OrderedDict[Any, int] = self._elsewhere().facet(field_name)
            return counted
        counts = rows.order_by().values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in counts)
