"""JSON over HTTPS with a vendor: bounded, without the proxies of the environment, and mute about what is secret."""

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import httpx
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError

MAX_BYTES = 1024 * 1024
MAX_SECONDS = 30.0
SILENCE, CONNECTION = 20.0, 5.0  # seconds: vendors are slow, and a cut answer costs a doubt
SERVER_FAULT = 500
SAID = 200  # characters of what the other side says
Json = Any


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name sentences are said (« OVHcloud »), and as which errors."""

    who: str
    unheard: Callable[[str], DriverError]  # the request was not received
    doubt: Callable[[str], DriverError]  # it may have been received
    refused: Callable[[int, str], DriverError]  # status, and their own words without any secret


class Asking:
    """One registrar's API. ``secrets`` are struck from whatever it answers before anybody reads it."""

    def __init__(self, base: str, secrets: tuple[str, ...], voice: Voice) -> None:
        self.base = base.rstrip("/")
        self.secrets = tuple(secret for secret in secrets if secret)
        self.voice = voice

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes = b"", *, hidden: tuple[str, ...] = ()
    ) -> tuple[int, Json]:
        """Status and JSON of the answer; ``hidden`` are secrets of this request alone.

        Raises:
            DriverError: as the voice says: ``doubt`` for no answer, half of one or a fault of the server, ``unheard``
                where nobody listens, ``refused`` for a status 400 to 499.

        """
        status, text = self.exchange(method, path, headers, content)
        if status >= SERVER_FAULT:
            self.faulty(status)
        found = self.json(text)
        if status >= httpx.codes.BAD_REQUEST:
            raise self.voice.refused(status, self.struck(_words(found, text), hidden))
        return status, found

    def faulty(self, status: int) -> NoReturn:
        """``doubt``: the server is at fault."""
        raise self.voice.doubt(
            _("%(who)s est en panne (%(code)d) : la demande sera vérifiée plus tard.")
            % {"who": self.voice.who, "code": status}
        )

    def exchange(self, method: str, path: str, headers: Mapping[str, str], content: bytes) -> tuple[int, bytes]:
        """Status and octets of the answer, whatever it is; ``unheard`` or ``doubt`` when there is none."""
        try:
            return self._exchanged(method, path, headers, content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise self._unheard() from error
        except httpx.HTTPError as error:
            raise self.voice.doubt(
                _("%(who)s n’a pas répondu jusqu’au bout : la demande sera vérifiée.") % {"who": self.voice.who}
            ) from error

    def json(self, text: bytes) -> Json:
        """What the octets say; ``None`` for none."""
        if not text.strip():
            return None
        try:
            return httpx.Response(200, content=text).json()
        except (ValueError, RecursionError) as error:
            raise self.voice.doubt(_("%(who)s : la réponse ne se lit pas.") % {"who": self.voice.who}) from error

    def struck(self, said: str, hidden: tuple[str, ...] = ()) -> str:
        """On one line, not too long, without what is secret."""
        for secret in (*self.secrets, *(one for one in hidden if one)):
            said = said.replace(secret, "•••")
        return " ".join(said.split())[:SAID]

    def _unheard(self) -> DriverError:
        return self.voice.unheard(_("%(who)s ne répond pas : rien n’a été demandé.") % {"who": self.voice.who})

    def _exchanged(self, method: str, path: str, headers: Mapping[str, str], content: bytes) -> tuple[int, bytes]:
        patience = httpx.Timeout(SILENCE, connect=CONNECTION)
        deadline = time.monotonic() + MAX_SECONDS
        with (
            httpx.Client(timeout=patience, trust_env=False, verify=_trust()) as client,
            client.stream(method, f"{self.base}{path}", headers=dict(headers), content=content or None) as answer,
        ):
            body = bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > MAX_BYTES or time.monotonic() > deadline:
                    raise self.voice.doubt(_("%(who)s : la réponse est trop longue.") % {"who": self.voice.who})
            return answer.status_code, bytes(body)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Reading the authorities of the system takes longer than a request."""
    return ssl.create_default_context()


def _words(found: Json, text: bytes) -> str:
    """What an error says, where the vendors put it."""
    if isinstance(found, dict):
        said = [str(found[name]) for name in ("message", "cause") if isinstance(found.get(name), str)]
        said += [
            f"{one.get('name', '')} {one.get('description', '')}".strip()
            for one in found.get("errors", ())
            if isinstance(one, dict)
        ]
        return " ; ".join(said)
    return text[:SAID].decode(errors="replace")
