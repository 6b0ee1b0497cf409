"""The one table of what the API gives: single things and lists. Routes, checks and OpenAPI are made from it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cms.api import rows
from cms.api.shapes.hints import Schema, array, reference, shape_of
from sites.bake.views import DocumentView, Picture
from sites.modules import Module, PublicList, installed_modules

if TYPE_CHECKING:
    from cms.api.shapes.telling import Teller
    from sites.bake.outputs import Outputs

MODULES = "modules"


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is told, and what it may be chosen by. ``whole`` is told when it is asked for by its ``id``."""

    short: Any
    whole: Any = None
    id: int | None = None
    type: str = ""
    module: str = ""
    day: str = ""
    modified: str = ""
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Single:
    """One thing of the commune, at an address of its own."""

    name: str
    label: Any
    schema: Schema
    tell: "Callable[[Teller, Outputs], Any]"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list. ``filters`` are names of ``parameters.PARAMETERS`` beyond those every list takes."""

    name: str
    label: Any
    schema: Schema
    lines: "Callable[[Teller, Outputs], Iterable[Line]]"
    whole: Callable[[frozenset[str]], Schema] | None = None
    """The schema of a line asked for by its id, for these active modules; ``None``: it has no address of its own."""
    filters: tuple[str, ...] = ()
    module: str = ""


def _settings(teller: "Teller", _made: "Outputs") -> Any:
    return shape_of(rows.Settings).tell(rows.town_of(teller.renderer), teller)


def _menu(teller: "Teller", _made: "Outputs") -> Any:
    return shape_of(tuple[rows.MenuEntry, ...]).tell(rows.menu_of(teller.renderer.site.menu), teller)


def _tree(teller: "Teller", _made: "Outputs") -> Any:
    home = teller.snapshot.home
    return shape_of(rows.TreePage | None).tell(rows.tree_of([home])[0] if home else None, teller)


def _modules(teller: "Teller", _made: "Outputs") -> Any:
    told = tuple(rows.modules_of(teller.snapshot))
    return shape_of(tuple[rows.ActiveModule, ...]).tell(told, teller)


def _pages(teller: "Teller", _made: "Outputs") -> Iterator[Line]:
    short = tuple(rows.PageSummary.__dataclass_fields__)
    for page in teller.snapshot.pages:
        whole = rows.whole_of(page, teller)
        summary = {name: whole[name] for name in short}
        yield Line(
            short=summary,
            whole=whole,
            id=page.id,
            type=page.type,
            module=page.module,
            day=summary["date"] or "",
            modified=(summary["modified_at"] or "")[:10],
            parent=summary["parent_id"],
        )


def page_schema(codes: frozenset[str]) -> Schema:
    """A page with all its fields, of any type that a commune with these modules may have."""
    models = rows.page_models()
    kinds = [
        rows.whole_schema(name, rows.fields_of(models[name]), str(models[name]._meta.verbose_name))
        for name in rows.types_of(sorted(codes))
    ]
    return {"anyOf": kinds}


def _images(teller: "Teller", _made: "Outputs") -> Iterator[Line]:
    for picture in teller.snapshot.library.shown()[0]:
        yield Line(teller.image(picture), id=picture.id)


def _documents(teller: "Teller", _made: "Outputs") -> Iterator[Line]:
    for document in teller.snapshot.library.shown()[1]:
        day = document.date.isoformat() if document.date else ""
        yield Line(teller.file(document), id=document.id, type=document.kind.lower(), day=day)


def _redirects(teller: "Teller", made: "Outputs") -> Iterator[Line]:
    shape = shape_of(rows.Redirect)
    for old, new in sorted(made.redirects.items()):
        yield Line(shape.tell(rows.Redirect(old, new), teller))


def _listings(teller: "Teller", made: "Outputs") -> Iterator[Line]:
    shape = shape_of(rows.Listing)
    return (Line(shape.tell(it, teller)) for it in rows.listings_of(teller, made))


SINGLES = (
    Single("settings", _("La commune, sa mairie et son site"), shape_of(rows.Settings).schema, _settings),
    Single("menu", _("Le menu, comme le site le montre"), shape_of(tuple[rows.MenuEntry, ...]).schema, _menu),
    Single("tree", _("Toutes les pages, en arbre"), shape_of(rows.TreePage | None).schema, _tree),
    Single(MODULES, _("Les fonctions du site, et leurs listes"), array(shape_of(rows.ActiveModule).schema), _modules),
)


def _same(schema: Schema) -> Callable[[frozenset[str]], Schema]:
    return lambda _codes: schema


IMAGE, DOCUMENT = shape_of(Picture).schema, shape_of(DocumentView).schema
DATED = ("date_from", "date_to", "order")
OWN = (
    Listed(
        "pages",
        _("Les pages en ligne, dans l’ordre de l’arbre"),
        reference(rows.PageSummary.__name__),
        _pages,
        page_schema,
        ("type", "module", "parent", "modified_since", *DATED, "detail"),
    ),
    Listed("images", _("Les images que le site montre"), IMAGE, _images, _same(IMAGE)),
    Listed(
        "documents",
        _("Les documents que le site propose"),
        DOCUMENT,
        _documents,
        _same(DOCUMENT),
        ("file_type", *DATED),
    ),
    Listed(
        "listings",
        _("Les pages hors de l’arbre\u00a0: catégories, mois, archives, actes"),
        shape_of(rows.Listing).schema,
        _listings,
    ),
    Listed("redirects", _("Les anciennes adresses, et où elles mènent"), shape_of(rows.Redirect).schema, _redirects),
)


def _of_module(module: Module, it: PublicList) -> Listed:
    shape = shape_of(it.row)
    has_id = "id" in it.row.__dataclass_fields__  # type: ignore[attr-defined]  # a dataclass
    return Listed(
        f"{MODULES}/{module.code}/{it.name}",
        it.label,
        shape.schema,
        partial(_module_lines, it),
        _same(shape.schema) if has_id else None,
        DATED if it.date else (),
        module.code,
    )


def _module_lines(it: PublicList, teller: "Teller", _made: "Outputs") -> Iterator[Line]:
    shape = shape_of(it.row)
    for row in it.rows(teller.snapshot):
        day = getattr(row, it.date) if it.date else None
        told = day.isoformat()[:10] if isinstance(day, date) else ""
        yield Line(shape.tell(row, teller), id=getattr(row, "id", None), day=told)


@cache
def lists() -> tuple[Listed, ...]:
    """Every list of this install, those of the modules last."""
    return (*OWN, *(_of_module(module, it) for module in installed_modules() for it in module.api))


def lists_of(codes: frozenset[str]) -> tuple[Listed, ...]:
    """Those of a commune that has these modules."""
    return tuple(it for it in lists() if not it.module or it.module in codes)
