"""What changed is gathered until the transaction commits, then asked for in one statement.

A request that saves one page or a thousand ends with a single UPDATE of ``BakeState``; one that rolls back with none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from sites.bake import state
from sites.models import Commune
from sites.tenancy.paths import STEP

ATTRIBUTE = "_beffroi_changed"


@dataclass
class Changed:
    """What one transaction has changed so far. Called on commit, it asks for the bakes."""

    communes: set[int] = field(default_factory=set)
    sites: set[int] = field(default_factory=set)
    departements: set[int] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    collections: set[str] = field(default_factory=set)
    removals: int = 0
    asked: bool = False

    def __call__(self) -> None:
        """One statement, whatever was gathered."""
        self.asked = True
        state.mark_dirty(Commune.objects.filter(self._wanted()).values("pk"), self.removals)

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
    """Ask, on commit, for the communes named by id, site, département, or tree path of a page or collection.

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
