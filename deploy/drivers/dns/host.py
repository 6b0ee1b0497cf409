"""A vendor, as the driver of zones sees it, and what its faults are in French.

Nothing a vendor answers is repeated without care: secrets are struck out, and a page of error is cut to one line.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import dns.exception
import dns.tsig
import requests
from octodns.provider.base import BaseProvider
from octodns.provider.plan import Plan
from octodns.record import Record
from octodns.zone import Zone

from deploy.drivers.base import DriverError

#: Below this number octoDNS weighs nothing; a small commune has seven records.
Plan.MIN_EXISTING_RECORDS = 3
Record.enable_validators({"legacy"})  # octoDNS warns until a set is chosen; this is the one it would take
LONGEST_ANSWER = 200
STRUCK = "••••"
REFUSED_KEY = frozenset({401, 403})
ANSWERED_ILL = 500


@dataclass(frozen=True)
class ZoneHost:
    """``make`` builds octoDNS's provider; ``creates`` says whether a zone that does not exist can be made by it.

    ``delete`` deletes a zone with all it holds, where the vendor has a call for it; octoDNS has none.
    """

    code: str
    label: str
    make: Callable[[], BaseProvider]
    creates: bool
    secrets: tuple[str, ...] = field(default=(), repr=False)
    delete: Callable[[BaseProvider, str], None] | None = None

    @cached_property
    def provider(self) -> BaseProvider:
        """Made once, with the settings of the moment."""
        with self.faults():
            return self.make()

    def read(self, name: str) -> "Standing":
        """A zone as it stands: one call, where the vendor has such a call. ``DriverError`` when it cannot be read."""
        zone = Zone(f"{name}.", [])
        with self.faults():
            exists = self.provider.populate(zone, target=True, lenient=True)
        return Standing(zone, bool(exists))

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Say in French what goes wrong in the block, secrets struck out."""
        try:
            yield
        except DriverError:
            raise
        except Exception as error:  # noqa: BLE001  # octoDNS and its vendors raise bare exceptions
            raise DriverError(self._sentence(error)) from None  # their text may hold what must not be told

    def _sentence(self, error: Exception) -> str:
        code = _code(error)
        if isinstance(error, (requests.Timeout, dns.exception.Timeout, TimeoutError)):
            return f"{self.label} ne répond pas à temps."
        if code in REFUSED_KEY or _is_wrong_key(error):
            return f"{self.label} refuse la clé : vérifiez les réglages."
        if code is not None and code >= ANSWERED_ILL:
            return f"{self.label} répond par une erreur ({code})."
        if isinstance(error, (requests.ConnectionError, OSError)) and code is None:
            return f"{self.label} ne répond pas."
        return f"{self.label} refuse ce changement : {self.struck(_answer(error))}"

    def struck(self, text: str) -> str:
        """One line, without a secret."""
        for secret in self.secrets:
            if secret:
                text = text.replace(secret, STRUCK)
        line = " ".join(text.split())
        return line if len(line) <= LONGEST_ANSWER else f"{line[:LONGEST_ANSWER]}…"


@dataclass(frozen=True)
class Standing:
    """A zone as it was read, and whether the vendor knows it."""

    zone: Zone
    exists: bool


_WRONG_KEY: tuple[type[Exception], ...] = (dns.tsig.PeerError, dns.tsig.BadSignature)


def _is_wrong_key(error: Exception) -> bool:
    """Some vendors' libraries have an exception for it, some say it in its text."""
    said = f"{type(error).__name__} {error}".lower()
    return isinstance(error, _WRONG_KEY) or "unauthorized" in said or "forbidden" in said


def _code(error: Exception) -> int | None:
    """The HTTP status, wherever the library keeps it."""
    response = getattr(error, "response", None)
    code = getattr(response, "status_code", None)
    return code if isinstance(code, int) else None


def _answer(error: Exception) -> str:
    """What the vendor says of a refusal: its own ``error`` field, or the text of the exception."""
    response = getattr(error, "response", None)
    if response is not None:
        try:
            return str(response.json()["error"])
        except (ValueError, KeyError, TypeError, AttributeError):
            return f"erreur {_code(error)}"
    return str(error) or type(error).__name__
