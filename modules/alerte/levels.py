"""Which alert is shown, and when that changes. Pure: no query, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

# From the most pressing on: one alert is shown at a time.
LEVELS = ("urgence", "vigilance", "information")


@dataclass(frozen=True, slots=True)
class Alert:
    """A message, from ``start`` until ``end``. Its link is a page of the commune, else an address."""

    level: str
    title: str
    text: str
    start: datetime
    end: datetime
    page_id: int | None = None
    url: str = ""
    label: str = ""
    id: int = 0

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return LEVELS.index(self.level) if self.level in LEVELS else len(LEVELS)


def shown(alerts: Iterable[Alert], now: datetime) -> Alert | None:
    """The most pressing of those of the moment; among equals, the one that began last."""
    current = [alert for alert in alerts if alert.start <= now < alert.end]
    return min(current, key=lambda alert: (alert.rank, -alert.start.timestamp(), -alert.id), default=None)


def turns(alerts: Iterable[Alert], now: datetime) -> Iterator[datetime]:
    """The moments to come at which one begins or ends."""
    return (moment for alert in alerts for moment in (alert.start, alert.end) if moment > now)
