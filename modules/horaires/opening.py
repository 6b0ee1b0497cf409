"""Each place with its hours, as templates receive it. Pure: a snapshot in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cms.rows import week
from modules.horaires import days
from modules.horaires.days import Change, Notice
from sites.referencing.schema import embedded
from sites.rendering.french import phone_href
from sites.rendering.identity import day_hours

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import DayHours, PageView

# Kinds of places: the icon of the theme, and the type of https://schema.org/CivicStructure.
KINDS: Mapping[str, tuple[str, str]] = {
    "library": ("library", "Library"),
    "recycling": ("recycle", "RecyclingCenter"),
    "post": ("mail", "PostOffice"),
    "sport": ("trophy", "SportsActivityLocation"),
    "school": ("school", "School"),
    "childcare": ("baby", "ChildCare"),
    "health": ("heart-pulse", "MedicalOrganization"),
    "tourism": ("map", "TouristInformationCenter"),
    "museum": ("landmark", "Museum"),
    "market": ("shopping-basket", "CivicStructure"),
    "other": ("building-2", "CivicStructure"),
}
TOWN_HALL = ("landmark", "CityHall")


@dataclass(frozen=True, slots=True)
class Place:
    """One place and its hours. ``clock`` is read by the script of the page, ``schema`` by search engines."""

    title: str
    url: str
    icon: str
    days: "tuple[DayHours, ...]"
    note: str
    clock: str
    notices: tuple[Notice, ...]
    schema: Markup
    address_lines: tuple[str, ...] = ()
    phone: str = ""
    phone_href: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """What the templates of the module receive as ``data``."""

    url: str
    mairie: Place
    places: tuple[Place, ...]
    by_page: Mapping[int, Place]
    holidays: tuple[tuple[date, str], ...]
    changes: tuple[Change, ...] = field(default=())

    def clock(self, raw: list[Any] | None) -> str:
        """The clock of a service whose hours stand in a page: public holidays are all that is known of it."""
        return days.clock(week.week_of(raw), (), [day for day, _name in self.holidays])

    @property
    def coming_holidays(self) -> tuple[tuple[date, str], ...]:
        """The next three."""
        return self.holidays[:3]


def gather(snapshot: "Snapshot", changes: Sequence[tuple[int | None, Change]]) -> Hours:
    """Every place of the commune; ``changes`` go with the id of the page of their place, none for the town hall."""
    known = days.holidays_around(snapshot.commune.departement.code, snapshot.today)
    holidays = tuple((day, name) for day, name in known if day >= snapshot.today)
    of_place: dict[int | None, list[Change]] = {}
    for number, change in changes:
        of_place.setdefault(number, []).append(change)
    mairie = _town_hall(snapshot, tuple(of_place.get(None, ())), holidays)
    places = {
        page.id: _place(page, tuple(of_place.get(page.id, ())), holidays, snapshot.today)
        for page in snapshot.of_type("lieu")
    }
    index = next(iter(snapshot.of_type("horaires")), None)
    every = tuple(change for _number, change in changes)
    return Hours(index.url if index else "", mairie, tuple(places.values()), places, holidays, every)


def _town_hall(snapshot: "Snapshot", changes: tuple[Change, ...], holidays: Sequence[tuple[date, str]]) -> Place:
    record = snapshot.records["mairie"]
    icon, kind = TOWN_HALL
    open_week = week.week_of(record.get("hours"))
    facts = {
        "@type": kind,
        "name": f"Mairie – {snapshot.commune.name}",
        "url": f"{snapshot.base_url}/",
        "telephone": record.get("phone"),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": " ".join(record.get("address", "").split()),
            "postalCode": record.get("postcode"),
            "addressLocality": record.get("city") or snapshot.commune.name,
            "addressCountry": "FR",
        },
    }
    return Place(
        title="",
        url="/",
        icon=icon,
        days=day_hours(record.get("hours")),
        note=record.get("hours_note") or "",
        clock=days.clock(open_week, changes, [day for day, _name in holidays]),
        notices=days.notices(open_week, changes, holidays, snapshot.today),
        schema=structured(facts, open_week, changes),
    )


def _place(page: "PageView", changes: tuple[Change, ...], holidays: Sequence[tuple[date, str]], today: date) -> Place:
    icon, kind = KINDS.get(page.kind, KINDS["other"])
    open_week = week.week_of(page.hours)
    closed = () if page.open_on_holidays else holidays
    lines = tuple(line.strip() for line in page.address.splitlines() if line.strip())
    facts = {
        "@type": kind,
        "name": page.title,
        "url": page.absolute_url,
        "telephone": page.phone,
        "address": {"@type": "PostalAddress", "streetAddress": " ".join(lines), "addressCountry": "FR"},
    }
    return Place(
        title=page.title,
        url=page.url,
        icon=icon,
        days=day_hours(page.hours),
        note=page.hours_note,
        clock=days.clock(open_week, changes, [day for day, _name in closed]),
        notices=days.notices(open_week, changes, closed, today),
        schema=structured(facts, open_week, changes),
        address_lines=lines,
        phone=page.phone,
        phone_href=phone_href(page.phone),
    )


def structured(facts: Mapping[str, Any], open_week: week.Week, changes: Iterable[Change]) -> Markup:
    """The place as JSON-LD, ready to stand in a script element: nothing in it can close the element."""
    special = [
        {
            "@type": "OpeningHoursSpecification",
            "validFrom": one.start.isoformat(),
            "validThrough": one.end.isoformat(),
            "opens": f"{start // week.HOUR:02d}:{start % week.HOUR:02d}",
            "closes": f"{end // week.HOUR:02d}:{end % week.HOUR:02d}",
        }
        for one in changes
        for start, end in one.ranges or ((0, 0),)  # closed all day, as schema.org writes it
    ]
    whole = {"@context": "https://schema.org", **facts, "openingHours": week.schema(open_week)}
    if special:
        whole["specialOpeningHoursSpecification"] = special
    return embedded({key: value for key, value in whole.items() if value})
