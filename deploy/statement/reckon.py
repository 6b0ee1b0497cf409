"""What a commune owes for a year. Pure.

Nothing is reduced in proportion to time: what ran on one day of the year is due whole, once, and a pack that gave way
to another in the year is not due beside it. All amounts are euros, taxes included.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from deploy.prices import DOMAIN, Prices, of_mailbox, of_module, of_pack, of_right
from deploy.subscriptions import Line, LineKind, Subscription
from sites.packs import INCLUDED_MAILBOX_GB, MODULE_LABELS, PACKS, RIGHT_LABELS
from sites.rendering.french import date_text

# What a statement lists, in this order; a theme or an account is no service.
BILLED = (
    LineKind.PACK, LineKind.HOST, LineKind.DOMAIN, LineKind.MAILBOX, LineKind.ALIAS, LineKind.MODULE_ON, LineKind.RIGHT,
)  # fmt: skip
INCLUDED = Decimal(0)
ITEM_OF = {LineKind.PACK: of_pack, LineKind.MODULE_ON: of_module, LineKind.RIGHT: of_right}


@dataclass(frozen=True, slots=True)
class Due:
    """One service. ``euros`` is 0 for what the pack includes, ``None`` where its price must still be set."""

    kind: LineKind
    label: str
    note: str
    euros: Decimal | None


@dataclass(frozen=True, slots=True)
class Work:
    """Something done for a commune outside its pack. ``days`` and ``euros`` are those of the accepted estimate."""

    title: str
    requested_on: date
    done_on: date
    days: Decimal | None
    euros: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement of one commune for one year."""

    insee: str
    commune: str
    siren: str
    year: int
    dues: tuple[Due, ...]
    works: tuple[Work, ...]

    @property
    def total(self) -> Decimal:
        """What is known to be due."""
        return sum((due.euros or INCLUDED for due in self.dues), INCLUDED) + sum(
            (work.euros for work in self.works), INCLUDED
        )

    @property
    def unpriced(self) -> tuple[Due, ...]:
        """What the total lacks."""
        return tuple(due for due in self.dues if due.euros is None)

    def __bool__(self) -> bool:
        return bool(self.dues or self.works)


def statement(subscription: Subscription, works: Iterable[Work], prices: Prices, year: int) -> Statement:
    """What ``subscription`` and the works done in ``year`` come to."""
    commune = subscription.commune
    return Statement(
        commune.insee,
        commune.name,
        commune.siren,
        year,
        tuple(_dues(subscription, prices, year)),
        tuple(sorted((work for work in works if work.done_on.year == year), key=lambda work: work.done_on)),
    )


def years(subscription: Subscription, today: date) -> range:
    """The years that have a statement, until this one."""
    return range(min((line.since.year for line in subscription.lines), default=today.year + 1), today.year + 1)


def _dues(subscription: Subscription, prices: Prices, year: int) -> Iterator[Due]:
    found: dict[tuple[LineKind, str], tuple[Line, Decimal | None]] = {}
    for line in subscription.lines:
        if line.kind not in BILLED or not _ran(line, year):
            continue
        key = line.kind, "" if line.kind in {LineKind.PACK, LineKind.HOST} else line.value
        euros = INCLUDED if subscription.training else _euros(line, prices, year)
        if key not in found or _dearer(euros, found[key][1]):
            found[key] = line, euros
    for _kind, (line, euros) in sorted(found.items(), key=lambda item: (BILLED.index(item[0][0]), item[0][1])):
        yield Due(line.kind, _label(line), _note(line, year), euros)


def _ran(line: Line, year: int) -> bool:
    """At least one day of the year: one that another order of the same day replaced ran for none."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return line.since < after and (line.until is None or (line.until > first and line.until > line.since))


def _dearer(one: Decimal | None, other: Decimal | None) -> bool:
    """Of two prices of the same thing in a year, the greatest is due; the last, when they are equal or not set."""
    return one is None or other is None or one >= other


def _euros(line: Line, prices: Prices, year: int) -> Decimal | None:
    """At the price of the first day of the year on which it ran: what stood when it was ordered is the past."""
    day = max(line.since, date(year, 1, 1))
    if line.kind in ITEM_OF:
        return prices.on(ITEM_OF[line.kind](line.value), day)
    if line.price is None or line.kind not in {LineKind.DOMAIN, LineKind.MAILBOX}:
        return INCLUDED
    if line.kind is LineKind.DOMAIN:
        return prices.on(DOMAIN, day)
    whole = prices.on(of_mailbox(line.data["gigabytes"]), day)
    if whole is None or not line.data.get("included"):
        return whole
    return whole - (prices.on(of_mailbox(INCLUDED_MAILBOX_GB), day) or INCLUDED)


def _label(line: Line) -> str:
    value = line.value
    if line.kind is LineKind.PACK:
        return f"Pack {PACKS[value].label}"
    if line.kind is LineKind.MAILBOX:
        style = " collaborative" if line.data.get("style") == "collaborative" else ""
        return f"Boîte{style} {value} ({line.data['gigabytes']}\u00a0Go)"
    words = {
        LineKind.HOST: f"Adresse {value}",
        LineKind.DOMAIN: f"Nom de domaine {value}",
        LineKind.ALIAS: f"Alias {value}",
        LineKind.MODULE_ON: f"Module {MODULE_LABELS.get(value, value)}",
        LineKind.RIGHT: f"Droit\u00a0: {RIGHT_LABELS.get(value, value)}",
    }
    return words[line.kind]


def _note(line: Line, year: int) -> str:
    """The days that fall in the year."""
    parts = []
    if line.since.year == year and line.since != date(year, 1, 1):
        parts.append(f"depuis le {date_text(line.since)}")
    if line.until is not None and line.until <= date(year, 12, 31):
        parts.append(f"jusqu’au {date_text(line.until - timedelta(days=1))}")
    return ", ".join(parts)
