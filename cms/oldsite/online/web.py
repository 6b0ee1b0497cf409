"""Asks one site, and no other: each name is looked up once, must be of the internet, and is the only one asked."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from cms.oldsite.reading import addresses
from cms.oldsite.reading.site import UnreadableError
from cms.outgoing import hosts

AGENT = "Beffroi"
REDIRECTS = 5
SILENCE, CONNECTION, WHOLE = 15.0, 8.0, 120.0  # seconds
PORTS = {"http": 80, "https": 443}
LOCAL = "localhost"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came. ``path`` is where it stood in the end; ``left`` a sentence when there is nothing."""

    path: str
    kind: str = ""
    content: bytes = b""
    left: str = ""


class Site:
    """One site, under its names: with ``www.`` and without."""

    def __init__(self, address: str, client: httpx.Client, *, internal: bool) -> None:
        parts = urlsplit(address)
        if parts.scheme not in PORTS or not parts.hostname:
            raise UnreadableError(_("Donnez une adresse entière, qui commence par https://."))
        self.name = parts.hostname.lower()
        self.hosts = addresses.same_site(self.name)
        self._own_port = parts.port
        self._origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._client = client
        self._internal = internal or is_named_as_local(self.name)
        self._numeric: dict[str, str] = {}

    @classmethod
    @contextmanager
    def at(cls, address: str, *, internal: bool = False) -> Iterator["Site"]:
        """As long as the block lasts. No cookie, no proxy of the environment."""
        try:
            with httpx.Client(timeout=SILENCE, follow_redirects=False, trust_env=False) as client:
                yield cls(address, client, internal=internal)
        except ValueError as error:
            raise UnreadableError(_("Cette adresse n’en est pas une.")) from error

    def get(self, path: str, most: int) -> Answer | None:
        """What stands at a path of the site; ``None`` when nobody answers. At most ``most`` bytes.

        ``UnreadableError`` when the name is of our own network.
        """
        address = urljoin(f"{self._origin}/", path)
        try:
            for _hop in range(REDIRECTS + 1):
                parts = urlsplit(address)
                if (parts.hostname or "") not in self.hosts or parts.port not in {None, self._own_port}:
                    return Answer(path, left=_("Cette adresse mène à un autre site."))
                with self._asked(address) as answer:
                    if answer.has_redirect_location:
                        address = urljoin(address, answer.headers["location"])
                        continue
                    self._origin = f"{parts.scheme}://{parts.netloc}"
                    return _read(answer, parts.path + (f"?{parts.query}" if parts.query else ""), most)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
            return None
        return Answer(path, left=_("Cette adresse renvoie sans fin vers d’autres."))

    @contextmanager
    def _asked(self, address: str) -> Iterator[httpx.Response]:
        parts = urlsplit(address)
        host = parts.hostname or ""
        port = parts.port or PORTS[parts.scheme]
        if host not in self._numeric:
            self._numeric[host] = machine(host, port, internal=self._internal)
        request = hosts.request(
            self._client,
            "GET",
            address,
            self._numeric[host],
            headers={"User-Agent": f"{AGENT}/0.1 ({settings.BEFFROI_CDG_CONTACT})"},
            timeout=httpx.Timeout(SILENCE, connect=CONNECTION),
        )
        answer = self._client.send(request, stream=True)
        try:
            yield answer
        finally:
            answer.close()


def is_named_as_local(host: str) -> bool:
    """Whether the name itself says that it is of our own network: who types that means it."""
    try:
        return not hosts.is_public(host)
    except ValueError:
        return host == LOCAL or host.endswith(f".{LOCAL}")


def machine(host: str, port: int, *, internal: bool, resolve: hosts.Resolve | None = None) -> str:
    """The numeric address of a host; ``UnreadableError`` for one of our own network that nobody named as such."""
    try:
        return (hosts.any_address if internal else hosts.public_address)(host, port, resolve)
    except hosts.UnknownHostError as error:
        raise UnreadableError(_("Personne ne répond sous le nom %(host)s.") % {"host": host}) from error
    except hosts.PrivateHostError as error:
        raise UnreadableError(
            _("%(host)s est une machine du réseau interne\u00a0: si c’est voulu, ajoutez --internal.") % {"host": host}
        ) from error


def _read(answer: httpx.Response, path: str, most: int) -> Answer:
    if answer.status_code != httpx.codes.OK:
        return Answer(path, left=_("Le site répond %(code)d.") % {"code": answer.status_code})
    content = bytearray()
    until = time.monotonic() + WHOLE
    for part in answer.iter_bytes():
        content += part
        if len(content) > most or time.monotonic() > until:
            return Answer(path, left=_("Ce fichier est trop lourd, ou trop long à venir."))
    return Answer(path, answer.headers.get("content-type", "").lower(), bytes(content))
