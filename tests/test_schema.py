"""The tests' own schema: what is kept is what migrations make, and never older than they are."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core import management
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests import schema


@pytest.mark.usefixtures("db")
def test_the_schema_at_hand_holds_every_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    assert applied == set(MigrationLoader(connection).disk_migrations)


def test_a_changed_migration_is_replayed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = tmp_path / "0001_initial.py"
    monkeypatch.setattr(schema, "_migrations", lambda: [migration])
    migration.write_text("operations = []")
    before = schema.fingerprint()
    migration.write_text("operations = [1]")
    assert schema.fingerprint() != before


def test_only_the_creation_of_a_test_database_is_short_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def migrate(name: str, *_arguments: Any, **_options: Any) -> None:
        asked.append(name)

    monkeypatch.setattr(schema, "call_command", migrate)
    (tmp_path / f"{schema.fingerprint()}.sqlite3").write_bytes(b"")
    with schema.remembering(tmp_path):
        management.call_command("migrate", verbosity=0)
    assert asked == ["migrate"]


def test_what_is_kept_is_whole(tmp_path: Path) -> None:
    kept = tmp_path / "schema" / "key.sqlite3"
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE commune (insee TEXT)")
        schema._keep(database, kept)
    with closing(sqlite3.connect(kept)) as again:
        assert again.execute("SELECT name FROM sqlite_master").fetchall() == [("commune",)]
    assert list(kept.parent.iterdir()) == [kept]
