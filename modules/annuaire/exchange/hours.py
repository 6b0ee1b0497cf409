"""A week of opening hours as one line per day, as people type it; and as OpenStreetMap writes it. Pure.

« Lundi au vendredi : 9h-12h, 14h-17h30 », « Mo-Fr 09:00-12:00,14:00-17:30; Sa 09:00-12:00 » → the raw days that the
week of a place is kept as (see ``cms.rows.week``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from cms.rows.week import HALVES, HOUR, ranges_of, values, week_of
from sites.rendering.french import DAY_CODES, DAYS

OSM = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_SHORT = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")
_NAMES: Mapping[str, int] = {
    **{name: number for number, name in enumerate(DAYS)},
    **{f"{name}s": number for number, name in enumerate(DAYS)},
    **{name: number for number, name in enumerate(_SHORT)},
    **{name.lower(): number for number, name in enumerate(OSM)},
}
_DAY = r"[a-zA-Z]{2,9}\.?"
_DAYS = re.compile(
    rf"^\s*(?:du\s+|les?\s+)?(tous les jours|{_DAY}(?:\s*(?:au|à|-|–|,|et|&)\s*{_DAY})*)\s*:?\s*"
    r"(?=\d|de\b|ferm|off|$)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\s*(au|à|-|–|,|et|&)\s*", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|–|à|a|/)\s*(\d{1,2})\s*[h:]\s*(\d{2})?", re.IGNORECASE)
_CLOSED = re.compile(r"^\W*(ferm[ée]+e?s?|off|closed)\W*$", re.IGNORECASE)
_LEFT = re.compile(r"^(?:\W|\bde\b|\bet\b|\bpuis\b|matin|apr[èe]s-midi)*$", re.IGNORECASE)
MOST = 2  # ranges of a day: the morning, the afternoon
END_OF_DAY = 24 * HOUR


class HoursError(ValueError):
    """A line that is not read as hours; its only argument is that line."""


def read(text: str) -> list[dict[str, Any]]:
    """Raw days. Raises ``HoursError`` naming the first line that cannot be read."""
    found: dict[int, list[tuple[int, int]]] = {}
    for line in filter(None, (part.strip() for part in re.split(r"[\n;]", text))):
        days, ranges = _line(line)
        for day in days:
            found.setdefault(day, []).extend(ranges)
    return [raw for day in sorted(found) for raw in _raw(day, sorted(found[day]), text)]


def _line(line: str) -> tuple[list[int], list[tuple[int, int]]]:
    head = _DAYS.match(line)
    if head is None:
        raise HoursError(line)
    rest = line[head.end() :]
    if _CLOSED.match(rest):
        return [], []
    ranges = []
    for one in _RANGE.finditer(rest):
        start = int(one[1]) * HOUR + int(one[2] or 0)
        end = int(one[3]) * HOUR + int(one[4] or 0)
        if not start < end < END_OF_DAY:
            raise HoursError(line)
        ranges.append((start, end))
    if not ranges or not _LEFT.match(_RANGE.sub(" ", rest)):
        raise HoursError(line)
    return _days(head[1], line), ranges


def _days(said: str, line: str) -> list[int]:
    if said.lower() == "tous les jours":
        return list(range(7))
    parts = _LINK.split(said)
    found: list[int] = []
    for number in range(0, len(parts), 2):
        day = _NAMES.get(parts[number].lower().rstrip("."))
        if day is None:
            raise HoursError(line)
        link = parts[number - 1].lower() if number else ""
        if link in {"au", "à", "-", "–"}:
            first = found[-1]
            found += [one % 7 for one in range(first + 1, (day if day >= first else day + 7) + 1)]
        else:
            found.append(day)
    return list(dict.fromkeys(found))


def _raw(day: int, ranges: list[tuple[int, int]], text: str) -> Iterator[dict[str, Any]]:
    if len(ranges) > MOST or any(a[1] > b[0] for a, b in pairwise(ranges)):
        raise HoursError(next((line for line in text.splitlines() if line.strip()), text))
    raw: dict[str, Any] = {"day": DAY_CODES[day], "note": "", **{name: None for pair in HALVES for name in pair}}
    halves = HALVES if len(ranges) == MOST or not ranges or ranges[0][0] < 12 * HOUR else HALVES[1:]
    for (start, end), span in zip(halves, ranges, strict=False):
        raw[start], raw[end] = (f"{minute // HOUR:02d}:{minute % HOUR:02d}:00" for minute in span)
    if ranges:
        yield raw


def written(raw: Iterable[Any] | None) -> str:
    """As people type it, one line per day: what ``read`` takes back. Remarks of days are left out."""
    lines = []
    for name, ranges in zip(DAYS, week_of(raw), strict=True):
        if ranges:
            spans = ", ".join(f"{_said(start)} à {_said(end)}" for start, end in ranges)
            lines.append(f"{name.capitalize()} : {spans}")
    return "\n".join(lines)


def _said(minute: int) -> str:
    hour, rest = divmod(minute, HOUR)
    return f"{hour}h{rest:02d}" if rest else f"{hour}h"


def osm(raw: Iterable[Any] | None) -> str:
    """In the syntax of OpenStreetMap (key ``opening_hours``), days alike together: the SCDL schema asks for it."""
    said = [
        ",".join(f"{a // HOUR:02d}:{a % HOUR:02d}-{b // HOUR:02d}:{b % HOUR:02d}" for a, b in ranges)
        for ranges in week_of(raw)
    ]
    parts: list[str] = []
    day = 0
    while day < len(said):
        last = day
        while last + 1 < len(said) and said[last + 1] == said[day]:
            last += 1
        if said[day]:
            name = OSM[day] if last == day else f"{OSM[day]}-{OSM[last]}"
            parts.append(f"{name} {said[day]}")
        day = last + 1
    return "; ".join(parts)


def same(one: Iterable[Any] | None, other: Iterable[Any] | None) -> bool:
    """Whether two weeks say the same, remarks included."""

    def plain(raw: Iterable[Any] | None) -> list[tuple[str, Any, str]]:
        return [(it["day"], ranges_of(it), it.get("note") or "") for it in values(raw)]

    return plain(one) == plain(other)
