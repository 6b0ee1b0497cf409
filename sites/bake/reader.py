"""The queries of a bake, and there are no others: nine for the commune, one or two for each active module.

Rows come as tuples, StreamFields as the JSON text of their column: no model is built, no block is bound. Every query
is bounded by the commune (path range, collection, site), so that a reference to another commune finds nothing.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db.models import ExpressionWrapper, F, Model, Q, QuerySet, TextField
from django.utils import timezone
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string

from sites.modules import Module

if TYPE_CHECKING:
    from sites.models import Commune

Row = tuple[Any, ...]
STEP = 4  # characters of a materialised path for one level of the tree
BASE_COLUMNS = (
    "pk",
    "path",
    "depth",
    "title",
    "slug",
    "url_path",
    "show_in_menus",
    "seo_title",
    "search_description",
    "first_published_at",
    "last_published_at",
)
RENDITIONS = (
    "pk",
    "title",
    "file",
    "width",
    "height",
    "focal_point_x",
    "focal_point_y",
    "file_hash",
    "renditions__filter_spec",
    "renditions__file",
    "renditions__width",
    "renditions__height",
    "renditions__focal_point_key",
)
SETTINGS = {"mairie": "cms.Mairie", "identity": "cms.Identity"}
DECLARATION = "accessibilite.Declaration"


@dataclass(frozen=True, slots=True)
class PageType:
    """A page model, as the snapshot sees it: ``columns`` are its own, ``streams`` those that hold JSON."""

    name: str
    template: str
    module: str
    accessor: str
    columns: tuple[str, ...]
    streams: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageRow:
    """One live page: the columns every page has, by name, and the fields of its type."""

    type: PageType
    base: Mapping[str, Any]
    fields: dict[str, Any]


def model_named(label: str) -> type[Model]:
    """A model found through the registry: this layer imports none of those above it."""
    return apps.get_model(label)


def rows_of(model: str | type[Model]) -> "QuerySet[Any]":
    """Every row of a model."""
    found: Any = model_named(model) if isinstance(model, str) else model
    return found._default_manager.all()


def page_types(app_labels: Collection[str] | None = None) -> tuple[PageType, ...]:
    """The page models that say what they are in a snapshot; those of modules only when their app is named."""
    base = model_named(settings.WAGTAIL_PAGE_MODEL)
    found = []
    for model in apps.get_models():
        if not issubclass(model, base) or not getattr(model, "snapshot_type", ""):
            continue
        module = isinstance(apps.get_app_config(model._meta.app_label), Module)
        wanted = model._meta.app_label in app_labels if app_labels is not None else not module
        if wanted:
            found.append(_page_type(model, module=module))
    return tuple(found)


def _page_type(model: Any, *, module: bool) -> PageType:
    own = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    return PageType(
        name=model.snapshot_type,
        template=model.template_name,
        module=model._meta.app_label if module else "",
        accessor=model._meta.pk.remote_field.name or model._meta.model_name,
        columns=tuple(field.attname for field in own),
        streams=frozenset(field.attname for field in own if isinstance(field, StreamField)),
    )


def below(path: str, field: str = "path") -> Q:
    """The node at ``path`` and all below it: a range, which every database serves from its index."""
    return Q(**{f"{field}__gte": path, f"{field}__lte": path + "Z" * STEP * 2})


class Reader:
    """Reads one commune. ``ids`` narrows a query to a few rows, for previews.

    ``now`` is the moment of the snapshot: who keeps dated rows leaves in the base those that are over.
    """

    def __init__(self, commune_id: int, now: datetime | None = None) -> None:
        """Ask for the commune with its site, root page, département and collection: the first query."""
        self.now = now or timezone.now()
        joined = rows_of("sites.Commune").select_related("site__root_page", "departement", "collection")
        self.commune: Commune = joined.get(pk=commune_id)
        self.root: Any = self.commune.site.root_page
        self.collection_path: str = self.commune.collection.path
        self._reserved: tuple[str, ...] = ()

    def hosts(self) -> list[tuple[str, bool]]:
        """Names under which the commune answers, the primary one first."""
        hosts = rows_of("sites.Host").filter(commune=self.commune)
        return list(hosts.order_by("-is_primary", "name").values_list("name", "is_primary"))

    def settings(self) -> dict[str, dict[str, Any]]:
        """What the commune says of itself, by name of the record; an empty record where none was saved."""
        return {name: self._setting(label) for name, label in SETTINGS.items()} | {"accessibility": self._declared()}

    def _declared(self) -> dict[str, Any]:
        """What the record of accessibility says today: the commune's own version, else that of its département."""
        ours = Q(commune=self.commune.pk) | Q(departement=self.commune.departement_id)
        rows = rows_of(DECLARATION).filter(ours, current=True).order_by(F("commune").asc(nulls_last=True))
        return next(iter(rows.values_list("content", flat=True)[:1]), {})

    def _setting(self, label: str) -> dict[str, Any]:
        model: Any = model_named(label)
        own = [field for field in model._meta.concrete_fields if not field.primary_key and field.attname != "site_id"]
        columns = [_plain(field.attname, stream=isinstance(field, StreamField)) for field in own]
        found = rows_of(model).filter(site=self.commune.site_id).order_by().values_list(*columns)
        row = next(iter(found), None)  # ``site`` is unique: sorting, as ``first`` does, would be for nothing
        if row is None:
            return {field.attname: field.get_default() if not isinstance(field, StreamField) else [] for field in own}
        return {
            field.attname: _stream(value) if isinstance(field, StreamField) else value
            for field, value in zip(own, row, strict=True)
        }

    def pages(self, types: tuple[PageType, ...], where: Q | None = None) -> Iterator[PageRow]:
        """Live pages of these types, in the order of the tree.

        What is reserved to some visitors, and all below it, is left out; ask for the types of the platform before
        those of modules, or for ``reserved`` first.
        """
        if not types:
            return
        columns: list[Any] = [*BASE_COLUMNS, "view_restrictions__pk"]
        for kind in types:
            columns.append(f"{kind.accessor}__pk")
            columns += [_plain(f"{kind.accessor}__{name}", stream=name in kind.streams) for name in kind.columns]
        known = Q()
        for kind in types:
            known |= Q(**{f"{kind.accessor}__isnull": False})
        pages = rows_of(settings.WAGTAIL_PAGE_MODEL).filter(below(self.root.path), known, live=True)
        if where is not None:
            pages = pages.filter(where)
        for row in pages.order_by("path").values_list(*columns):
            base = dict(zip(BASE_COLUMNS, row, strict=False))
            if row[len(BASE_COLUMNS)] is not None:
                self._reserved = (*self._reserved, base["path"])
            if not (self._reserved and base["path"].startswith(self._reserved)):
                yield _page_row(base, row[len(BASE_COLUMNS) + 1 :], types)

    def reserved(self) -> None:
        """Learn which pages are reserved to some visitors, before reading pages one by one."""
        restrictions = rows_of("wagtailcore.PageViewRestriction").filter(below(self.root.path, "page__path"))
        self._reserved = tuple(restrictions.values_list("page__path", flat=True))

    def pictures(self, ids: Iterable[int] | None = None) -> list[Row]:
        """One row for each rendition of a picture, or one alone for a picture without any.

        ``(id, title, file, width, height, focal x, y, hash, spec, rendition file, its width, height, focal key)``.
        """
        pictures = rows_of(get_image_model_string()).filter(below(self.collection_path, "collection__path"))
        if ids is not None:
            pictures = pictures.filter(pk__in=ids)
        return list(pictures.order_by().values_list(*RENDITIONS))

    def documents(self, ids: Iterable[int] | None = None) -> list[Row]:
        """``(id, title, file, size, hash, date)``."""
        documents = rows_of(get_document_model_string()).filter(below(self.collection_path, "collection__path"))
        if ids is not None:
            documents = documents.filter(pk__in=ids)
        return list(documents.order_by().values_list("pk", "title", "file", "file_size", "file_hash", "created_at"))

    def redirects(self) -> list[Row]:
        """``(old path, page id, link, permanent)``, in the order of their paths."""
        redirects = rows_of("wagtailredirects.Redirect").filter(site=self.commune.site_id)
        return list(
            redirects.order_by("old_path").values_list("old_path", "redirect_page_id", "redirect_link", "is_permanent")
        )


def _plain(column: str, *, stream: bool) -> Any:
    """A column as it stands: a StreamField would otherwise bind every block."""
    return ExpressionWrapper(F(column), output_field=TextField()) if stream else column


def _stream(text: str | None) -> list[Any]:
    value = json.loads(text) if text else []
    return value if isinstance(value, list) else []


def _page_row(base: Mapping[str, Any], row: Row, types: tuple[PageType, ...]) -> PageRow:
    at = 0
    for kind in types:
        if row[at] is not None:
            values = row[at + 1 : at + 1 + len(kind.columns)]
            fields = {
                name: _stream(value) if name in kind.streams else value
                for name, value in zip(kind.columns, values, strict=True)
            }
            return PageRow(kind, base, fields)
        at += 1 + len(kind.columns)
    raise LookupError(base["pk"])
