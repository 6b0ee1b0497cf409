"""The migrated database, kept from one run to the next: each process of the tests would replay 225 migrations.

Kept under a name made from all that shaped it: a changed migration is replayed. « pytest --cache-clear » forgets
everything. PostgreSQL replays them always: it is there that migrations themselves are tested.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django
import wagtail
from django.apps import apps
from django.core import management
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

Command = Callable[..., Any]
#: Beside what pytest itself remembers.
KEPT = Path(__file__).resolve().parent.parent / ".pytest_cache" / "schema"


def fingerprint() -> str:
    """Of every migration, every model that has a content type or a permission, and the versions that read them."""
    digest = hashlib.sha256(f"{django.VERSION} {wagtail.VERSION} {sqlite3.sqlite_version}".encode())
    for path in sorted(_migrations()):
        digest.update(path.name.encode() + path.read_bytes())
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.label):
        told = (model._meta.label, model._meta.default_permissions, model._meta.permissions, model._meta.proxy)
        digest.update(repr(told).encode())
    return digest.hexdigest()[:24]


def _migrations() -> Iterator[Path]:
    for config in apps.get_app_configs():
        module = MigrationLoader.migrations_module(config.label)[0]
        folder = Path(config.path, *module.removeprefix(f"{config.name}.").split(".")) if module else None
        if folder is not None and folder.is_dir():
            yield from folder.glob("*.py")


def remembering(folder: Path = KEPT) -> Any:
    """Patch the creation of test databases: « migrate » restores what is kept, or keeps what it made."""
    return patch.object(management, "call_command", _remembered(folder))


def _remembered(folder: Path) -> Command:
    def command(name: str, *args: Any, **options: Any) -> Any:
        connection = connections[options.get("database") or "default"]
        # « run_syncdb » is said by the creation of a test database alone: a test that migrates does migrate.
        if name != "migrate" or not options.get("run_syncdb") or connection.vendor != "sqlite":
            return call_command(name, *args, **options)
        kept = folder / f"{fingerprint()}.sqlite3"
        connection.ensure_connection()
        if kept.exists():
            with closing(sqlite3.connect(kept)) as source:
                source.backup(connection.connection)
            return None
        call_command(name, *args, **options)
        return _keep(connection.connection, kept)

    return command


def _keep(database: sqlite3.Connection, kept: Path) -> None:
    """Beside, then renamed: several processes may come at once."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=kept.parent, suffix=".tmp")
    os.close(descriptor)
    with closing(sqlite3.connect(name)) as target:
        database.backup(target)
    Path(name).replace(kept)


def restore(database: Path) -> None:
    """Lay the kept schema, if there is one, where an install will migrate: nothing remains for it to do.

    A process that never sets Django up, as that of the measures, has its installs replay everything.
    """
    if not apps.ready:
        return
    kept = KEPT / f"{fingerprint()}.sqlite3"
    if kept.exists():
        shutil.copyfile(kept, database)
