"""Positions as people copy them: two numbers, or the address of a map. Pure."""

import re
from dataclasses import dataclass

_NUMBER = r"([-+]?\d{1,3}(?:[.,]\d+)?)"
# « 44.4475, 1.4419 », « 44,4475 ; 1,4419 », geo:44.4475,1.4419
_PAIR = re.compile(rf"^(?:geo:)?\s*{_NUMBER}\s*[,;/ ]\s*{_NUMBER}\s*(?:[,;?].*)?$")
_FRENCH_PAIR = re.compile(r"^([-+]?\d{1,3},\d+)\s*[;/ ]\s*([-+]?\d{1,3},\d+)$")
_MARKER = re.compile(rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}")
_HASH = re.compile(rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}")
_AT = re.compile(rf"/@{_NUMBER},{_NUMBER}")

MAX_LATITUDE = 85.0511  # where the projection of maps ends


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.6g}, {self.longitude:.6g}"


def point(text: str) -> Point | None:
    """The position that a text holds: two numbers, or the address of a map; None when it holds none on Earth."""
    cleaned = text.strip()
    found = _FRENCH_PAIR.match(cleaned) or _PAIR.match(cleaned)
    for pattern in (_MARKER, _HASH, _AT):
        found = found or pattern.search(cleaned)
    if found is None:
        return None
    latitude, longitude = (float(part.replace(",", ".")) for part in found.groups())
    if not (-MAX_LATITUDE <= latitude <= MAX_LATITUDE and -180 <= longitude <= 180):  # noqa: PLR2004  # degrees
        return None
    return Point(latitude, longitude)
