"""The lists of the agenda: what comes, by page, month and category; what is over, by year. Pure: no query, no clock."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.agenda import recurrence
from modules.agenda.recurrence import Span
from sites.bake.lists import Listing, cut
from sites.bake.views import PageView
from sites.modules import PublicList
from sites.rendering.french import date_fr

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.sharing import Borrowed

# Dates of one event in the list: a weekly market must not hide the rest. Its own page and the months have them all.
DATES_IN_LIST = 3
# What other communes need of an event to list it.
LENT = ("intro", "start_date", "start_time", "end_date", "end_time", "recurrence", "place")
# Addresses below the list that no event may take.
CATEGORY, ARCHIVES = "categorie", "archives"


@dataclass(frozen=True, slots=True)
class Happening:
    """One date of one event, as lists show it. ``origin`` names the calendar it was read in; empty for our own.

    ``on_home``: a home page shows it. ``credit`` is the whole sentence that tells the origin, where one is given.
    ``elsewhere``: its page, on the site of the commune that shares it.
    """

    span: Span
    title: str
    url: str
    place: str = ""
    category: str = ""
    category_id: int | None = None
    origin: str = ""
    page: "PageView | None" = None
    on_home: bool = False
    credit: str = ""
    elsewhere: "PageView | None" = None

    @property
    def rank(self) -> tuple[Span, str, str]:
        """Where it stands in a list."""
        return self.span, self.title, self.url


@dataclass(frozen=True, slots=True)
class Dates(Listing):
    """A page of a list of dates, to come or ``past``."""

    past: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A list that one may choose: a category, a month, a year of the archives."""

    title: str
    url: str
    id: int | None = None
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Diary:
    """What the templates receive as ``data``. ``coming`` is in the order of the calendar, ``past`` from the newest.

    ``promoted`` holds the next date of each event that the home page shows.
    """

    index: "PageView | None" = None
    url: str = ""
    coming: tuple[Happening, ...] = ()
    past: tuple[Happening, ...] = ()
    dates: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    categories: tuple[Heading, ...] = ()
    months: tuple[Heading, ...] = ()
    years: tuple[Heading, ...] = ()
    archive_url: str = ""
    listings: tuple[Dates, ...] = ()
    promoted: tuple[Happening, ...] = ()
    today: date = date.min

    @property
    def first(self) -> Dates:
        """What the list page itself shows."""
        return self.listings[0] if self.listings else cut(Dates("", self.url), ())[0]

    def coming_dates(self, page: "PageView") -> list[Span]:
        """The dates of an event that are not over."""
        return [it.span for it in self.coming if it.page is not None and it.page.id == page.id]


def one_by_one(happenings: Iterable[Happening], most: int = 1) -> Iterator[Happening]:
    """The first dates of each event, at most ``most``."""
    seen: dict[str, int] = {}
    for happening in happenings:
        seen[happening.url] = seen.get(happening.url, 0) + 1
        if seen[happening.url] <= most or not happening.url:
            yield happening


def gather(
    index: "PageView | None",
    events: "Iterable[PageView]",
    categories: Sequence[tuple[int, str, str]],
    outside: Iterable[Happening],
    today: date,
) -> Diary:
    """Date every event up to the horizon, and cut the lists. ``categories`` are ``(id, name, slug)``."""
    if index is None:
        return Diary()
    names = {number: name for number, name, _slug in categories}
    until = recurrence.horizon(today)
    dates: dict[int, tuple[Span, ...]] = {}
    own: list[Happening] = []
    for event in events:
        event.fields["category_name"] = names.get(event.category_id, "")
        dates[event.id] = tuple(recurrence.spans(event.fields, until))
        own += [happening_of(event, span) for span in dates[event.id]]
    coming = [it for it in (*own, *outside) if it.span.last_day >= today]
    ahead = {it.url for it in coming}
    past = [it for it in own if it.url not in ahead]
    diary = Diary(
        index,
        index.url,
        tuple(sorted(coming, key=lambda it: it.rank)),
        tuple(one_by_one(sorted(past, key=lambda it: it.rank, reverse=True))),
        dates,
        today=today,
    )
    promoted = one_by_one(it for it in diary.coming if it.on_home)
    diary = replace(diary, promoted=tuple(promoted), **_headings(diary, categories))
    return replace(diary, listings=tuple(_listings(diary)))


def happening_of(event: "PageView", span: Span) -> Happening:
    """One date of an event of the commune."""
    return Happening(
        span,
        event.title,
        event.url,
        event.place,
        event.category_name,
        event.category_id,
        page=event,
        on_home=bool(event.promoted_home),
    )


def outside_of(source: str, rows: Iterable[Mapping[str, Any]], *, on_home: bool = False) -> Iterator[Happening]:
    """The dates that a source gave; see ``parse.py`` for their shape."""
    for row in rows:
        start, end = datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])
        span = Span(start, end, row["all_day"])
        yield Happening(span, row["title"], row["url"], row["place"], origin=source, on_home=on_home)


def shared(
    others: "Iterable[Borrowed]", categories: Sequence[tuple[int, str, str]], today: date
) -> Iterator[Happening]:
    """The dates of events that others publish, each under the category of the same address, where there is one."""
    known = {slug: (number, name) for number, name, slug in categories}
    until = recurrence.horizon(today)
    for one in others:
        page, (number, name) = one.page, known.get(one.heading, (None, ""))
        for span in recurrence.spans(page.fields, until):
            yield Happening(
                span,
                page.title,
                page.url,
                page.place,
                name,
                number,
                origin=one.origin,
                on_home=bool(page.promoted_home),
                credit=page.credit,
                elsewhere=page,
            )


def months_of(span: Span, today: date) -> set[date]:
    """The first days of the months in which a date is listed: its own, and the current one while it goes on."""
    return {max(span.day, day).replace(day=1) for day in (span.day, min(today, span.last_day))}


def _headings(diary: Diary, categories: Sequence[tuple[int, str, str]]) -> dict[str, Any]:
    used = {it.category_id for it in diary.coming}
    months = sorted({month for it in diary.coming for month in months_of(it.span, diary.today)})
    years = sorted({it.span.day.year for it in diary.past}, reverse=True)
    archive = f"{diary.url}{ARCHIVES}/" if diary.past else ""
    return {
        "categories": tuple(
            Heading(name, f"{diary.url}{CATEGORY}/{slug}/", number, f"{diary.url}{CATEGORY}/{slug}/agenda.ics")
            for number, name, slug in categories
            if number in used
        ),
        "months": tuple(Heading(date_fr(month, "month"), f"{diary.url}{month:%Y-%m}/") for month in months),
        "years": tuple(Heading(str(year), f"{archive}{year}/") for year in years),
        "archive_url": archive,
    }


def _listings(diary: Diary) -> Iterator[Dates]:
    title = diary.index.title if diary.index else ""
    yield from cut(Dates(title, diary.url), list(one_by_one(diary.coming, DATES_IN_LIST)))
    for category in diary.categories:
        chosen = [it for it in diary.coming if it.category_id == category.id]
        yield from cut(Dates(category.title, category.url), list(one_by_one(chosen, DATES_IN_LIST)))
    for month in diary.months:
        of_month = [
            it
            for it in diary.coming
            if any(month.url.endswith(f"/{own:%Y-%m}/") for own in months_of(it.span, diary.today))
        ]
        yield from cut(Dates(_("Agenda de %(month)s") % {"month": month.title}, month.url), of_month)
    if diary.past:
        yield from cut(Dates(_("Évènements passés"), diary.archive_url, past=True), diary.past)
    for year in diary.years:
        of_year = [it for it in diary.past if str(it.span.day.year) == year.title]
        yield from cut(Dates(_("Évènements de %(year)s") % {"year": year.title}, year.url, past=True), of_year)


@dataclass(frozen=True, slots=True)
class EventDate:
    """A line of the API: one date to come. ``origin`` names the calendar it was read in; it then has no page."""

    title: str
    url: str
    page: PageView | None
    start: datetime
    end: datetime
    all_day: bool
    place: str
    category: str
    origin: str


def _told(snapshot: "Snapshot") -> Iterator[EventDate]:
    diary: Diary = snapshot.data["agenda"]
    for it in diary.coming:
        span = it.span
        yield EventDate(it.title, it.url, it.page, span.start, span.end, span.all_day, it.place, it.category, it.origin)


API = (PublicList("evenements", gettext_lazy("Les dates à venir, une ligne pour chacune"), EventDate, _told, "start"),)
