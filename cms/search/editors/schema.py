"""The fields of an editors' shard: those that the models declare, under their own names.

``s.<name>`` holds the stems of a ``SearchField``, ``a.<name>`` the words of an ``AutocompleteField``; the fields of a
related row have the name of the relation before theirs. The same name in several models is one field.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import Manager, Model
from django.utils.encoding import force_str
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, RelatedFields, SearchField, get_indexed_models
from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema

from cms.search.analysis import VERSION, French

KINDS: Mapping[type, str] = {SearchField: "s.", AutocompleteField: "a."}
# Characters of a field that are indexed.
LONGEST = 200_000


def declared(model: type[Model]) -> dict[str, float]:
    """Every field of a model and what its words weigh."""
    found: dict[str, float] = {}
    for name, field in _walk(model.get_search_fields()):  # type: ignore[attr-defined]  # of ``Indexed``
        weight = float(getattr(field, "boost", None) or 1.0)
        found[name] = max(found.get(name, 0.0), weight)
    return found


def _walk(fields: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            yield from _walk(field.fields, f"{before}{field.field_name}.")
        elif kind := KINDS.get(type(field)):
            yield f"{kind}{before}{field.field_name}", field


@cache
def weights(model: type[Model]) -> dict[str, float]:
    """The fields of a model, and of those that inherit from it: they are among its rows."""
    found: dict[str, float] = {}
    for other in get_indexed_models():
        if issubclass(other, model):
            found = {**declared(other), **found}
    return {**found, **declared(model)}


@cache
def names() -> tuple[str, ...]:
    """Every field of every model."""
    return tuple(sorted({name for model in get_indexed_models() for name in declared(model)}))


def schema() -> Schema:
    """One for all shards: a new one at each call, as Whoosh keeps what it is given."""
    made = Schema(key=ID(unique=True, stored=True), pk=STORED, models=KEYWORD)
    for name in names():
        whole = name.startswith("a.")
        made.add(name, TEXT(analyzer=French(whole=whole), phrase=not whole))
    return made


def stamp() -> str:
    """Changes with the fields and the analysis."""
    return f"{VERSION} {' '.join(names())}"


def key_of(row: Model) -> str:
    """The same for a row whichever of its classes it is an instance of."""
    return f"{get_model_root(type(row))._meta.label_lower}:{row.pk}"


def document(row: Any) -> dict[str, Any]:
    """A row, as it is indexed."""
    made: dict[str, Any] = {"key": key_of(row), "pk": force_str(row.pk), "models": " ".join(lineage(row.__class__))}
    texts: dict[str, list[str]] = {}
    for name, text in _texts(row, row.get_search_fields()):
        if text:
            texts.setdefault(name, []).append(text)
    return made | {name: "\n".join(found)[:LONGEST] for name, found in texts.items()}


@cache
def lineage(model: Any) -> tuple[str, ...]:
    """The models that a row of ``model`` is an instance of."""
    parents = [base for base in model.__mro__ if hasattr(base, "_meta") and not base._meta.abstract]
    return tuple(base._meta.label_lower for base in parents)


def _texts(row: Any, fields: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field.get_value(row)):
                yield from _texts(related, field.fields, f"{before}{field.field_name}.")
        elif kind := KINDS.get(type(field)):
            yield f"{kind}{before}{field.field_name}", _text(field.get_value(row))


def _related(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value.all()) if isinstance(value, Manager) else [value() if callable(value) else value]


def _text(value: Any) -> str:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return " \n".join(map(_text, value))
    return "" if value is None else force_str(value)
