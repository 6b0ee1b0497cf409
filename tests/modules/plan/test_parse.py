"""Positions as people copy them, and tiles near a commune."""

import pytest

from cms.rows.positions import Point, point
from modules.plan.parse import around, is_near, tile_area

CAHORS = Point(44.4475, 1.4419)


@pytest.mark.parametrize(
    "text",
    [
        "44.4475, 1.4419",
        "44.4475,1.4419",
        "44,4475 ; 1,4419",
        "44,4475 1,4419",
        "  geo:44.4475,1.4419?z=17 ",
        "https://www.openstreetmap.org/?mlat=44.4475&mlon=1.4419#map=15/45.0/2.0",
        "https://www.openstreetmap.org/#map=17/44.4475/1.4419",
        "https://maps.example/place/@44.4475,1.4419,15z",
    ],
)
def test_what_people_copy_is_a_position(text: str) -> None:
    assert point(text) == CAHORS


@pytest.mark.parametrize("text", ["", "place de la Halle", "91.5, 1.4", "44.4, 181", "44.4475", "1e9, 2", "nan, nan"])
def test_what_is_nowhere_on_earth_is_none(text: str) -> None:
    assert point(text) is None


def test_a_position_is_written_back_as_it_is_read() -> None:
    assert point(str(CAHORS)) == CAHORS


def test_a_tile_covers_what_the_slippy_map_says() -> None:
    """The tile of Cahors at zoom 14: 2^14 × (1.4419 + 180) / 360 = 8257.6."""
    area = tile_area(14, 8257, 5929)
    assert area.west < CAHORS.longitude < area.east
    assert area.south < CAHORS.latitude < area.north


def test_tiles_are_served_near_the_places_and_nowhere_else() -> None:
    area = around(CAHORS)
    assert is_near(area, 14, 8257, 5929)
    assert is_near(area, 14, 8258, 5928)
    assert not is_near(area, 14, 8300, 5636)  # Paris
    assert not is_near(area, 10, 516, 370)  # too far away to be a commune
    assert not is_near(area, 19, 264242, 189600)  # closer than anybody needs
    assert not is_near(area, 14, -1, 5929)
    assert not is_near(area, 14, 2**14, 5929)
