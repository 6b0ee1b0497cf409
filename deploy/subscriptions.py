"""A subscription as a value: what a commune has ordered, line by dated line. Pure: no Django, no database.

An order never rewrites the past: a line that changes is closed on the day of the order, and a new one begins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sites.packs import EXTRA_DOMAIN, EXTRA_MAILBOX, INCLUDED_MAILBOX_GB, PACKS, price_on


class LineKind(StrEnum):
    """What a line orders; its ``value`` is a code, a name or an address."""

    PACK = "pack"
    THEME = "theme"
    HOST = "host"  # the name under the CDG's domain
    DOMAIN = "domain"  # a name of the commune's own
    MAILBOX = "mailbox"
    ALIAS = "alias"
    MODULE_ON = "module_on"
    MODULE_OFF = "module_off"
    RIGHT = "right"
    PERSON = "person"
    DMARC = "dmarc"  # the policy of a domain, recorded once its reports are clean: no order names it


#: What stands beside the orders, and that none of them ends.
RECORDED = frozenset({LineKind.DMARC})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing ordered, from a day (included) until a day (excluded).

    ``price`` is euros a year, taxes included, on the day of the order; ``None`` for what the pack includes.
    """

    kind: LineKind
    value: str
    since: date
    until: date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    price: Decimal | None = None
    id: int | None = field(default=None, compare=False)  # of the row that keeps it, once kept

    def runs_on(self, day: date) -> bool:
        """Whether the line is in force on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)

    @property
    def content(self) -> tuple[Any, ...]:
        """What makes two lines the same order, whatever their dates."""
        return self.kind, self.value, dict(self.data), self.price


@dataclass(frozen=True, slots=True)
class CommuneFacts:
    """What the national reference knows of a commune."""

    insee: str
    name: str
    departement: str
    departement_name: str
    region_name: str = ""
    population: int | None = None
    postcodes: tuple[str, ...] = ()
    siren: str = ""
    epci_siren: str = ""
    epci_name: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """All that a commune has ordered, past lines included, and the facts that the reference lacks."""

    commune: CommuneFacts
    lines: tuple[Line, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    demo: bool = False
    training: bool = False

    def on(self, day: date, kind: LineKind) -> tuple[Line, ...]:
        """The lines of one kind in force on ``day``, in the order in which they were given."""
        return tuple(line for line in self.lines if line.kind is kind and line.runs_on(day))

    def value_on(self, day: date, kind: LineKind) -> str:
        """The value of the only line of this kind, or an empty string."""
        return next((line.value for line in self.on(day, kind)), "")

    def named(self, kind: LineKind) -> frozenset[str]:
        """Every value that this kind of line ever had, past lines included."""
        return frozenset(line.value for line in self.lines if line.kind is kind)


@dataclass(frozen=True, slots=True)
class OrderedMailbox:
    """A mailbox as ordered: the address is whole by now."""

    address: str
    gigabytes: int = INCLUDED_MAILBOX_GB
    style: str = "classique"
    recovery: str = ""
    members: tuple[str, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """What its line keeps: an order of before these words existed must still be the same order."""
        told: dict[str, Any] = {"gigabytes": self.gigabytes, "style": self.style}
        if self.recovery:
            told["recovery"] = self.recovery
        if self.members:
            told["members"] = sorted(self.members)
        return told


@dataclass(frozen=True, slots=True)
class OrderedPerson:
    """Someone who works on the site."""

    email: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """What an order wants for one commune, whole: what it does not name any more ends."""

    insee: str
    pack: str
    theme: str
    host: str
    since: date
    until: date | None = None
    demo: bool = False
    training: bool = False  # made new again each night, and free
    domains: tuple[str, ...] = ()
    mailboxes: tuple[OrderedMailbox, ...] = ()
    aliases: tuple[tuple[str, tuple[str, ...]], ...] = ()
    modules_on: tuple[str, ...] = ()
    modules_off: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    people: tuple[OrderedPerson, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


def amend(current: Subscription | None, commune: CommuneFacts, ordered: Ordered) -> Subscription:
    """The subscription once the order is taken into account; amending twice changes nothing."""
    held = current.lines if current else ()
    past = [line for line in held if line.kind in RECORDED or _over(line, ordered.since)]
    running = [line for line in held if line.kind not in RECORDED and not _over(line, ordered.since)]
    lines = []
    for wanted in _lines(ordered):
        match = next((line for line in running if line.content == wanted.content and line.since <= wanted.since), None)
        if match:
            running.remove(match)
        lines.append(replace(match, until=ordered.until) if match else wanted)
    closed = [replace(line, until=max(line.since, ordered.since)) for line in running]
    facts = {**(current.facts if current else {}), **ordered.facts}  # what an order leaves out is left as it is
    return Subscription(commune, (*past, *closed, *lines), facts, ordered.demo, ordered.training)


def _over(line: Line, day: date) -> bool:
    return line.until is not None and line.until <= day


def _lines(ordered: Ordered) -> list[Line]:
    pack = PACKS[ordered.pack]
    since = ordered.since

    def line(kind: LineKind, value: str, price: Decimal | None = None, **data: Any) -> Line:
        return Line(kind, value, since, ordered.until, data, price)

    lines = [
        line(LineKind.PACK, pack.code, pack.price_on(since)),
        line(LineKind.THEME, ordered.theme),
        line(LineKind.HOST, ordered.host),
    ]
    for rank, domain in enumerate(ordered.domains):
        price = price_on(EXTRA_DOMAIN, since) if rank >= pack.domains else None
        lines.append(line(LineKind.DOMAIN, domain, price, serving=rank == 0))
    for rank, mailbox in enumerate(ordered.mailboxes):
        included = rank < pack.mailboxes
        # A box that the pack includes up to some gigabytes only: the others are due, this year's price of them.
        larger = {"included": True} if included and mailbox.gigabytes > INCLUDED_MAILBOX_GB else {}
        data = mailbox.data | larger
        lines.append(line(LineKind.MAILBOX, mailbox.address, _mailbox_price(mailbox, since, included=included), **data))
    lines += [line(LineKind.ALIAS, address, targets=list(targets)) for address, targets in ordered.aliases]
    lines += _plain(line, LineKind.MODULE_ON, ordered.modules_on)
    lines += _plain(line, LineKind.MODULE_OFF, ordered.modules_off)
    lines += _plain(line, LineKind.RIGHT, ordered.rights)
    lines += [line(LineKind.PERSON, one.email, name=one.name, role=one.role) for one in ordered.people]
    return lines


def _plain(line: Any, kind: LineKind, values: Iterable[str]) -> list[Line]:
    return [line(kind, value) for value in values]


def _mailbox_price(mailbox: OrderedMailbox, day: date, *, included: bool) -> Decimal | None:
    """An included box is free up to five gigabytes; beyond them only the difference is due."""
    whole = price_on(EXTRA_MAILBOX[mailbox.gigabytes], day)
    if not included or whole is None:
        return whole
    base = price_on(EXTRA_MAILBOX[INCLUDED_MAILBOX_GB], day)
    return (whole - base) or None if base is not None else whole
