"""The configuration that the migration gives PostgreSQL, on the real server."""

from collections.abc import Generator
from importlib import import_module
from typing import Any

import psycopg
import pytest

from tests.servers.postgresql import postgresql

FRENCH = import_module("cms.search.migrations.0001_french")


@pytest.fixture(scope="module")
def server() -> Generator["psycopg.Connection[Any]", None, None]:
    try:
        with postgresql() as url, psycopg.connect(url, autocommit=True) as connection:
            for _twice in range(2):  # a migration that is run again does no harm
                connection.execute(FRENCH.FRENCH)
            yield connection
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


@pytest.mark.server
@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("demarche", "Vos démarches"),
        ("DÉMARCHES", "une demarche"),
        ("coeur", "au cœur du village"),
        ("cœur", "au coeur du village"),
        ("eau", "L’eau potable"),
        ("eau", "l'eau potable"),
        ("municipale", "les conseils municipaux"),
        ("ecole", "Les écoles de la commune"),
    ],
)
def test_postgresql_searches_in_french(server: "psycopg.Connection[Any]", query: str, text: str) -> None:
    asked = "SELECT to_tsvector('beffroi', %s) @@ plainto_tsquery('beffroi', %s)"
    assert server.execute(asked, (text, query)).fetchone() == (True,)


@pytest.mark.server
def test_the_configuration_goes_with_the_migration(server: "psycopg.Connection[Any]") -> None:
    count = "SELECT count(*) FROM pg_ts_config WHERE cfgname = 'beffroi'"
    assert server.execute(count).fetchone() == (1,)
    server.execute(FRENCH.FORGET)
    assert server.execute(count).fetchone() == (0,)
