"""Asking a site of the internet for a file: the worker's, never a request's nor a bake's.

No cookie, no proxy of the environment, nothing of our own network, and bounds to the time, the weight and the
redirections: each of these is checked as the first address was.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from cms.outgoing import hosts
from sites.rendering.french import size_fr

MAX_BYTES = 5 * 1024 * 1024
MAX_SECONDS = 20.0  # for the whole answer, however slowly it comes
MAX_REDIRECTS = 3
SILENCE, CONNECTION = 8.0, 4.0  # seconds
VALIDATORS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class SourceError(Exception):
    """The source could not be read; the message is a French sentence."""


class RefusedError(SourceError):
    """The site answered, with the status ``code``, and gave nothing."""

    def __init__(self, code: int) -> None:
        """The sentence says the number: who keeps the site will ask for it."""
        super().__init__(_("L’autre site refuse de le donner (%(code)d).") % {"code": code})
        self.code = code


class Budget:
    """What one source may take of the worker, however many pages and redirections it is made of."""

    def __init__(self, most: int | None = None, seconds: float | None = None) -> None:
        """``most``: bytes; five megabytes unless told. ``seconds``: for all of it; twenty unless told."""
        self.deadline = time.monotonic() + (MAX_SECONDS if seconds is None else seconds)
        self.most = self.left = MAX_BYTES if most is None else most

    def seconds(self) -> float:
        """How many are left; ``SourceError`` when none is."""
        if (left := self.deadline - time.monotonic()) <= 0:
            raise SourceError(_("Ce fichier met trop de temps à venir."))
        return left

    def take(self, size: int) -> None:
        """Bytes that came; ``SourceError`` when they are too many, or come too late."""
        self.left -= size
        if self.left < 0:
            sentence = _("Ce fichier pèse plus de %(size)s\u202f: demandez-en une partie à qui le tient.")
            raise SourceError(sentence % {"size": size_fr(self.most)})
        self.seconds()


def fetch(
    address: str, validators: Mapping[str, str], budget: Budget, accept: str
) -> tuple[bytes | None, dict[str, str]]:
    """The content with what to ask next time; no content when nothing changed. Raises ``SourceError``."""
    headers = {
        "User-Agent": f"Beffroi/0.1 (sites of French communes; {settings.BEFFROI_CDG_CONTACT})",
        "Accept": accept,
    } | {VALIDATORS[name]: value for name, value in validators.items() if name in VALIDATORS}
    try:
        with client() as asking:
            for _hop in range(MAX_REDIRECTS + 1):
                request = _request(asking, address, headers, budget.seconds())
                answer = asking.send(request, stream=True)
                try:
                    if answer.has_redirect_location:
                        address = urljoin(address, answer.headers["location"])
                        continue
                    if answer.status_code == httpx.codes.NOT_MODIFIED:
                        return None, dict(validators)
                    return _content(answer, budget), _validators(answer)
                finally:
                    answer.close()
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise SourceError(_("Le site de cette adresse ne répond pas.")) from error
    raise SourceError(_("Cette adresse renvoie sans fin vers d’autres."))


def client() -> httpx.Client:
    """No cookie, no proxy of the environment; redirections are followed by hand, each address being checked."""
    return httpx.Client(timeout=SILENCE, follow_redirects=False, trust_env=False)


def _request(asking: httpx.Client, address: str, headers: Mapping[str, str], seconds: float) -> httpx.Request:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SourceError(_("Donnez une adresse qui commence par https://."))
    numeric = public_address(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    patience = httpx.Timeout(min(SILENCE, seconds), connect=min(CONNECTION, seconds))
    return hosts.request(asking, "GET", address, numeric, headers=headers, timeout=patience)


def public_address(host: str, port: int, resolve: Callable[..., Any] | None = None) -> str:
    """The address of a host of the internet. ``SourceError`` for one of our own network: it is nobody's site."""
    try:
        return hosts.public_address(host, port, resolve)
    except hosts.UnknownHostError as error:
        raise SourceError(_("Le site de cette adresse ne répond pas.")) from error
    except hosts.PrivateHostError as error:
        raise SourceError(_("Cette adresse ne mène pas à un site public.")) from error


def _content(answer: httpx.Response, budget: Budget) -> bytes:
    if answer.status_code != httpx.codes.OK:
        raise RefusedError(answer.status_code)
    content = bytearray()
    for part in answer.iter_bytes():
        budget.take(len(part))
        content += part
    return bytes(content)


def _validators(answer: httpx.Response) -> dict[str, str]:
    return {name: answer.headers[name][:200] for name in VALIDATORS if name in answer.headers}
