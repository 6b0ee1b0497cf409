"""The address of a host, when it is one of the internet: whoever gave its name must not reach our own network by us.

A request goes to the very address that was checked: a name that changes its mind in between leads nowhere else.
"""

import ipaddress
import socket
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

Resolve = Callable[..., Any]
# An address of version 4 in its last four bytes (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class UnknownHostError(OSError):
    """No such name, or nobody to ask."""


class PrivateHostError(ValueError):
    """A name that leads, if only once, to a machine that is not of the internet."""


def is_public(address: str) -> bool:
    """Whether an address is of the internet: neither ours, nor a neighbour's, nor another one in disguise."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(one, ipaddress.IPv6Address):
        translated = ipaddress.IPv4Address(one.packed[-4:]) if one in NAT64 else None
        one = translated or one.ipv4_mapped or one.sixtofour or (one.teredo[1] if one.teredo else one)
    return one.is_global and not one.is_multicast


def public_address(host: str, port: int, resolve: Resolve | None = None) -> str:
    """The numeric address of a host. Raises ``UnknownHostError``, or ``PrivateHostError`` if any of them is private."""
    found = _addresses(host, port, resolve)
    if not all(is_public(one) for one in found):
        raise PrivateHostError(host)
    return found[0]


def any_address(host: str, port: int, resolve: Resolve | None = None) -> str:
    """The same for who may reach our own network. Raises ``UnknownHostError``."""
    return _addresses(host, port, resolve)[0]


def request(
    asking: httpx.Client, method: str, address: str, numeric: str, *, headers: Mapping[str, str], **options: Any
) -> httpx.Request:
    """A request for ``address`` that goes to its machine ``numeric``: TLS and ``Host`` still say the name.

    ``options`` are those of ``httpx.Client.build_request``. A name and a password in the address are dropped.
    """
    parts = urlsplit(address)
    return asking.build_request(
        method,
        httpx.URL(address).copy_with(host=numeric, username=None, password=None),
        headers={**headers, "Host": parts.netloc.rpartition("@")[2]},
        extensions={"sni_hostname": parts.hostname or ""},
        **options,
    )


def _addresses(host: str, port: int, resolve: Resolve | None) -> list[str]:
    try:
        found = (resolve or socket.getaddrinfo)(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHostError(host) from error
    if not found:
        raise UnknownHostError(host)
    return [str(row[4][0]) for row in found]
