"""What an address must be for any host of mail."""

from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError

#: RFC 5321 §4.5.3.1.1, and what no server can be asked about without quoting.
LONGEST_LOCAL = 64
FORBIDDEN = frozenset(" \t\r\n\"'\\,;:<>()[]%")


def parts(address: str) -> tuple[str, str]:
    """Local part and domain; ``DriverError`` when it is no address, or not in lower case."""
    local, at, domain = address.rpartition("@")
    if not at or not 1 <= len(local) <= LONGEST_LOCAL or not domain or FORBIDDEN & set(address) or "@" in local:
        raise DriverError(_("« %(name)s » n’est pas une adresse.") % {"name": " ".join(address.split())[:80]})
    if address != address.lower():
        raise DriverError(_("« %(name)s » s’écrit en minuscules.") % {"name": address})
    return local, domain
