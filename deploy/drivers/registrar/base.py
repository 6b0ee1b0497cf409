"""What every registrar answers to: the office where a domain is reserved, renewed and transferred.

What spends money (``register``, ``renew``, ``transfer_in``) takes an ``Approval``: the key of the row that was written
in our journal before, and what approved it. ``deploy/drivers/registrar/spending.py`` alone calls them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from deploy.drivers.base import DriverError


class RegistrarError(DriverError):
    """The registrar refused, and spent nothing. The message is a French sentence without any secret."""


class DoubtError(DriverError):
    """No answer, or half of one: what was asked may have been done. It is asked about before it is asked again."""


class Availability(StrEnum):
    """Whether a name may be reserved."""

    FREE = "free"
    TAKEN = "taken"
    PREMIUM = "premium"  # at a price of its own: a person decides
    UNKNOWN = "unknown"


class Step(StrEnum):
    """How far an operation went."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What to expect: ``tlds`` is empty for any, ``prompt`` tells answers that come at once.

    ``authinfo`` when a transfer wants a code; ``dry_run`` when a request can be tried without being made.
    """

    tlds: frozenset[str] = frozenset()
    prompt: bool = False
    authinfo: bool = True
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class DomainInfo:
    """A domain of our account."""

    name: str
    expires: date | None = None
    autorenew: bool | None = None
    statuses: tuple[str, ...] = ()
    nameservers: tuple[str, ...] = ()
    registrant: str = ""


@dataclass(frozen=True, slots=True)
class Registrant:
    """Who holds the domain: the commune itself (RFC 5733 names the parts). ``phone`` is « +33.565000000 »."""

    insee: str
    organisation: str
    person: str
    street: str
    postcode: str
    city: str
    phone: str
    email: str
    siren: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Approval:
    """The right to spend: the idempotency key written in the journal, and what approved it."""

    key: str
    order: str


class AuthCode:
    """The code that lets a domain leave its registrar: carried to the call that needs it, and shown nowhere."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value.strip()

    def reveal(self) -> str:
        """The code itself, for the request alone."""
        return self._value

    def __repr__(self) -> str:
        return "AuthCode(•••)"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a transfer code is not stored")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an operation; ``ref`` finds it again, ``sentence`` says it in French."""

    step: Step
    ref: str = ""
    sentence: str = ""
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation of the journal, as ``poll`` needs it. ``ref`` is empty when its answer was never heard."""

    kind: str  # register, renew, transfer
    name: str
    insee: str
    key: str
    ref: str
    before: date | None
    begun_at: datetime


class Registrar(Protocol):
    """Errors: ``RegistrarError`` when it says no, ``DoubtError`` when it does not say."""

    name: str

    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def check(self, names: Collection[str]) -> Mapping[str, Availability]:
        """Whether each name is free."""
        ...

    def get(self, name: str) -> DomainInfo | None:
        """The domain as our account holds it; ``None`` when it is not ours."""
        ...

    def register(
        self, name: str, years: int, registrant: Registrant, nameservers: Sequence[str], approval: Approval
    ) -> Answer:
        """Reserve a free name."""
        ...

    def renew(self, name: str, years: int, current_expiry: date, approval: Approval) -> Answer:
        """Add years, unless ``current_expiry`` is not the end any more: then it is done already."""
        ...

    def transfer_in(self, name: str, code: AuthCode, registrant: Registrant, approval: Approval) -> Answer:
        """Bring a domain from another registrar."""
        ...

    def transfer_status(self, name: str, ref: str) -> Answer:
        """Where a transfer stands."""
        ...

    def set_nameservers(self, name: str, nameservers: Sequence[str]) -> None:
        """The servers that hold its zone."""
        ...

    def set_autorenew(self, name: str, *, on: bool) -> None:
        """Whether the registrar renews it by itself."""
        ...

    def set_ds(self, name: str, records: Sequence[str]) -> None:
        """The DS records of a signed zone (RFC 4034 §5.3), all of them."""
        ...

    def poll(self, asked: Asked) -> Answer | None:
        """What became of an operation; ``None`` when it surely never arrived, and may be sent again."""
        ...
