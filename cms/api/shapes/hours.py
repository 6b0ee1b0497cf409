"""Opening hours, as every list that tells some tells them. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from sites.rendering.french import DAY_CODES, DAYS

HALVES = (("morning_from", "morning_to"), ("afternoon_from", "afternoon_to"))


@dataclass(frozen=True, slots=True)
class Opening:
    """From one hour to another."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class OpenDay:
    """One day of the week; closed without ``openings``. ``day`` is its English name, in small letters."""

    day: str
    label: str
    openings: tuple[Opening, ...]
    note: str


def open_days(raw: Iterable[Any] | None) -> Iterator[OpenDay]:
    """The days of the town hall, from the items of its list block."""
    for item in raw or ():
        value = item.get("value") if isinstance(item, Mapping) else None
        if isinstance(value, Mapping) and value.get("day") in DAY_CODES:
            code = value["day"]
            pairs = [(_hour(value.get(start)), _hour(value.get(end))) for start, end in HALVES]
            openings = tuple(Opening(start, end) for start, end in pairs if start and end)
            yield OpenDay(code, DAYS[DAY_CODES.index(code)].capitalize(), openings, value.get("note") or "")


def _hour(text: Any) -> time | None:
    try:
        return time.fromisoformat(text)
    except (TypeError, ValueError):
        return None
