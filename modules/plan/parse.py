"""Positions as people copy them, and the tiles of a map. Pure.

Tiles: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames (spherical Mercator, EPSG:3857).
"""

import math
import re
from dataclasses import dataclass

_NUMBER = r"([-+]?\d{1,3}(?:[.,]\d+)?)"
# « 44.4475, 1.4419 », « 44,4475 ; 1,4419 », geo:44.4475,1.4419
_PAIR = re.compile(rf"^(?:geo:)?\s*{_NUMBER}\s*[,;/ ]\s*{_NUMBER}\s*(?:[,;?].*)?$")
_FRENCH_PAIR = re.compile(r"^([-+]?\d{1,3},\d+)\s*[;/ ]\s*([-+]?\d{1,3},\d+)$")
_MARKER = re.compile(rf"[?&]mlat={_NUMBER}&mlon={_NUMBER}")
_HASH = re.compile(rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}")
_AT = re.compile(rf"/@{_NUMBER},{_NUMBER}")

MIN_ZOOM, MAX_ZOOM = 11, 18
# Around the places of a commune: what its inhabitants call near.
AROUND_KM = 10.0
KM_PER_DEGREE = 111.32
MAX_LATITUDE = 85.0511  # where the projection ends


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"{self.latitude:.6g}, {self.longitude:.6g}"


@dataclass(frozen=True, slots=True)
class Area:
    """Degrees; a rectangle of the map."""

    south: float
    west: float
    north: float
    east: float


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


def around(place: Point) -> Area:
    """The country around a place. Each has its own: a rectangle around them all could hold half the Earth."""
    high = AROUND_KM / KM_PER_DEGREE
    wide = high / max(0.1, math.cos(math.radians(place.latitude)))
    return Area(place.latitude - high, place.longitude - wide, place.latitude + high, place.longitude + wide)


def tile_area(zoom: int, x: int, y: int) -> Area:
    """What a tile shows."""
    count = 2**zoom
    return Area(_latitude(y + 1, count), x / count * 360 - 180, _latitude(y, count), (x + 1) / count * 360 - 180)


def _latitude(row: int, count: int) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / count))))


def is_near(area: Area, zoom: int, x: int, y: int) -> bool:
    """Whether the tile exists, at a zoom that we serve, and touches ``area``."""
    if not (MIN_ZOOM <= zoom <= MAX_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom):
        return False
    tile = tile_area(zoom, x, y)
    beside = tile.east < area.west or tile.west > area.east or tile.north < area.south or tile.south > area.north
    return not beside
