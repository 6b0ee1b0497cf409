"""An outside calendar, once fetched: an ``.ics`` file, or the JSON export of an OpenAgenda. Pure: no query, no clock.

A date is ``{"start", "end", "all_day", "title", "place", "url"}``: ISO moments of Paris, plain text.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import recurring_ical_events
from icalendar import Calendar

from modules.agenda import openagenda
from sites.law.dated import PARIS

MAX_EVENTS = 3000
MAX_DATES = 500
MAX_TEXT = 160
# A rule by the second, or from long ago, would be counted for hours.
DAILY_AT_MOST = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
EARLIEST = date(1990, 1, 1)

Row = dict[str, Any]


class UnreadableError(ValueError):
    """The content is no calendar; the message is a code: ``page``, ``broken`` or ``long``."""


def dates(content: bytes, since: date, until: date) -> list[Row]:
    """The dates from ``since`` to ``until``, in order; ``UnreadableError`` when this is no calendar."""
    head = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"BEGIN:VCALENDAR"):
        return _kept(_of_ical(content, since, until))
    if (page := openagenda.page_of(content)) is not None:
        return dates_of_events(page[0], since, until)
    raise UnreadableError(refusal(content))


def dates_of_events(events: Sequence[Any], since: date, until: date) -> list[Row]:
    """As ``dates``, of the events of an OpenAgenda: https://developers.openagenda.com/."""
    if len(events) > MAX_EVENTS:
        raise UnreadableError("long")
    return _kept(_openagenda_rows(events, since, until))


def refusal(content: bytes) -> str:
    """Why this is no calendar: a ``page`` of the web, or ``broken``."""
    head = content[:2000].lower()
    return "page" if b"<html" in head or b"<!doctype" in head else "broken"


def _kept(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["start"], row["title"]))[:MAX_DATES]


def _of_ical(content: bytes, since: date, until: date) -> list[Row]:
    try:
        calendar = Calendar.from_ical(content)
        events = calendar.walk("VEVENT")
    except (ValueError, IndexError, KeyError) as error:
        raise UnreadableError("broken") from error
    if len(events) > MAX_EVENTS:
        raise UnreadableError("long")
    calendar.subcomponents = [part for part in calendar.subcomponents if part.name != "VEVENT" or _is_countable(part)]
    try:
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until + timedelta(days=1))
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise UnreadableError("broken") from error
    return [row for event in found if (row := _row(event)) is not None]


def _is_countable(event: Any) -> bool:
    """Has a date, and a rule that can be counted."""
    start = getattr(event.get("DTSTART"), "dt", None)
    if start is None:
        return False
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        frequencies = {str(name).upper() for name in rule.get("FREQ", [])}
        if not frequencies <= DAILY_AT_MOST or _day(start) < EARLIEST:
            return False
    return True


def _row(event: Any) -> Row | None:
    start, end = event["DTSTART"].dt, event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt
    title = _text(event.get("SUMMARY"))
    if not title or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    all_day = not isinstance(start, datetime)
    if all_day and end > start:
        end -= timedelta(days=1)  # the end of a day is the next one, in iCalendar
    return _made(_local(start), _local(end), all_day, title, _text(event.get("LOCATION")), str(event.get("URL", "")))


def _openagenda_rows(events: Iterable[Any], since: date, until: date) -> Iterator[Row]:
    for event in events:
        try:
            place = event.get("location") or {}
            where = ", ".join(_text(place.get(key)) for key in ("name", "city") if place.get(key))
            title = "" if openagenda.is_cancelled(event) else _text(_french(event.get("title")))
            url = openagenda.link_of(event)
            moments = [(timing["begin"], timing["end"]) for timing in event.get("timings") or []]
            spans = [(_local(datetime.fromisoformat(a)), _local(datetime.fromisoformat(b))) for a, b in moments]
        except (AttributeError, KeyError, TypeError, ValueError):
            continue  # one event that is not as it should be keeps no other out
        for start, end in spans:
            if title and end.date() >= since and start.date() <= until:
                yield _made(start, end, False, title, where, url)


def _made(start: datetime, end: datetime, all_day: bool, title: str, place: str, url: str) -> Row:  # noqa: FBT001
    return {
        "start": start.isoformat(),
        "end": max(start, end).isoformat(),
        "all_day": all_day,
        "title": title,
        "place": place,
        "url": url if url.startswith(("https://", "http://")) else "",
    }


def _french(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("fr") or next(iter(value.values()), "")
    return value


def _text(value: Any) -> str:
    return " ".join(str(value or "").split())[:MAX_TEXT]


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _local(moment: date | datetime) -> datetime:
    """In Paris, without zone; a moment without zone is already there."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    return (moment.astimezone(PARIS) if moment.tzinfo else moment).replace(tzinfo=None)
