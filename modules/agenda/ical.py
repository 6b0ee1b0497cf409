"""Events as iCalendar (RFC 5545) and as schema.org. The same events give the same bytes."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, TimezoneDaylight, TimezoneStandard, vRecur
from icalendar import Event as Component
from markupsafe import Markup

from modules.agenda import recurrence
from modules.agenda.recurrence import Span
from sites.law.dated import PARIS
from sites.referencing.schema import embedded

if TYPE_CHECKING:
    from modules.agenda.listing import Happening
    from sites.bake.views import PageView

TYPE = "text/calendar"
FILE, EVENT_FILE = "agenda.ics", "evenement.ics"
DAWN = datetime(2020, 1, 1, tzinfo=UTC)
SCHEDULED = "https://schema.org/EventScheduled"


def calendar(title: str, events: "Iterable[PageView]", outside: "Iterable[Happening]" = ()) -> bytes:
    """A calendar that any programme reads, with the rules of summer time in it; ``outside`` are dates of others."""
    made = Calendar()
    made.add("prodid", "-//Beffroi//Agenda//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", title)
    made.add("x-wr-timezone", PARIS.key)
    made.add_component(_paris())
    for event in events:
        made.add_component(_component(event))
    for component in {str(one["uid"]): one for one in map(_borrowed, outside)}.values():
        made.add_component(component)
    return bytes(made.to_ical())


def _paris() -> Timezone:
    """Summer time in the European Union (directive 2000/84/EC): last Sundays of March and October."""
    zone = Timezone()
    zone.add("tzid", PARIS.key)
    for kind, month, hour, name, before, after in (
        (TimezoneDaylight, 3, 2, "CEST", 1, 2),
        (TimezoneStandard, 10, 3, "CET", 2, 1),
    ):
        part = kind()
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001, PLR2004  # local
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _component(event: "PageView") -> Component:
    first = recurrence.span_of(event.fields)
    made = Component()
    made.add("uid", f"{event.uid}@beffroi")
    made.add("dtstamp", (event.last_published_at or DAWN).astimezone(UTC))
    made.add("summary", event.title)
    _when(made, first)
    made.add("description", event.intro)
    if where := ", ".join(part for part in (event.place, event.address) if part):
        made.add("location", where)
    made.add("url", event.absolute_url)
    if event.category_name:
        made.add("categories", [event.category_name])
    _recur(made, event, first)
    return made


def _borrowed(it: "Happening") -> Component:
    """A date read in the calendar of somebody else, who is named. The same date always has the same identifier."""
    made = Component()
    made.add("uid", f"{uuid.uuid5(uuid.NAMESPACE_URL, f'{it.url}|{it.title}|{it.span.start.isoformat()}')}@beffroi")
    made.add("dtstamp", DAWN)
    made.add("summary", it.title)
    _when(made, it.span)
    made.add("description", it.credit or _("D’après l’agenda\u00a0: %(origin)s") % {"origin": it.origin})
    if it.place:
        made.add("location", it.place)
    if it.url:
        made.add("url", it.url)
    return made


def _when(made: Component, span: Span) -> None:
    made.add("dtstart", _moment(span.start, all_day=span.all_day))
    if span.all_day:
        made.add("dtend", span.end.date() + timedelta(days=1))
    elif span.end > span.start:
        made.add("dtend", _moment(span.end, all_day=False))


def _recur(made: Component, event: "PageView", first: Span) -> None:
    kept = event.recurrence or {}
    if not kept.get("rrule"):
        return
    rule = vRecur.from_ical(kept["rrule"])
    if (until := recurrence.choice_of(kept["rrule"]).until) is not None:
        evening = datetime.combine(until, time(23, 59, 59), PARIS).astimezone(UTC)
        rule["UNTIL"] = [until if first.all_day else evening]
    made.add("rrule", rule)
    for start in recurrence.taken_away(event.fields):
        made.add("exdate", _moment(start, all_day=first.all_day))


def _moment(local: datetime, *, all_day: bool) -> date | datetime:
    return local.date() if all_day else local.replace(tzinfo=PARIS)


def schema(event: "PageView", dates: Sequence[Span], town: str, picture: str = "") -> Markup:
    """What search engines read: one schema.org/Event for each of the next dates."""
    found = [_schema(event, span, town, picture) for span in dates]
    return embedded(found if len(found) != 1 else found[0])


def _schema(event: "PageView", span: Span, town: str, picture: str) -> dict[str, Any]:
    written: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "description": event.intro,
        "url": event.absolute_url,
        "startDate": _moment(span.start, all_day=span.all_day).isoformat(),
        "endDate": _moment(span.end, all_day=span.all_day).isoformat(),
        "eventStatus": SCHEDULED,
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": event.place or town, "address": event.address or town},
        "organizer": {"@type": "Organization", "name": event.contact_name or town},
        "isAccessibleForFree": bool(event.free),
    }
    return {**written, "image": [picture]} if picture else written
