"""When a convention ends, is renewed or may be refused; how long an archive stays. Dated data and reckoning, pure."""

from collections.abc import Sequence
from datetime import date

from sites.law.dated import Delay, Threshold, in_force, last_day

# What the form proposes; each convention then keeps its own (convention of the centre de gestion, 2020).
MONTHS: Sequence[Threshold] = (Threshold(date(2020, 1, 1), 12),)
NOTICE: Sequence[Threshold] = (Threshold(date(2020, 1, 1), 3),)
LONGEST, LONGEST_NOTICE = 120, 12  # months that the form accepts
# A webmestre is reminded so long before the last day of refusal. A choice of ours.
REMINDED: Sequence[Delay] = (Delay(date(2026, 1, 1), days=60),)

# An archive handed over is kept so long: time for the next host to say what is missing. A choice of ours.
ARCHIVE: Sequence[Delay] = (Delay(date(2026, 1, 1), months=6),)


def archive_kept_until(start: date) -> date:
    """The last day of an archive whose time begins on ``start``."""
    return last_day(ARCHIVE, start)


def usual(rows: Sequence[Threshold], day: date) -> int:
    """The number of months of a convention signed on ``day``."""
    return in_force(rows, day).number


def after(start: date, months: int) -> date:
    """The same day so many months later; the end of a month has no thirty-first in every other."""
    return Delay(start, months=months).after(start)


def term(start: date, months: int, today: date) -> date:
    """The day on which the running period is over: the first of the next one. After ``today``, or the first of all."""
    count = 1
    while (end := after(start, months * count)) <= today:
        count += 1
    return end


def begun(start: date, months: int, end: date) -> date:
    """The first day of the period that is over on ``end``."""
    count = 1
    while after(start, months * count) < end:
        count += 1
    return after(start, months * (count - 1))


def refusable_until(end: date, notice: int) -> date:
    """The last day on which either side may refuse what would be renewed on ``end``."""
    return Delay(end, months=notice).before(end)


def reminded(end: date, notice: int, today: date) -> bool:
    """Whether the last day of refusal is near, and not over."""
    limit = refusable_until(end, notice)
    return today <= limit <= last_day(REMINDED, today)
