"""Hosts that exist only on paper, for the kinds no other driver holds: they stand in a table of the database.

The embedded install needs no more: its server answers for every ``*.localhost`` name. A second process finds what
the first one made, and a change is kept or lost whole, with the transaction it belongs to.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar

from deploy.drivers.base import DriverError
from deploy.models import HeldResource
from deploy.resources import RESOURCES, Resource, resource_of
from deploy.subscriptions import Subscription
from sites.plan import Action, Change

KEPT = frozenset(resource.kind for resource in RESOURCES if resource.kept)


class MemoryDriver:
    """Takes any kind of resource: it is also the twin that real drivers are compared with."""

    external: ClassVar[bool] = False

    def __init__(self, kinds: Collection[str]) -> None:
        """Hold these kinds."""
        self._kinds = frozenset(kinds)

    @property
    def kinds(self) -> frozenset[str]:
        """Those it was given."""
        return self._kinds

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """One query."""
        groups = [subscription.commune.insee for subscription in subscriptions]
        for row in HeldResource.objects.filter(group__in=groups, kind__in=self.kinds):
            yield resource_of(row.kind, row.payload)

    def apply(self, change: Change) -> None:
        """One statement."""
        kind, name = change.key
        if change.action is not Action.DELETE:
            hold(change)
        elif kind in KEPT:
            raise DriverError(f"« {name} » ne peut pas être supprimé par un plan.")
        else:
            HeldResource.objects.filter(kind=kind, name=name).delete()


def hold(change: Change) -> None:
    """Keep ``change.after`` as what was last given."""
    kind, name = change.key
    HeldResource.objects.bulk_create(
        [HeldResource(kind=kind, name=name, group=change.group, payload=change.after)],
        update_conflicts=True,
        unique_fields=["kind", "name"],
        update_fields=["group", "payload"],
    )
