"""What every driver answers to. The contract is tested for all of them by ``tests/deploy/drivers/test_contract.py``."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol

from deploy.resources import Resource
from deploy.subscriptions import Subscription
from sites.plan import Change


class DriverError(Exception):
    """A change that could not be made. The message is a French sentence."""


class Driver(Protocol):
    """A host for some kinds of resources.

    ``read`` says what exists for these communes, in a number of queries that does not grow with them; ``apply`` makes
    one change, and making it twice is making it once. A kept resource (domain, mailbox, site) is never deleted.
    """

    kinds: ClassVar[frozenset[str]]

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """What exists now for these communes, whoever made it."""
        ...

    def apply(self, change: Change) -> None:
        """Bring one resource to ``change.after``; ``DriverError`` when it cannot be."""
        ...
