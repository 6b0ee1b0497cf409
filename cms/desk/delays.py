"""How long before: delays of the desk, as dated data. The last entry whose day has come is in force."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class Delay(NamedTuple):
    """A number of days, from a day on."""

    since: date
    days: int


# A page that leaves the site by itself is announced so long before.
EXPIRY_NOTICE: Sequence[Delay] = (Delay(date(2026, 1, 1), 14),)


def in_force(delays: Sequence[Delay], day: date) -> int:
    """The number of days to count on ``day``."""
    return max((delay for delay in delays if delay.since <= day), default=delays[0]).days
