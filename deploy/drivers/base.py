"""What every driver answers to. The contract is tested for all of them by ``tests/deploy/drivers/test_contract.py``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol, runtime_checkable

from deploy.resources import Resource
from deploy.subscriptions import Subscription
from sites.plan import Change, Key


class DriverError(Exception):
    """A change that could not be made. The message is a French sentence."""


class WaitingError(DriverError):
    """Neither done nor failed: somebody, or another host, must act first. The message is a French sentence.

    The other changes of the commune go on, the run stays open, and the next one tries again. What the driver wrote in
    our database before saying so is kept.
    """


class Driver(Protocol):
    """A host for some kinds of resources.

    ``external`` says whether its changes leave our database: no transaction undoes such a change, so it is recorded by
    itself, right after it is made.

    ``read`` says what exists for these communes, in a number of queries that does not grow with them; ``apply`` makes
    one change, and making it twice is making it once. A kept resource (domain, mailbox, site) is never deleted.
    """

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of resources that it alone holds."""
        ...

    external: ClassVar[bool]

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """What exists now for these communes, whoever made it."""
        ...

    def apply(self, change: Change) -> None:
        """Bring one resource to ``change.after``; ``DriverError`` when it cannot be."""
        ...


@dataclass(frozen=True, slots=True)
class Approval:
    """Who applies a plan, whether all of it was accepted (« --force »), and what an order or a date explains."""

    author: str = ""
    force: bool = False
    explained: frozenset[Key] = frozenset()


@runtime_checkable
class GatheringDriver(Driver, Protocol):
    """An external host that takes many changes in one call: those of one lot, a DNS zone for instance."""

    def lot(self, change: Change) -> str:
        """What the change is made together with; a name that a person can read."""
        ...

    def apply_lot(self, lot: str, changes: Sequence[Change], approval: Approval) -> Mapping[Key, str]:
        """Make these changes, of one lot: all of them but those that wait, given with a French sentence each.

        ``DriverError`` when none was made; ``WaitingError`` when all of them wait.
        """
        ...

    def notices(self, changes: Iterable[Change]) -> Iterable[tuple[str, str]]:
        """What a person should know before approving these changes: INSEE code and French sentence, after ``read``."""
        ...
