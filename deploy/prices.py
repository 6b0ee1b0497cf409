"""What things cost on a day: the catalogue, what the CDG sets itself, and the yearly revision. Pure.

On 1 January every price follows the Syntec index of November: P1 = P0 × S1 ÷ S0, S1 being the index of the November
before and S0 that of the year before it, to the cent each year. Where one of the two is not known, prices stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from sites.law.dated import begun
from sites.packs import DAY_OF_WORK, EXTRA_DOMAIN, EXTRA_MAILBOX, MODULE_LABELS, PACKS, RIGHT_LABELS, DatedPrice

DOMAIN, DAY = "domain", "day"
CENT = Decimal("0.01")


def of_pack(code: str) -> str:
    """The item of a pack."""
    return f"pack.{code}"


def of_mailbox(gigabytes: int) -> str:
    """The item of a mailbox of this size."""
    return f"mailbox.{gigabytes}"


def of_module(code: str) -> str:
    """The item of a module ordered in more."""
    return f"module.{code}"


def of_right(code: str) -> str:
    """The item of a right ordered in more."""
    return f"right.{code}"


CATALOGUE: Mapping[str, tuple[DatedPrice, ...]] = MappingProxyType(
    {
        **{of_pack(pack.code): pack.prices for pack in PACKS.values()},
        **{of_mailbox(size): prices for size, prices in EXTRA_MAILBOX.items()},
        DOMAIN: EXTRA_DOMAIN,
        DAY: DAY_OF_WORK,
    }
)
# Every item that may have a price, as people read it. Euros a year; of a day of work, euros a day.
ITEMS: Mapping[str, str] = MappingProxyType(
    {
        **{of_pack(pack.code): f"Pack {pack.label}" for pack in PACKS.values()},
        DOMAIN: "Nom de domaine supplémentaire",
        **{of_mailbox(size): f"Boîte aux lettres de {size} Go supplémentaire" for size in EXTRA_MAILBOX},
        DAY: "Journée de travail hors pack",
        **{of_module(code): f"Module en plus\u00a0: {label}" for code, label in MODULE_LABELS.items()},
        **{of_right(code): f"Droit en plus\u00a0: {label}" for code, label in RIGHT_LABELS.items()},
    }
)


@dataclass(frozen=True, slots=True)
class Prices:
    """``own``: rows of the CDG by item, which go before the catalogue's; ``syntec``: the index of November, by year."""

    own: Mapping[str, tuple[DatedPrice, ...]] = field(default_factory=dict)
    syntec: Mapping[int, Decimal] = field(default_factory=dict)

    def on(self, item: str, day: date) -> Decimal | None:
        """Euros on ``day``, taxes included; ``None`` where nobody set a price yet."""
        row = begun((*self.own.get(item, ()), *CATALOGUE.get(item, ())), day)
        return None if row is None else self.revised(row.euros, row.since, day.year)

    def revised(self, euros: Decimal, since: date, year: int) -> Decimal:
        """A price agreed on ``since``, as it is in ``year``."""
        for one in range(since.year + 1, year + 1):
            euros = to_the_cent(euros * self.coefficient(one))
        return euros

    def coefficient(self, year: int) -> Decimal:
        """What 1 January of ``year`` multiplies prices by."""
        before, last = self.syntec.get(year - 2), self.syntec.get(year - 1)
        return last / before if before and last else Decimal(1)


def to_the_cent(euros: Decimal) -> Decimal:
    """Half a cent goes up, as in accounting."""
    return euros.quantize(CENT, ROUND_HALF_UP)
