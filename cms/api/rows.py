"""What the API tells of every commune: the shape of each line, and how it is made from the snapshot.

Names are those of the site's own facts; dates are of Paris; an empty text stands for what nobody wrote.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone
from markupsafe import Markup

from cms.api.shapes.blocks import or_null, shape_of_field
from cms.api.shapes.hints import COMPONENTS, Schema, Shape, component, record, shape_of
from cms.api.shapes.hours import OpenDay, open_days
from cms.api.shapes.telling import Teller
from sites.bake.library import DOCUMENTS
from sites.bake.views import FeedLink, Link, MenuItem, PageView, Picture, SiteView
from sites.modules import installed_modules
from sites.referencing.redirects import file_of

if TYPE_CHECKING:
    from sites.bake.outputs import Outputs
    from sites.bake.snapshot import Snapshot
    from sites.rendering.renderer import Renderer


@dataclass(frozen=True, slots=True)
class TownHall:
    """The facts that every page of the site shows."""

    address_lines: tuple[str, ...]
    postcode: str
    city: str
    phone: str
    email: str
    hours: tuple[OpenDay, ...]
    hours_note: str
    director: str
    director_role: str
    dpo: str
    intercommunality: str
    siren: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """Theme and colours; an empty colour is that of the theme. ``landscape`` is drawn where there is no banner."""

    theme: str
    brand: str
    accent: str
    logo: Picture | None
    banner: Picture | None
    landscape: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the site."""

    title: str
    url: str
    type: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The commune, its town hall and its site."""

    name: str
    insee: str
    departement: str
    population: int | None
    base_url: str
    language: str
    demonstration: bool
    accessibility: str
    town_hall: TownHall
    appearance: Appearance
    legal_pages: tuple[Link, ...]
    feeds: tuple[Feed, ...]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of the menu; ``id`` is that of its page."""

    id: int
    title: str
    url: str
    children: "tuple[MenuEntry, ...]"


@dataclass(frozen=True, slots=True)
class TreePage:
    """A page with those below it."""

    id: int
    type: str
    title: str
    url: str
    in_menu: bool
    children: "tuple[TreePage, ...]"


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old address, and where it leads."""

    old_url: str
    new_url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that stands in no tree: the news of a category, the dates of a month, an act.

    ``seo_title`` is what its tab and search engines say of it when that is not its title. ``shows`` are the pages and
    documents of the site that it leads to, in its order, less those of its menus.
    """

    url: str
    title: str
    seo_title: str
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActiveModule:
    """A module the commune has, with the names of its lists below ``modules/<code>/``."""

    code: str
    label: str
    lists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageSummary:
    """A page as lists show it. ``module`` is empty for the types that every commune has."""

    id: int
    type: str
    module: str
    title: str
    url: str
    parent_id: int | None
    depth: int
    in_menu: bool
    summary: str
    date: date | None
    published_at: datetime | None
    modified_at: datetime | None


def town_of(renderer: "Renderer") -> Settings:
    """The commune."""
    site = renderer.site
    return Settings(
        name=site.name,
        insee=site.insee,
        departement=site.departement_name,
        population=site.population,
        base_url=site.base_url,
        language=site.lang,
        demonstration=site.demo or site.training,
        accessibility=str(site.conformity.label),
        town_hall=_town_hall(site),
        appearance=_appearance(site),
        legal_pages=site.legal_pages,
        feeds=tuple(_feed(feed) for feed in site.feeds),
    )


def _town_hall(site: SiteView) -> TownHall:
    it = site.mairie
    return TownHall(
        it.address_lines, it.postcode, it.city, it.phone, it.email, tuple(open_days(it.fields.get("hours"))),
        it.hours_note, it.director, it.director_role, it.dpo, it.intercommunality, it.siren,
    )  # fmt: skip


def _appearance(site: SiteView) -> Appearance:
    return Appearance(site.theme, site.brand, site.accent, site.logo, site.banner, site.banner_svg)


def _feed(feed: FeedLink) -> Feed:
    return Feed(str(feed.title), feed.url, feed.type)


def menu_of(items: Iterable[MenuItem]) -> tuple[MenuEntry, ...]:
    """The menu, as the site shows it."""
    return tuple(MenuEntry(item.node_id, item.title, item.url, menu_of(item.children)) for item in items)


def tree_of(pages: Iterable[PageView]) -> tuple[TreePage, ...]:
    """These pages with all that is below them."""
    return tuple(TreePage(it.id, it.type, it.title, it.url, it.in_menu, tree_of(it.children)) for it in pages)


FILES = f"/{DOCUMENTS}"
# What the law has a page say, as HTML: no column of the database holds it.
STATEMENT = "statement"
MAIN, ASIDE = re.compile(r"<main\b.*?</main>", re.DOTALL), re.compile(r"<(nav|aside)\b.*?</\1>", re.DOTALL)
TAB = re.compile(r"<title>(.*?) – [^–]*</title>", re.DOTALL)  # the name of the commune follows
HEADING, HREF = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL), re.compile(r'<a [^>]*?href="(/[^"#?]*)')


def listings_of(teller: Teller, made: "Outputs") -> Iterator[Listing]:
    """What the modules add to the tree, as it was rendered: it is what their templates say that is told."""
    base = teller.snapshot.base_url
    listed = [it.address.removeprefix(base) for it in made.listed]
    known, pages = frozenset(listed), {page.url for page in teller.snapshot.pages}
    for url in listed:
        content = made.items[file_of(url)].content
        if url in pages or content is None:
            continue
        text = content.decode()
        main = ASIDE.sub("", (MAIN.findall(text) or [""])[0])
        heading, tab = (_words(pattern, where) for pattern, where in ((HEADING, main), (TAB, text)))
        shows = dict.fromkeys(unescape(it) for it in HREF.findall(main))
        yield Listing(
            url,
            heading,
            tab if tab != heading else "",
            tuple(it for it in shows if it != url and (it in known or it.startswith(FILES))),
        )


def _words(pattern: re.Pattern[str], html: str) -> str:
    return Markup((pattern.findall(html) or [""])[0]).striptags()  # noqa: S704  # it is only stripped


def modules_of(snapshot: "Snapshot") -> Iterator[ActiveModule]:
    """The modules the commune has."""
    for module in snapshot.modules:
        yield ActiveModule(module.code, str(module.verbose_name), tuple(it.name for it in module.api))


def summary_of(page: PageView) -> PageSummary:
    """One page, in short."""
    parent = page.parent
    own = page.fields.get("date") or page.fields.get("start_date")
    published = timezone.localtime(page.first_published_at).date() if page.first_published_at else None
    return PageSummary(
        id=page.id,
        type=page.type,
        module=page.module,
        title=page.title,
        url=page.url,
        parent_id=parent.id if parent else None,
        depth=page.depth,
        in_menu=page.in_menu,
        summary=page.summary,
        date=own if isinstance(own, date) else published,
        published_at=page.first_published_at,
        modified_at=page.last_published_at,
    )


@cache
def page_models() -> Mapping[str, Any]:
    """Every type of page by the name it has in a snapshot."""
    base = apps.get_model(settings.WAGTAIL_PAGE_MODEL)
    found: list[Any] = [model for model in apps.get_models() if issubclass(model, base)]
    return {model.snapshot_type: model for model in found if getattr(model, "snapshot_type", "")}


@cache
def fields_of(model: Any) -> Mapping[str, Shape]:
    """What a type of page tells of itself: its ``api_fields``, and nothing else."""
    return {name: shape_of_field(model, name) for name in model.api_fields}


def whole_of(page: PageView, teller: Teller) -> dict[str, Any]:
    """A page with all that its type tells."""
    shapes = fields_of(page_models()[page.type])
    values = {**page.fields, STATEMENT: teller.statement(page)} if STATEMENT in shapes else page.fields
    own = {name: shape.tell(values.get(name), teller) for name, shape in shapes.items()}
    summary = shape_of(PageSummary).tell(summary_of(page), teller)
    return {**summary, "seo_title": page.seo_title, "description": page.description, "fields": own}


def whole_schema(kind: str, shapes: Mapping[str, Shape], title: str) -> Schema:
    """A page of one type with all its fields."""
    short = dict(_short_properties())
    short["type"] = {"const": kind}
    fields = record({name: or_null(shape) for name, shape in shapes.items()})
    text = {"type": "string"}
    whole = record({**short, "seo_title": text, "description": text, "fields": fields}, title)
    return component(f"page.{kind}", whole)


def _short_properties() -> Mapping[str, Schema]:
    shape_of(PageSummary)
    properties: Mapping[str, Schema] = COMPONENTS[PageSummary.__name__]["properties"]
    return properties


def types_of(codes: Sequence[str]) -> list[str]:
    """Names of the types of pages of the platform, and of these modules."""
    of_modules = {module.code for module in installed_modules()}
    return [
        name
        for name, model in page_models().items()
        if model._meta.app_label in codes or model._meta.app_label not in of_modules
    ]
