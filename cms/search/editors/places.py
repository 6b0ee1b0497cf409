"""Where a row is indexed: in the shard of the commune it belongs to, or in a national one.

Models are found by the registry and recognised by their fields, so that this also serves a project of other models:
modelsearch's own tests are one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, Model, Q, QuerySet
from modelsearch.backends.base import get_model_root

from sites.tenancy.paths import COMMUNE_DEPTH, STEP, within

HOME = STEP * COMMUNE_DEPTH  # length of the path of a commune's home page, and of its collection


@dataclass(frozen=True, slots=True)
class Link:
    """How the rows of a model name their commune: ``row`` leads to what ``commune`` also leads to.

    ``paths`` when it is a place in a tree, at or below that of the commune.
    """

    row: str
    commune: str
    paths: bool = True

    def value(self, row: Any) -> Any:
        """What a row says of its commune."""
        for name in self.row.split("__"):
            row = getattr(row, name)
        return row[:HOME] if self.paths else row

    def condition(self, value: Any) -> Q:
        """The rows of one commune."""
        return within(self.row, [value]) if self.paths else Q(**{self.row: value})


@dataclass(frozen=True, slots=True)
class Place:
    """A shard: its name on the disk, and the rows that belong there.

    ``commune`` holds, for a commune, what each ``Link.commune`` leads to; a national shard holds one family of models.
    """

    name: str
    commune: tuple[tuple[str, Any], ...] = ()
    family: type[Model] | None = None

    def rows(self, model: type[Model]) -> "QuerySet[Any] | None":
        """What is to be indexed of a model; None when nothing of it belongs here."""
        link = link_of(model)
        if (link is None) != (self.family is not None) or (self.family and get_model_root(model) is not self.family):
            return None
        rows: QuerySet[Any] = model.get_indexed_objects()  # type: ignore[attr-defined]  # of ``Indexed``
        return rows if link is None else rows.filter(link.condition(dict(self.commune)[link.commune]))


@cache
def link_of(model: type[Model]) -> Link | None:
    """How a model's rows name their commune; None for what belongs to the whole country."""
    pages = getattr(settings, "WAGTAIL_PAGE_MODEL", "")
    if pages and issubclass(model, apps.get_model(pages)):
        return Link("path", "site__root_page__path")
    targets = {field.name: field.related_model for field in model._meta.get_fields() if isinstance(field, ForeignKey)}
    labels = {name: getattr(target, "_meta", None) and target._meta.label for name, target in targets.items()}
    if labels.get("collection") == "wagtailcore.Collection":
        return Link("collection__path", "collection__path")
    return Link("commune_id", "pk", paths=False) if labels.get("commune") == "sites.Commune" else None


def national(model: type[Model]) -> Place:
    """The shard of a family of models that belong to no commune."""
    root = get_model_root(model)
    return Place(f"national-{root._meta.label_lower}", family=root)


COLUMNS = ("site__root_page__path", "collection__path", "pk")


def communes(where: Q) -> list[tuple[Place, dict[str, Any]]]:
    """The shards of some communes, each with what rows say of it; one query."""
    rows = apps.get_model("sites.Commune")._default_manager.filter(where).values_list("insee", *COLUMNS)
    found = [(insee, dict(zip(COLUMNS, values, strict=True))) for insee, *values in rows.order_by("insee")]
    return [(Place(insee, tuple(known.items())), known) for insee, known in found]


def places_of(model: type[Model], rows: Sequence[Any]) -> dict[Place, list[Any]]:
    """Rows of a model by the shard they belong to; those above all communes belong to none."""
    link = link_of(model)
    if link is None:
        return {national(model): list(rows)} if rows else {}
    values = [link.value(row) for row in rows]
    known = {known[link.commune]: place for place, known in communes(Q(**{f"{link.commune}__in": set(values)}))}
    found: dict[Place, list[Any]] = {}
    for row, value in zip(rows, values, strict=True):
        if value in known:
            found.setdefault(known[value], []).append(row)
    return found


def every(models: Iterable[type[Model]], name: str = "") -> Iterator[Place]:
    """The shards that there should be, national ones first; with ``name``, the one of that name."""
    families = {place.name: place for model in models if link_of(model) is None for place in [national(model)]}
    yield from (place for place in families.values() if name in ("", place.name))
    if name not in families and apps.is_installed("sites"):
        yield from (place for place, _known in communes(Q(insee=name) if name else Q()))
