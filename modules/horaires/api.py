"""The days that differ, for other programs; places are pages, the week of the town hall is in ``settings``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from cms.api.shapes.hours import Opening
from cms.rows.week import HOUR, Range, ranges_of, values
from sites.bake.snapshot import Snapshot
from sites.bake.views import PageView
from sites.modules import PublicList


@dataclass(frozen=True, slots=True)
class PlaceDay:
    """One day of a place, by its English name; closed without ``openings``."""

    day: str
    openings: tuple[Opening, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PlaceHours:
    """A place of the commune; its page tells the rest. A day of the week that is not told is closed."""

    page: PageView
    days: tuple[PlaceDay, ...]
    note: str


@dataclass(frozen=True, slots=True)
class OtherDay:
    """From ``start`` to ``end``, both included: other hours, or closed. Without ``place``, it is the town hall."""

    start: date
    end: date
    place: PageView | None
    closed: bool
    morning_from: time | None
    morning_to: time | None
    afternoon_from: time | None
    afternoon_to: time | None
    reason: str


def _others(snapshot: Snapshot) -> Iterator[OtherDay]:
    for lieu, start, end, *hours, reason in snapshot.rows.get("horaires", {}).get("changes", []):
        place = snapshot.page(lieu)
        if lieu is None or place is not None:
            opens, noon, after, closes = hours
            yield OtherDay(start, end, place, not any(hours), opens, noon, after, closes, reason)


def _opening(it: Range) -> Opening:
    return Opening(*(time(*divmod(minutes, HOUR)) for minutes in it))


def _places(snapshot: Snapshot) -> Iterator[PlaceHours]:
    for page in snapshot.of_type("lieu"):
        days = tuple(
            PlaceDay(day["day"], tuple(map(_opening, ranges_of(day))), day.get("note") or "")
            for day in values(page.fields.get("hours"))
        )
        yield PlaceHours(page, days, page.fields.get("hours_note") or "")


LISTS = (
    PublicList("lieux", _("Les horaires des lieux de la commune"), PlaceHours, _places),
    PublicList("exceptions", _("Les jours fermés ou à d’autres heures"), OtherDay, _others, "start"),
)
