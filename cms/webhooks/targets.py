"""Which addresses may be told: those of the internet, over TLS. Redirections are never followed."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.outgoing import hosts

SCHEMES = {"https": 443}
# Below, ports of other services than the web's.
FIRST_FREE_PORT = 1024


class RefusedTargetError(ValueError):
    """An address that must not be told; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """A host and its port."""

    host: str
    port: int


def target_of(url: str) -> Target:
    """What can be told without asking for the name. Raises ``RefusedTargetError``."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise RefusedTargetError(_("Cette adresse est illisible.")) from None
    if parts.scheme not in SCHEMES or not host:
        raise RefusedTargetError(_("Donnez une adresse qui commence par https://."))
    if parts.username is not None or parts.password is not None:
        raise RefusedTargetError(_("Une adresse sans nom d’utilisateur ni mot de passe est attendue."))
    port = SCHEMES[parts.scheme] if port is None else port
    if port not in SCHEMES.values() and port < FIRST_FREE_PORT:
        raise RefusedTargetError(_("Ce port n’est pas celui d’un site."))
    if _is_number(host) and not hosts.is_public(host):
        raise RefusedTargetError(_("Cette adresse ne mène pas à un site public."))
    return Target(host, port)


def numeric(target: Target) -> str:
    """The address to connect to, asked for at each attempt. Raises ``RefusedTargetError``, ``UnknownHostError``."""
    try:
        return hosts.public_address(target.host, target.port)
    except hosts.PrivateHostError:
        raise RefusedTargetError(_("Cette adresse ne mène pas à un site public.")) from None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
