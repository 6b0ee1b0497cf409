"""Dates of an event that comes back: a rule of RFC 5545 (``RRULE``), days and periods taken away (``EXDATE``). Pure.

Everything is in the local time of the commune: « le mardi à 18 h » stays at 18 h when clocks change. ``dateutil`` does
the arithmetic; what people choose in the form is turned into a rule, and back, by ``rule_of`` and ``choice_of``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from dateutil.rrule import rrulestr

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# How far ahead dates are shown, in days: a list without end would be no list. The last row in force counts.
HORIZONS: tuple[tuple[date, int], ...] = ((date(2020, 1, 1), 366),)

WEEKLY, FORTNIGHTLY, MONTHLY_DATE, MONTHLY_DAY, YEARLY = (
    "weekly",
    "fortnightly",
    "monthly-date",
    "monthly-day",
    "yearly",
)
_FREQUENCIES = {
    WEEKLY: "FREQ=WEEKLY",
    FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
    MONTHLY_DATE: "FREQ=MONTHLY",
    MONTHLY_DAY: "FREQ=MONTHLY",
    YEARLY: "FREQ=YEARLY",
}
FARTHEST = timedelta(days=366 * 40)  # no exception of an event counts so long after its first date
WEEK = 7
LAST_WEEK = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What the form says: how often, on which days of the week (0 is Monday), until when."""

    often: str = ""
    weekdays: tuple[int, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Away:
    """Days without the event, both included. Stored as an ISO day, or as two with a solidus (ISO 8601, 4.4)."""

    first: date
    last: date

    def __str__(self) -> str:
        return self.first.isoformat() + (f"/{self.last.isoformat()}" if self.last != self.first else "")

    @classmethod
    def read(cls, text: str) -> "Away":
        """The same, from what is stored. Raises ``ValueError``."""
        first, _mark, last = text.partition("/")
        return cls(date.fromisoformat(first), date.fromisoformat(last or first))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One date of an event. ``start`` and ``end`` are local; without hour when ``all_day``."""

    start: datetime
    end: datetime
    all_day: bool = False

    @property
    def day(self) -> date:
        """Its first day."""
        return self.start.date()

    @property
    def last_day(self) -> date:
        """Its last day: what ends at midnight sharp ends the day before."""
        if self.end.time() == time() and self.end > self.start and not self.all_day:
            return (self.end - timedelta(minutes=1)).date()
        return self.end.date()


def rule_of(choice: Choice, first: date) -> str:
    """The ``RRULE`` of a choice, for an event that first happens on ``first``; empty for one that happens once."""
    if not choice.often:
        return ""
    parts = [_FREQUENCIES[choice.often]]
    if choice.often in {WEEKLY, FORTNIGHTLY}:
        parts.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(set(choice.weekdays) or {first.weekday()})))
    elif choice.often == MONTHLY_DAY:
        week = (first.day - 1) // WEEK + 1
        parts.append(f"BYDAY={-1 if week == LAST_WEEK else week}{DAYS[first.weekday()]}")
    if choice.until:
        parts.append(f"UNTIL={choice.until:%Y%m%d}")
    return ";".join(parts)


def choice_of(rule: str) -> Choice:
    """What the form shows of a rule that it made."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    frequency, days = parts.get("FREQ", ""), parts.get("BYDAY", "")
    often = {
        "WEEKLY": FORTNIGHTLY if parts.get("INTERVAL") == "2" else WEEKLY,
        "MONTHLY": MONTHLY_DAY if days else MONTHLY_DATE,
        "YEARLY": YEARLY,
    }.get(frequency, "")
    weekdays = tuple(DAYS.index(day) for day in days.split(",") if day in DAYS)
    until = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date() if "UNTIL" in parts else None  # noqa: DTZ007  # a day
    return Choice(often, weekdays, until)


def horizon(today: date) -> date:
    """The last day whose dates are shown."""
    since_then = [row for row in HORIZONS if row[0] <= today] or [HORIZONS[0]]
    return today + timedelta(days=max(since_then)[1])


def spans(fields: Mapping[str, Any], until: date) -> Iterator[Span]:
    """Every date of an event up to ``until``, in order.

    ``fields``: ``start_date``, ``start_time``, ``end_date``, ``end_time``, and ``recurrence`` with ``rrule`` and
    ``exdates`` (what ``Away`` reads). An event that happens once is given whatever ``until``.
    """
    first = span_of(fields)
    recurrence = fields.get("recurrence") or {}
    if not recurrence.get("rrule", ""):
        yield first
        return
    away = _away(recurrence)
    length = first.end - first.start
    for start in _starts(recurrence, first, until):
        if not _is_away(start.date(), away):
            yield Span(start, start + length, first.all_day)


def taken_away(fields: Mapping[str, Any]) -> Iterator[datetime]:
    """The beginnings that the rule gives and that exceptions take away, in order: those of its ``EXDATE``."""
    recurrence = fields.get("recurrence") or {}
    if away := _away(recurrence):
        first = span_of(fields)
        starts = _starts(recurrence, first, min(max(one.last for one in away), first.day + FARTHEST))
        yield from (start for start in starts if _is_away(start.date(), away))


def _starts(recurrence: Mapping[str, Any], first: Span, until: date) -> Iterator[datetime]:
    limit = datetime.combine(until, time.max)
    rule = rrulestr(_whole_days(recurrence["rrule"]), dtstart=first.start)
    return takewhile(lambda start: start <= limit, rule)


def _away(recurrence: Mapping[str, Any]) -> tuple[Away, ...]:
    return tuple(Away.read(text) for text in recurrence.get("exdates", ()))


def _is_away(day: date, away: tuple[Away, ...]) -> bool:
    return any(one.first <= day <= one.last for one in away)


def span_of(fields: Mapping[str, Any]) -> Span:
    """The first date of an event: all day without an hour, an instant where nothing says when it ends."""
    day, hour = fields["start_date"], fields.get("start_time")
    start = datetime.combine(day, hour or time())
    last = fields.get("end_date") or day
    if hour is None:
        return Span(start, datetime.combine(last, time()), all_day=True)
    closing = fields.get("end_time")
    if closing is None:
        return Span(start, start if last == day else datetime.combine(last, hour))
    return Span(start, datetime.combine(last, closing))


def _whole_days(rule: str) -> str:
    """``UNTIL`` is a day in what we store: that day's evening counts."""
    name, mark, rest = rule.partition("UNTIL=")
    day, end, after = rest.partition(";")
    return f"{name}{mark}{day}T235959{end}{after}" if mark else rule
