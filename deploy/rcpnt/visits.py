"""What addresses of a site answer: followed by hand, each machine checked to be of the internet, all of it bounded."""

import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from cms.outgoing import hosts
from deploy.rcpnt.judging import Trouble, Visit

SECONDS = 8.0  # for one address, redirections included
SILENCE, CONNECTION = 4.0, 3.0
MAX_BYTES = 1024 * 1024  # of a page that is read to see that it comes
MAX_REDIRECTS = 6
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Network:
    """How the internet is reached: that of everybody, or the one of a test."""

    find: Callable[[str, int], str]
    """The numeric address of a host. Raises what ``cms.outgoing.hosts`` does."""
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    ports: Mapping[str, int] = field(default_factory=lambda: dict(PORTS))


def visit(address: str, network: Network, deadline: float) -> Visit:
    """Follow an address to its page. Never raises for what a site does: it is told in the visit."""
    until = min(time.monotonic() + SECONDS, deadline)
    try:
        with httpx.Client(verify=network.trust, follow_redirects=False, trust_env=False) as client:
            return _followed(client, address, network, until)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError, OSError) as error:
        return _failed(address, error)


def _followed(client: httpx.Client, address: str, network: Network, until: float) -> Visit:
    for _hop in range(MAX_REDIRECTS + 1):
        try:
            answer = client.send(_request(client, address, network, until), stream=True)
            try:
                if answer.has_redirect_location:
                    address = urljoin(address, answer.headers["location"])
                    continue
                return _read(address, answer, until)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, ValueError, OSError) as error:
            return _failed(address, error)
    return Visit(address, trouble=Trouble.DOWN, reason=_("Les redirections tournent en rond."))


def _request(client: httpx.Client, address: str, network: Network, until: float) -> httpx.Request:
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(address)
    left = until - time.monotonic()
    if left <= 0:
        raise httpx.ReadTimeout(address)
    port = parts.port or PORTS[parts.scheme]
    numeric = network.find(parts.hostname, port)
    asked = hosts.request(
        client,
        "GET",
        address,
        numeric,
        headers={"User-Agent": f"Beffroi/0.1 (RCPNT; {settings.BEFFROI_CDG_CONTACT})"},
        timeout=httpx.Timeout(min(SILENCE, left), connect=min(CONNECTION, left)),
    )
    asked.url = asked.url.copy_with(port=parts.port or network.ports[parts.scheme])
    return asked


def _read(address: str, answer: httpx.Response, until: float) -> Visit:
    """The beginning of the page is enough to know that it comes; a page that never ends is one that came."""
    size = 0
    for part in answer.iter_raw():
        size += len(part)
        if size > MAX_BYTES:
            break
        if time.monotonic() > until:
            raise httpx.ReadTimeout(address)
    return Visit(address, answer.status_code)


def _failed(address: str, error: Exception) -> Visit:
    name = urlsplit(address).hostname or address[:100]
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        reason = _("Le certificat de %s n’est pas valable.") % name
        return Visit(address, trouble=Trouble.CERTIFICATE, reason=reason)
    trouble = Trouble.DOWN
    if isinstance(error, hosts.UnknownHostError):
        trouble, reason = Trouble.NAME, _("Le nom %s ne mène nulle part.")
    elif isinstance(error, hosts.PrivateHostError):
        trouble, reason = Trouble.NAME, _("Le nom %s mène à une machine du réseau interne.")
    elif isinstance(error, httpx.TimeoutException):
        reason = _("%s ne répond pas à temps.")
    else:
        reason = _("%s ne répond pas.")
    return Visit(address, trouble=trouble, reason=reason % name)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def visits(site: str, network: Network, deadline: float) -> tuple[Visit, Visit, Sequence[Visit]]:
    """In http, in https, and both again without « www. » where the name has it."""
    bare = site.removeprefix("www.")
    also = [visit(f"{scheme}://{bare}/", network, deadline) for scheme in PORTS] if bare != site else []
    http, https = (visit(f"{scheme}://{site}/", network, deadline) for scheme in PORTS)
    return http, https, also
