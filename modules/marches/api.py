"""The contracts, for other programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sites.bake.snapshot import Snapshot
from sites.modules import PublicList

if TYPE_CHECKING:
    from modules.marches.listing import Ledger


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract. Whether it is open is the reader's to reckon, from ``deadline``: it changes with the clock.

    ``amount``: euros before tax, of what was awarded.
    """

    title: str
    reference: str
    url: str
    category: str
    procedure: str
    published: date | None
    deadline: datetime | None
    cancelled: bool
    awarded: bool
    holders: tuple[str, ...]
    amount: float | None
    notified: date | None
    summary: str
    lots: tuple[str, ...]


def _contracts(snapshot: Snapshot) -> Iterator[ContractRow]:
    ledger: Ledger = snapshot.data["marches"]
    for one in ledger.contracts:
        found = one.contract
        yield ContractRow(
            one.title, one.reference, snapshot.base_url + one.url, one.category, found.procedure,
            found.published, one.deadline, one.state == "annule", one.state == "attribue", found.holders, found.amount,
            found.first("notified"), one.summary, tuple(lot.title for lot in found.lots),
        )  # fmt: skip


LISTS = (
    PublicList("consultations", _("Les consultations et les marchés attribués"), ContractRow, _contracts, "published"),
)
