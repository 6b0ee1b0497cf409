"""How much waits to be read, for « Ce qui vous attend »."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cms.guichet.models import Envoi, State
from sites.tenancy.reach import reachable

if TYPE_CHECKING:
    from sites.models import Commune, User


def to_handle(module: str, user: "User", communes: "Sequence[Commune]") -> int:
    """One query, whatever the number of communes."""
    rows = reachable(user, Envoi, {"change"}).filter(module=module, state=State.NEW)
    count: int = rows.filter(commune__in=[commune.pk for commune in communes]).count()
    return count
