"""All the facts of one commune, in a bounded time: its site, the DNS of its mail, where that mail is received."""

import ipaddress
import json
import time
from collections.abc import Iterator

import dns.exception
import dns.resolver
import httpx
from django.conf import settings

from cms.outgoing import hosts
from deploy.rcpnt.judging import Facts, Visit
from deploy.rcpnt.visits import Network, visits

SECONDS = 30.0  # for a commune
PATIENCE = 4.0  # for a question to the DNS
MAX_BYTES = 256 * 1024
MOST = 5  # exchangers whose country is asked


def network() -> Network:
    """The internet as everybody sees it, through the resolver of the settings."""
    return Network(lambda host, port: hosts.public_address(host, port, _resolve_by_settings))


def gather(site: str, mail: str, through: Network | None = None) -> Facts:
    """See what there is to see. ``site`` and ``mail`` are names in A-labels; nothing that others do raises here."""
    deadline = time.monotonic() + SECONDS
    http, https, bare = visits(site, through or network(), deadline) if site else (Visit(), Visit(), ())
    if not mail:
        return Facts(site, mail, http, https, bare)
    exchangers = _exchangers(mail, deadline)
    return Facts(
        site,
        mail,
        http,
        https,
        bare,
        exchangers,
        _text(mail, "v=spf1", deadline),
        _text(f"_dmarc.{mail}", "v=DMARC1", deadline),
        tuple(_countries(exchangers or (), deadline)),
    )


def resolver() -> dns.resolver.Resolver:
    """The system's, or the one that ``BEFFROI_RCPNT_RESOLVER`` names (« address » or « address:port »)."""
    told = settings.BEFFROI_RCPNT_RESOLVER
    found = dns.resolver.Resolver(configure=not told)
    if told:
        address, colon, port = told.rpartition(":") if told.count(":") == 1 or "]" in told else (told, "", "")
        found.nameservers = [address.strip("[]")]
        found.port = int(port) if colon else 53
    return found


def _asked(name: str, kind: str, deadline: float) -> list[str] | None:
    """The answers, as text; none for a name that does not exist, ``None`` where nobody answered."""
    left = min(PATIENCE, deadline - time.monotonic())
    if left <= 0:
        return None
    try:
        answer = resolver().resolve(name, kind, raise_on_no_answer=False, lifetime=left, search=False)
        rows = answer.rrset or ()
        if kind == "TXT":
            return [b"".join(row.strings).decode("utf-8", "replace") for row in rows]
        if kind == "MX":
            found = sorted((row.preference, row.exchange.to_text(omit_final_dot=True)) for row in rows)
            return [host for _preference, host in found if host not in {"", "."}]  # RFC 7505: a lone dot is « none »
        return [row.address for row in rows]
    except dns.resolver.NXDOMAIN:
        return []
    except (dns.exception.DNSException, OSError, ValueError):
        return None


def _exchangers(mail: str, deadline: float) -> tuple[str, ...] | None:
    found = _asked(mail, "MX", deadline)
    return None if found is None else tuple(found)


def _text(name: str, beginning: str, deadline: float) -> str | None:
    found = _asked(name, "TXT", deadline)
    return None if found is None else next((one[:500] for one in found if one.startswith(beginning)), "")


def _countries(exchangers: tuple[str, ...], deadline: float) -> Iterator[str]:
    """Of the first exchanger whose addresses a registry places, as the ANCT does."""
    for host in exchangers[:MOST]:
        numeric = [*(_asked(host, "A", deadline) or ()), *(_asked(host, "AAAA", deadline) or ())]
        found = {country for one in numeric[:MOST] if (country := _country(one, deadline))}
        if found:
            yield from sorted(found)
            return


def _country(address: str, deadline: float) -> str:
    """What the registry of addresses says (RFC 9083 §5.4); empty when it says nothing, or leaves it to another one."""
    server, left = settings.BEFFROI_RDAP_ADDRESSES, min(PATIENCE, deadline - time.monotonic())
    if not server or left <= 0:
        return ""
    try:
        with (
            httpx.Client(timeout=left, trust_env=False) as client,
            client.stream("GET", f"{server}/ip/{ipaddress.ip_address(address)}") as answer,
        ):
            content = bytearray()
            for part in answer.iter_bytes():
                content += part
                if len(content) > MAX_BYTES or time.monotonic() > deadline:
                    return ""
            found = json.loads(content) if answer.status_code == httpx.codes.OK else {}
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError):
        return ""
    country = str(found.get("country", "")) if isinstance(found, dict) else ""
    return country.upper()[:2]


def _resolve_by_settings(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
    """Rows in the shape of ``socket.getaddrinfo``, version 4 first."""
    deadline = time.monotonic() + PATIENCE
    try:
        return [(None, None, None, "", (str(ipaddress.ip_address(host)), port))]
    except ValueError:
        found = [*(_asked(host, "A", deadline) or ()), *(_asked(host, "AAAA", deadline) or ())]
        return [(None, None, None, "", (one, port)) for one in found]
