"""The model that all the sources come down to, and the state of a consultation, which is never stored. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from typing import Any, Protocol

CALL, CORRECTION, CANCELLATION, AWARD, DATA = "appel", "rectificatif", "annulation", "attribution", "donnees"
NATURES = (CALL, CORRECTION, CANCELLATION, AWARD, DATA)
WORKS, SUPPLIES, SERVICES = "travaux", "fournitures", "services"
CATEGORIES = (WORKS, SUPPLIES, SERVICES)
ADAPTED, OPEN, RESTRICTED, NEGOTIATED, WITHOUT, OTHER = (
    "adaptee", "ouverte", "restreinte", "negociee", "sans_pub", "autre",
)  # fmt: skip

AWARDED, CANCELLED, OPENED, CLOSED, UNKNOWN = "attribue", "annule", "en_cours", "clos", "inconnu"
STATES = (OPENED, CLOSED, CANCELLED, AWARDED, UNKNOWN)


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys, as the source names them. ``siret``: fourteen figures, or the nine of a SIREN, or nothing."""

    name: str = ""
    siret: str = ""
    postcode: str = ""

    @property
    def siren(self) -> str:
        """The nine figures that name a legal person."""
        return self.siret[:9]


@dataclass(frozen=True, slots=True)
class Lot:
    """A part of a contract."""

    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What one source says of one contract. No name, telephone or address of a person is kept.

    ``key`` names it in its source: "boamp:26-85977". ``deadline`` is an instant in Paris; where the source gives the
    day alone, ``day_only`` is true and the instant is the last minute of that day. ``amount``: euros before tax,
    nothing where the source gives none or an absurd one. ``related`` are keys of others; ``folder`` is common to all
    the notices of a contract, in sources that have such a thing. ``decp``: the essential data, as they may be given
    again.
    """

    key: str
    title: str
    nature: str = CALL
    reference: str = ""
    buyer: Buyer = Buyer()
    procedure: str = OTHER
    category: str = ""
    cpv: str = ""
    published: date | None = None
    deadline: datetime | None = None
    day_only: bool = False
    lots: tuple[Lot, ...] = ()
    url: str = ""
    file_url: str = ""
    deposit_url: str = ""
    questions_url: str = ""
    profile_url: str = ""
    holders: tuple[str, ...] = ()
    amount: float | None = None
    notified: date | None = None
    related: tuple[str, ...] = ()
    folder: str = ""
    summary: str = ""
    decp: Mapping[str, Any] = field(default_factory=dict)


def as_json(notice: Notice) -> dict[str, Any]:
    """What is stored of a notice."""
    told = asdict(notice)
    for name in ("published", "deadline", "notified"):
        told[name] = told[name].isoformat() if told[name] else ""
    return {name: value for name, value in told.items() if value not in ("", None, (), {}, False)}


def from_json(told: Mapping[str, Any]) -> Notice:
    """A notice as it was stored; what is missing is as if nothing was said."""
    names = {one.name for one in fields(Notice)}
    values = {name: value for name, value in told.items() if name in names and value not in ("", None)}
    for name, read in (("published", date.fromisoformat), ("notified", date.fromisoformat)):
        if name in values:
            values[name] = read(values[name])
    if "deadline" in values:
        values["deadline"] = datetime.fromisoformat(values["deadline"])
    values["buyer"] = Buyer(**values.get("buyer", {}))
    values["lots"] = tuple(Lot(**lot) for lot in values.get("lots", ()))
    for name in ("holders", "related"):
        values[name] = tuple(values.get(name, ()))
    return Notice(**{"key": "", "title": "", **values})


class Dated(Protocol):
    """What a state is computed from: one notice, or all those of a contract."""

    @property
    def natures(self) -> Iterable[str]:
        """What was published of it."""

    @property
    def deadline(self) -> datetime | None:
        """The last instant at which an offer is received."""

    @property
    def holders(self) -> tuple[str, ...]:
        """Who got it."""


def state(contract: Dated, now: datetime) -> str:
    """Awarded, else cancelled, else open until its deadline and closed from that very instant on, else unknown."""
    natures = set(contract.natures)
    if natures & {AWARD, DATA} or contract.holders:
        return AWARDED
    if CANCELLATION in natures:
        return CANCELLED
    if contract.deadline is None:
        return UNKNOWN
    return OPENED if now < contract.deadline else CLOSED
