"""One commune, from the database to the public folder."""

from datetime import datetime
from typing import TYPE_CHECKING

from sites.bake.result import BakeResult, CheckReport

if TYPE_CHECKING:
    from sites.models import Commune


def bake(commune: "Commune", *, force: bool = False, now: datetime | None = None) -> BakeResult:
    """Read, render, compare, write what differs, swap one link. Never raises for a fault of content.

    ``force`` publishes in spite of an unexplained wave of deletions, and writes every file anew.
    """
    raise NotImplementedError


def check(commune: "Commune", *, now: datetime | None = None) -> CheckReport:
    """Compare the disk with its manifest and with what would be baked now. Writes nothing."""
    raise NotImplementedError
