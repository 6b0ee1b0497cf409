"""The delays of a domain's life, as dated data. Pure."""

from collections.abc import Sequence
from datetime import date

from sites.law.dated import Delay, first_day

# Reminders to the centre de gestion, before the end. A choice of ours.
NOTICES: Sequence[Delay] = (
    Delay(date(2026, 1, 1), days=90),
    Delay(date(2026, 1, 1), days=60),
    Delay(date(2026, 1, 1), days=30),
)
# What the table of communes shows as near.
SOON: Sequence[Delay] = (Delay(date(2026, 1, 1), days=90),)
# Renewed tacitly, unless refused in writing so long before (convention of the centre de gestion).
REFUSAL: Sequence[Delay] = (Delay(date(2020, 1, 1), months=2, source="convention du centre de gestion"),)


def notice_due(end: date, today: date) -> date | None:
    """The last day of reminder that has come, for a domain that ends on ``end``."""
    return max((day for day in (delay.before(end) for delay in NOTICES) if day <= today), default=None)


def first_notice(end: date) -> date:
    """The day of the first reminder."""
    return min(delay.before(end) for delay in NOTICES)


def refusal_limit(end: date) -> date:
    """The last day on which a town hall may refuse the renewal in writing; the day after, it is renewed."""
    return first_day(REFUSAL, end)
