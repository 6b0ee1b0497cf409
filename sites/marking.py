"""What changed is gathered until the transaction is about to commit, then asked for in one statement of its own.

A request that saves one page or a thousand ends with a single UPDATE of ``BakeState``; one that rolls back with none.
The mark and what it announces are one transaction: a process killed at any moment leaves both or neither, and the row
is locked for the time of a commit, however long the transaction was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Q

from sites.bake import state
from sites.models import Commune
from sites.tenancy.paths import STEP

ATTRIBUTE = "_beffroi_changed"


@dataclass
class Changed:
    """What one transaction has changed so far. Called when it commits, it asks for the bakes, once."""

    communes: set[int] = field(default_factory=set)
    sites: set[int] = field(default_factory=set)
    departements: set[int] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    collections: set[str] = field(default_factory=set)
    removals: int = 0
    asked: bool = False

    def __call__(self) -> None:
        """One statement, whatever was gathered; none where nobody was named."""
        if not self.asked:
            self.asked = True
            if wanted := self._wanted():
                state.mark_dirty(Commune.objects.filter(wanted).values("pk"), self.removals)

    def _wanted(self) -> Q:
        """Above a page or a collection stands one commune at most: its path begins with the commune's."""
        conditions = {
            "pk__in": self.communes,
            "site__in": self.sites,
            "departement__in": self.departements,
            "site__root_page__path__in": _prefixes(self.pages),
            "collection__path__in": _prefixes(self.collections),
        }
        return Q(*((key, values) for key, values in conditions.items() if values), _connector=Q.OR)


def _prefixes(paths: Iterable[str]) -> set[str]:
    return {path[:end] for path in paths for end in range(STEP, len(path) + 1, STEP)}


def _is_waiting(gathered: Changed, connection: BaseDatabaseWrapper) -> bool:
    """Whether the commit still to come will call it; a rollback forgets its callbacks."""
    return any(callback is gathered for _savepoints, callback, *_ in connection.run_on_commit)


def mark(
    *,
    communes: Iterable[int] = (),
    sites: Iterable[int] = (),
    departements: Iterable[int] = (),
    pages: Iterable[str] = (),
    collections: Iterable[str] = (),
    removals: int = 0,
) -> None:
    """Ask, with the commit, for the communes named by id, site, département, or tree path of a page or collection.

    ``removals``: how many public pages this takes away (see ``state.mark_dirty``). A savepoint rolled back may leave
    its marks to the rest of the transaction: one bake too many, which finds nothing to write.
    """
    connection = transaction.get_connection()
    gathered: Changed | None = getattr(connection, ATTRIBUTE, None)
    waiting = gathered is not None and not gathered.asked and _is_waiting(gathered, connection)
    if gathered is None or not waiting:
        gathered = Changed()
        setattr(connection, ATTRIBUTE, gathered)
    gathered.communes.update(communes)
    gathered.sites.update(sites)
    gathered.departements.update(departements)
    gathered.pages.update(pages)
    gathered.collections.update(collections)
    gathered.removals += removals
    if not waiting:
        transaction.on_commit(gathered)


def listen() -> None:
    """Have every connection ask before it commits: Django calls what ``on_commit`` was given only afterwards."""
    connection_created.connect(_watch, dispatch_uid="beffroi.marking")


def _watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if "commit" not in vars(connection):  # a connection that is opened again
        connection.commit = _asking_first(connection, connection.commit)  # type: ignore[method-assign]


def _asking_first(connection: BaseDatabaseWrapper, commit: Callable[[], None]) -> Callable[[], None]:
    @wraps(commit)
    def ask_and_commit() -> None:
        gathered: Changed | None = getattr(connection, ATTRIBUTE, None)
        if gathered is not None and _is_waiting(gathered, connection):
            gathered()
        commit()

    return ask_and_commit
