"""What the environment makes of the settings."""

import pytest
from django.core.cache import caches

from cms.settings import database


@pytest.mark.parametrize("url", ["", "postgresql://beffroi:secret@db.example:5432/beffroi"])
def test_a_connection_is_kept_from_a_request_to_the_next(url: str) -> None:
    """Opened anew, SQLite too reads the whole schema: six times the cost of a look at the queue."""
    assert database(url)["CONN_MAX_AGE"] > 0


def test_the_cache_has_room_for_every_commune_of_france(var: object) -> None:
    """Django's own limit is 300 entries; each one more has a third of them thrown away, whatever they are."""
    caches["default"].set_many({f"room-{number}": number for number in range(320)})
    assert len(caches["default"].get_many([f"room-{number}" for number in range(320)])) == 320
