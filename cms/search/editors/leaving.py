"""Rows that are being deleted leave their shards once they are: those of one transaction together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, prefetch_related_objects

from cms.search.editors import schema
from cms.search.editors.building import shard_of
from cms.search.editors.places import link_of, places_of

ATTRIBUTE = "_beffroi_leaving"


@dataclass
class Leaving:
    """What was deleted under the same savepoints: one that is rolled back forgets it, as Django does its callbacks."""

    savepoints: Sequence[str]
    rows: dict[type[Model], list[tuple[str, Any]]] = field(default_factory=dict)
    done: bool = False

    def __call__(self) -> None:
        """As many queries for each model, whatever the number of rows. A commune that left took its shard with it."""
        self.done = True
        for model, gone in self.rows.items():
            keys = {id(row): key for key, row in gone}
            own = [row for _key, row in gone]
            if (link := link_of(model)) is not None and "__" in link.row:
                prefetch_related_objects(own, link.row.rpartition("__")[0])
            for place, found in places_of(model, own).items():
                shard_of(place).drop_later(keys[id(row)] for row in found)


def drop(row: Any) -> None:
    """Forget a row once its deletion is for good. Until its shard is next written to, nobody finds it anyway."""
    connection = transaction.get_connection()
    gathered: Leaving | None = getattr(connection, ATTRIBUTE, None)
    here = list(connection.savepoint_ids)
    if gathered is None or gathered.done or gathered.savepoints != here or not _is_waiting(gathered, connection):
        gathered = Leaving(here)
        setattr(connection, ATTRIBUTE, gathered)
        gathered.rows[type(row)] = [(schema.key_of(row), row)]
        transaction.on_commit(gathered)
    else:
        gathered.rows.setdefault(type(row), []).append((schema.key_of(row), row))


def _is_waiting(gathered: Leaving, connection: BaseDatabaseWrapper) -> bool:
    """Whether a commit will call it; a rollback forgets its callbacks."""
    return any(callback is gathered for _savepoints, callback, *_ in connection.run_on_commit)
