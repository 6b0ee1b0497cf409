"""The delays of the law, as dated data: a reform is one more row. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class Delay:
    """Days or months, counted for what happens from ``since`` on; ``source`` is the article."""

    since: date
    source: str
    days: int = 0
    months: int = 0

    def after(self, day: date) -> date:
        """The last day of the delay that begins with ``day``."""
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        return moved + timedelta(days=self.days)


REFORM = date(2022, 7, 1)  # ordonnance 2021-1310 and décret 2021-1311

# An act stays online at least so long from the day it is put there.
PUBLICITY = (Delay(REFORM, "CGCT, art. R2131-1", months=2),)
# Within which a judge may be asked, from the day of publication on.
RECOURSE = (Delay(date(1965, 1, 11), "CJA, art. R421-1", months=2),)
# The list of deliberations examined, after the meeting; the minutes, after the meeting that approves them.
LIST = (Delay(REFORM, "CGCT, art. L2121-25", days=7),)
MINUTES = (Delay(REFORM, "CGCT, art. L2121-15", days=7),)
# Budget documents, after the vote.
BUDGET = (Delay(date(2016, 6, 26), "CGCT, art. R2313-8", months=1),)
# The number of inhabitants from which acts are published online and nowhere else (CGCT, art. L2131-1).
ELECTRONIC_ONLY = ((REFORM, 3500),)


def last_day(delays: Iterable[Delay], start: date) -> date:
    """The last day of the delay in force on ``start``; of the oldest known for what is older."""
    known = sorted(delays, key=lambda delay: delay.since)
    in_force = [delay for delay in known if delay.since <= start]
    return (in_force or known)[-1 if in_force else 0].after(start)


def end_of(day: date) -> datetime:
    """The midnight, in Paris, that ends ``day``."""
    return datetime.combine(day + timedelta(days=1), time(), PARIS)


def must_be_electronic(population: int, today: date) -> bool:
    """Whether a commune of ``population`` has no choice."""
    thresholds = [limit for since, limit in sorted(ELECTRONIC_ONLY) if since <= today]
    return bool(thresholds) and population >= thresholds[-1]
