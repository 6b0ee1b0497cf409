"""What the pages of the module show, and the lists they are cut in: no query, no clock."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from modules.documents.actes import kinds, scdl
from modules.documents.actes.reading import day
from modules.documents.actes.shown import ACTES, SEANCES, Act, Meeting, Publish, acts_of, meetings_of
from sites.bake.lists import Listing, cut

if TYPE_CHECKING:
    from sites.bake.views import PageView

PER_PAGE = 20
RECENT = 6
CATEGORY, YEAR = "categorie/", "annee/"


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
class Shelf(Listing):
    """A page of a list narrowed to a ``group`` and a ``year``; ``years`` are those one may choose in the group."""

    group: str = ""
    year: int = 0
    years: tuple[Choice, ...] = ()
    all_years: str = ""


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
    library: tuple[Shelf, ...] = ()
    registers: tuple[Shelf, ...] = ()
    councils: tuple[Shelf, ...] = ()
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
) -> Iterator[Shelf]:
    """The whole, each group, each year, each year of each group: every choice is a page made beforehand."""
    prefix = CATEGORY if group_of is _by_category else ""
    yield from _with_years(title, url, url + YEAR, items, "")
    for name, slug in groups:
        inside = [item for item in items if group_of(item) == slug]
        own = f"{url}{prefix}{slug}/"
        yield from _with_years(name, own, own, inside, slug)


def _with_years(title: str, url: str, years_url: str, items: Sequence[Any], group: str) -> Iterator[Shelf]:
    years = sorted({item.date.year for item in items}, reverse=True)
    if len(years) == 1:  # there is nothing to choose
        years = []
    choices = tuple(Choice(str(year), f"{years_url}{year}/") for year in years)
    one = Shelf(title, url, group=group, years=choices, all_years=url)
    yield from cut(one, items, PER_PAGE)
    for choice in choices:
        year = int(choice.title)
        called = _("%(title)s, année %(year)s") % {"title": title, "year": year}
        kept = [item for item in items if item.date.year == year]
        yield from cut(replace(one, title=called, url=choice.url, year=year), kept, PER_PAGE)
