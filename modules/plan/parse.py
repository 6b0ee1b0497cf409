"""The tiles of a map. Pure.

Tiles: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames (spherical Mercator, EPSG:3857).
"""

import math
from dataclasses import dataclass

from cms.rows.positions import Point

MIN_ZOOM, MAX_ZOOM = 11, 18
# Around the places of a commune: what its inhabitants call near.
AROUND_KM = 10.0
KM_PER_DEGREE = 111.32


@dataclass(frozen=True, slots=True)
class Area:
    """Degrees; a rectangle of the map."""

    south: float
    west: float
    north: float
    east: float


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
