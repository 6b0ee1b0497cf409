"""What the environment makes of the settings."""

import pytest

from cms.settings import database


@pytest.mark.parametrize("url", ["", "postgresql://beffroi:secret@db.example:5432/beffroi"])
def test_a_connection_is_kept_from_a_request_to_the_next(url: str) -> None:
    """Opened anew, SQLite too reads the whole schema: six times the cost of a look at the queue."""
    assert database(url)["CONN_MAX_AGE"] > 0
