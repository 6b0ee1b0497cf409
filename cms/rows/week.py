"""A week of opening hours, as minutes since midnight. Pure: raw days in, plain data out.

A raw day is what the block ``day`` of the town hall stores: ``{"day": "monday", "morning_from": "09:00:00",
"morning_to": …, "afternoon_from": …, "afternoon_to": …, "note": ""}``; hours are texts, ``time`` values or ``None``.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from sites.rendering.french import DAY_CODES, NBSP, hour_fr

Range = tuple[int, int]
Week = tuple[tuple[Range, ...], ...]
"""The ranges of each day, from Monday on."""

HALVES = (("morning_from", "morning_to"), ("afternoon_from", "afternoon_to"))
HOUR = 60
SCHEMA_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")  # https://schema.org/openingHours


def minutes(value: Any) -> int | None:
    """Minutes since midnight of ``09:30``, ``09:30:00`` or a ``time``; ``None`` for what is no hour."""
    if isinstance(value, time):
        return value.hour * HOUR + value.minute
    found = re.match(r"(\d{1,2}):(\d{2})", value or "")
    return int(found[1]) * HOUR + int(found[2]) if found else None


def ranges_of(value: Mapping[str, Any]) -> tuple[Range, ...]:
    """The whole ranges of one raw day: morning, afternoon."""
    pairs = ((minutes(value.get(start)), minutes(value.get(end))) for start, end in HALVES)
    return tuple((start, end) for start, end in pairs if start is not None and end is not None and start < end)


def values(raw: Iterable[Any] | None) -> list[Mapping[str, Any]]:
    """Raw days without the wrapping of streams and list blocks."""
    found = [item.get("value", item) if isinstance(item, Mapping) else None for item in raw or ()]
    return [value for value in found if isinstance(value, Mapping) and value.get("day") in DAY_CODES]


def week_of(raw: Iterable[Any] | None) -> Week:
    """The whole week; a day without hours is empty."""
    days: dict[str, list[Range]] = {code: [] for code in DAY_CODES}
    for value in values(raw):
        days[value["day"]].extend(ranges_of(value))
    return tuple(tuple(sorted(days[code])) for code in DAY_CODES)


def schema(week: Week) -> list[str]:
    """As schema.org writes them: ``["Mo 09:00-12:00", …]``."""
    return [
        f"{day} {_clock(start)}-{_clock(end)}"
        for day, ranges in zip(SCHEMA_DAYS, week, strict=True)
        for start, end in ranges
    ]


def _clock(minute: int) -> str:
    return f"{minute // HOUR:02d}:{minute % HOUR:02d}"


def spoken(ranges: Iterable[Range]) -> str:
    """« de 9 h à 12 h et de 14 h à 17 h 30 »."""
    parts = [f"de {hour_fr(*divmod(a, HOUR))} à{NBSP}{hour_fr(*divmod(b, HOUR))}" for a, b in ranges]
    return " et ".join(parts)
