"""What the pages of the module show, and the lists they are cut in: no query, no clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from modules.documents.actes import kinds, scdl
from modules.documents.actes.reading import day
from modules.documents.actes.shown import ACTES, SEANCES, Act, Meeting, Publish, acts_of, meetings_of

if TYPE_CHECKING:
    from sites.bake.views import PageView

PER_PAGE = 20
RECENT = 6
PAGE, CATEGORY, YEAR = "page-", "categorie/", "annee/"
BELOW = "ZZZZ"  # a place in the tree that treebeard never gives


@dataclass(frozen=True, slots=True)
class Download:
    """A document of the library; its file is looked up by the template."""

    document: int
    category: str
    slug: str
    date: date


@dataclass(frozen=True, slots=True)
class Choice:
    """A list one may choose to read."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of one list. ``url`` is that of its first page; ``pages`` are ``(number, url)`` of all of them.

    ``group`` and ``year`` are what the list is narrowed to; ``years`` those one may choose within the group.
    """

    title: str
    url: str
    number: int
    pages: tuple[tuple[int, str], ...]
    items: Sequence[Any]
    group: str = ""
    year: int = 0
    years: tuple[Choice, ...] = ()
    all_years: str = ""

    @property
    def own_url(self) -> str:
        """The address of this very page."""
        return self.pages[self.number - 1][1]


@dataclass(frozen=True, slots=True)
class Shelves:
    """What the templates of the module receive as ``data``."""

    index: "PageView | None" = None
    url: str = ""
    downloads: tuple[Download, ...] = ()
    acts: tuple[Act, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    categories: tuple[Choice, ...] = ()
    kinds: tuple[Choice, ...] = ()
    library: tuple[Listing, ...] = ()
    registers: tuple[Listing, ...] = ()
    councils: tuple[Listing, ...] = ()
    today: date = date.max

    @property
    def acts_url(self) -> str:
        """The list of acts; empty while there is nothing there."""
        return self.url + ACTES if self.acts or (self.index and self.index.register_url) else ""

    @property
    def meetings_url(self) -> str:
        """The list of meetings; empty while there is none."""
        return self.url + SEANCES if self.meetings else ""

    @property
    def has_open_data(self) -> bool:
        """Whether some deliberation is complete, and the commune said its SIRET."""
        return bool(self.index and self.index.siret) and any(map(scdl.is_complete, self.acts))

    def recent(self, count: int = RECENT) -> tuple[Act, ...]:
        """The acts put online last."""
        return tuple(sorted(self.acts, key=lambda act: act.online_at, reverse=True))[:count]


def gather(
    index: "PageView | None", rows: Mapping[str, list[dict[str, Any]]], today: date, publish: Publish
) -> Shelves:
    """Sort what was read; ``publish`` gives the address of a copy."""
    if index is None:
        return Shelves()
    acts = sorted(acts_of(rows.get("Acte", ()), index.url, publish), key=lambda act: (act.date, act.id), reverse=True)
    meetings = tuple(meetings_of(rows.get("Seance", ()), index.url, acts))
    online = tuple(act for act in acts if act.copies)
    downloads = sorted(
        (
            Download(row["document"], row["category"], row["slug"], day(row["date"]) or date.min)
            for row in rows.get("Publication", ())
        ),
        key=lambda item: (item.date, item.document),
        reverse=True,
    )
    names = sorted({(item.category, item.slug) for item in downloads})
    library = _lists(index.title, index.url, downloads, [(name, slug) for name, slug in names], _by_category)
    used = {act.kind.code for act in online}
    groups = [(kind.plural, kind.slug) for kind in kinds.KINDS.values() if kind.code in used]
    registers = _lists(_("Actes de la commune"), index.url + ACTES, online, groups, _by_kind)
    councils = _lists(_("Séances du conseil"), index.url + SEANCES, meetings, [], _by_kind)
    return Shelves(
        index=index,
        url=index.url,
        downloads=tuple(downloads),
        acts=online,
        meetings=meetings,
        categories=tuple(Choice(name, f"{index.url}{CATEGORY}{slug}/") for name, slug in names),
        kinds=tuple(Choice(name, f"{index.url}{ACTES}{slug}/") for name, slug in groups),
        library=tuple(library),
        registers=tuple(registers),
        councils=tuple(councils),
        today=today,
    )


def _by_category(item: Any) -> str:
    return str(item.slug)


def _by_kind(item: Any) -> str:
    return str(item.kind.slug)


def _lists(
    title: str, url: str, items: Sequence[Any], groups: Sequence[tuple[str, str]], group_of: Callable[[Any], str]
) -> Iterator[Listing]:
    """The whole, each group, each year, each year of each group: every choice is a page made beforehand."""
    prefix = CATEGORY if group_of is _by_category else ""
    yield from _with_years(title, url, url + YEAR, items, "")
    for name, slug in groups:
        inside = [item for item in items if group_of(item) == slug]
        own = f"{url}{prefix}{slug}/"
        yield from _with_years(name, own, own, inside, slug)


def _with_years(title: str, url: str, years_url: str, items: Sequence[Any], group: str) -> Iterator[Listing]:
    years = sorted({item.date.year for item in items}, reverse=True)
    if len(years) == 1:  # there is nothing to choose
        years = []
    choices = tuple(Choice(str(year), f"{years_url}{year}/") for year in years)
    one = Listing(title, url, 1, (), (), group, 0, choices, url)
    yield from cut(one, items)
    for choice in choices:
        year = int(choice.title)
        called = _("%(title)s, année %(year)s") % {"title": title, "year": year}
        kept = [item for item in items if item.date.year == year]
        yield from cut(replace(one, title=called, url=choice.url, year=year), kept)


def cut(listing: Listing, items: Sequence[Any]) -> list[Listing]:
    """A list in pages of twenty; an empty list has one page."""
    count = max(1, -(-len(items) // PER_PAGE))
    pages = tuple((n, listing.url if n == 1 else f"{listing.url}{PAGE}{n}/") for n in range(1, count + 1))
    return [
        replace(listing, number=n, pages=pages, items=items[(n - 1) * PER_PAGE : n * PER_PAGE]) for n, _url in pages
    ]


def page_at(index: "PageView", title: str, url: str, description: str = "") -> "PageView":
    """A page of the module that stands in no tree: under its index, with its own title and address."""
    origin = index.absolute_url.removesuffix(index.url)
    return replace(
        index,
        id=0,
        title=title,
        seo_title="",
        description=description,
        url=url,
        absolute_url=origin + url,
        path=index.path + BELOW,
        in_menu=False,
        first_published_at=None,
        last_published_at=None,
    )


def page_of(index: "PageView", listing: Listing) -> "PageView":
    """The page that shows a further list."""
    title = listing.title
    if listing.number > 1:
        title = _("%(title)s, page %(number)s") % {"title": title, "number": listing.number}
    return page_at(index, title, listing.own_url)
