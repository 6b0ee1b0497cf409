"""A world is built once in each process, then laid down again by its rows: building one costs a second."""

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, TypeVar, cast

from django.apps import apps
from django.conf import settings
from django.db import connection

T = TypeVar("T")
# Where SQLite notes the last key of each table; PostgreSQL's sequences never go back.
COUNTERS = "sqlite_sequence"


@dataclass(frozen=True)
class Memory:
    """What building left: the rows of the tables it changed, the files, the objects."""

    tables: Mapping[str, Any]
    files: Mapping[str, bytes]
    built: bytes


_kept: dict[str, Memory] = {}


def remembered(name: str, build: Callable[[], T]) -> T:
    """What ``build`` makes, in an empty database of the tests."""
    if name in _kept:
        return cast("T", _laid_down(_kept[name]))
    before = _tables()
    made = build()
    changed = {table: rows for table, rows in _tables().items() if rows != before[table]}
    root = Path(settings.MEDIA_ROOT)
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    _kept[name] = Memory(changed, files, pickle.dumps(made))
    return made


def _tables() -> dict[str, Any]:
    """Every table of a model; those of SQLite's full-text search follow by their triggers."""
    names = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}
    ordered = sorted(names)
    read = _rows if connection.vendor == "sqlite" else _copied
    if connection.vendor == "sqlite":
        ordered.append(COUNTERS)
    with connection.cursor() as cursor:
        return {table: read(cursor, table) for table in ordered}


def _rows(cursor: Any, table: str) -> Any:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our models
    # As Django writes them: SQLite has no type for the time of day, and Python none of its own adapters.
    return [tuple(it.isoformat() if isinstance(it, time) else it for it in row) for row in cursor.fetchall()]


def _copied(cursor: Any, table: str) -> Any:
    with cursor.cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(bytes(part) for part in copy)


def _laid_down(memory: Memory) -> object:
    with connection.cursor() as cursor:
        for table in memory.tables:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
        for table, rows in memory.tables.items():
            _write(cursor, table, rows)
    for name, content in memory.files.items():
        path = Path(settings.MEDIA_ROOT) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return pickle.loads(memory.built)  # noqa: S301  # our own, of this process


def _write(cursor: Any, table: str, rows: Any) -> None:
    if isinstance(rows, bytes):
        with cursor.cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
            copy.write(rows)
    elif rows:
        places = ", ".join(["%s"] * len(rows[0]))
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({places})', rows)  # noqa: S608
