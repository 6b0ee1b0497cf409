"""The backend that modelsearch calls: ``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backend"}}``.

To modelsearch there is one index. Inside, each commune has its shard of Whoosh, and each family of models that belongs
to none has a national one. The database's own index is kept too: it answers queries that keep to no few communes, and
all of them while a shard is being made.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from modelsearch.backends import get_search_backend
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.index import class_is_indexed, get_indexed_models

from cms.search import tasks
from cms.search.editors import building, leaving, places
from cms.search.editors.bounds import places_within
from cms.search.editors.places import Place
from cms.search.editors.queries import unquoted
from cms.search.editors.results import Compiler, Completer, Results
from cms.search.shards import Shard

DATABASE = "modelsearch.backends.database"


class Facade(BaseIndex):
    """The one index that modelsearch sees."""

    def add_model(self, model: type[Model]) -> None:
        """Nothing to prepare in a shard."""
        self._in_database(model).add_model(model)

    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        """Index rows, in the database and in their shards."""
        rows = list(items)
        if rows and class_is_indexed(model):
            self._in_database(model).add_items(model, rows)
            building.put(model, rows)

    def delete_item(self, item: Any) -> None:
        """Forget a row."""
        self._in_database(type(item)).delete_item(item)
        leaving.drop(item)

    def reset(self) -> None:
        """Forget everything."""
        self.backend.database.reset_indexes()
        for place in places.every(get_indexed_models()):
            self.backend.shard(place).remove()

    def _in_database(self, model: type[Model]) -> Any:
        return self.backend.database.get_index_for_model(model)


class InDatabase(Facade):
    """What a rebuild hands rows to: shards are made afterwards, one by one, from the database."""

    def add_items(self, model: type[Model], items: Iterable[Any]) -> None:
        """Index rows in the database alone."""
        self._in_database(model).add_items(model, list(items))


class Rebuilder:
    """``update_index``: the database's index, then every shard aside, each swapped when it is whole."""

    def __init__(self, index: Facade) -> None:
        self.backend = index.backend
        self.database = self.backend.database.rebuilder_class
        self.rebuilders: list[Any] = []

    def start(self) -> InDatabase:
        """The index to fill."""
        if self.database is not None:
            self.rebuilders = [self.database(index) for index in self.backend.database.all_indexes()]
        for rebuilder in self.rebuilders:
            rebuilder.start()
        return InDatabase(self.backend)

    def finish(self) -> None:
        """Every row is in the database."""
        for rebuilder in self.rebuilders:
            rebuilder.finish()
        for place in places.every(get_indexed_models()):
            building.build(place)


class SearchBackend(BaseSearchBackend):
    """Whoosh, in shards."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = Completer
    index_class = Facade
    results_class = Results
    rebuilder_class = Rebuilder
    # An index that cannot be written to is made again later: it must not keep anybody from saving.
    catch_indexing_errors = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.database = get_search_backend(DATABASE, **params)

    def shard(self, place: Place) -> Shard:
        """The index of one place."""
        return building.shard_of(place)

    def ask_for(self, place: Place) -> None:
        """Have a missing shard made by the worker."""
        tasks.ask_for(place.name)

    def in_database(self, compiler: Compiler) -> Any:
        """The same question to the database's own search."""
        ask = self.database.autocomplete if compiler.prefix else self.database.search
        return ask(
            compiler.query, compiler.queryset, fields=compiler.fields, order_by_relevance=compiler.order_by_relevance
        )

    def _search(self, query_compiler_class: type[Compiler], query: Any, model_or_queryset: Any, **options: Any) -> Any:
        rows: QuerySet[Any] = (
            model_or_queryset if isinstance(model_or_queryset, QuerySet) else model_or_queryset.objects.all()
        )
        query = unquoted(query)
        if not class_is_indexed(rows.model):
            return super()._search(query_compiler_class, query, rows, **options)
        found: Sequence[Place] | None = places_within(rows)
        if found is None:
            ask = self.database.autocomplete if query_compiler_class.prefix else self.database.search
            return ask(query, rows, **options)
        results = super()._search(query_compiler_class, query, rows, **options)
        results.places = found
        return results
