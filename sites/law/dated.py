"""Thresholds, prices and delays, as dated rows: a reform is one row more, and no code changes. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

#: The clock of every delay.
PARIS = ZoneInfo("Europe/Paris")


class Dated(Protocol):
    """A row in force from ``since`` on, until the next."""

    @property
    def since(self) -> date:
        """Its first day."""


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Delay:
    """Days or months, for what happens from ``since`` on; ``source`` is the article, empty for a choice of ours."""

    since: date
    days: int = 0
    months: int = 0
    source: str = ""

    def after(self, day: date) -> date:
        """The last day of the delay that begins with ``day``; the end of a month has no thirty-first in every other."""
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The first day of the delay that ends with ``day``."""
        return self._moved(day, -1)

    def _moved(self, day: date, way: int) -> date:
        year, month = divmod(day.year * 12 + day.month - 1 + way * self.months, 12)
        moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return moved + timedelta(days=way * self.days)


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number from which a rule applies, for what happens from ``since`` on."""

    since: date
    number: int


def begun(rows: Iterable[D], day: date) -> D | None:
    """The last row whose first day has come; ``None`` before the first."""
    return max((row for row in rows if row.since <= day), key=lambda row: row.since, default=None)


def in_force(rows: Iterable[D], day: date) -> D:
    """The row of ``day``; the oldest known for what is older. Raises ``ValueError`` without any row."""
    known = tuple(rows)
    return begun(known, day) or min(known, key=lambda row: row.since)


def days(delays: Iterable[Delay], day: date) -> int:
    """The number of days to count on ``day``."""
    return in_force(delays, day).days


def last_day(delays: Iterable[Delay], start: date) -> date:
    """The last day of the delay that begins with ``start``."""
    return in_force(delays, start).after(start)


def first_day(delays: Iterable[Delay], end: date) -> date:
    """The first day of the delay that ends with ``end``."""
    return in_force(delays, end).before(end)


def start_of(day: date) -> datetime:
    """The midnight, in Paris, that begins ``day``."""
    return datetime.combine(day, time(), PARIS)


def end_of(day: date) -> datetime:
    """The midnight, in Paris, that ends ``day``."""
    return start_of(day + timedelta(days=1))
