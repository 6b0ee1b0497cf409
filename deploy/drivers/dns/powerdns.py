"""PowerDNS Authoritative Server, by its HTTP interface: zones are created, and changed in one call each."""

from urllib.parse import urlsplit

from django.conf import settings
from octodns.provider.base import BaseProvider
from octodns_powerdns import PowerDnsProvider

from deploy.drivers.dns.host import ZoneHost
from deploy.drivers.dns.zones import ZonesDriver

CODE = "powerdns"
TIMEOUT = 10  # seconds
PORTS = {"http": 80, "https": 443}


def driver() -> ZonesDriver:
    """The driver, as the settings describe the server."""
    return ZonesDriver(
        ZoneHost(CODE, "PowerDNS", _provider, creates=True, secrets=(settings.BEFFROI_POWERDNS_KEY,), delete=_delete),
    )


def _provider() -> BaseProvider:
    url = urlsplit(settings.BEFFROI_POWERDNS_URL)
    return PowerDnsProvider(
        CODE,
        host=url.hostname or "127.0.0.1",
        port=url.port or PORTS[url.scheme],
        scheme=url.scheme,
        api_key=settings.BEFFROI_POWERDNS_KEY,
        timeout=TIMEOUT,
        mode_of_operation=settings.BEFFROI_POWERDNS_KIND,
        enable_dynamic=False,  # else it asks the server for its configuration at each writing
    )


def _delete(provider: PowerDnsProvider, name: str) -> None:
    provider._request("DELETE", f"zones/{name}.")  # noqa: SLF001  # octoDNS deletes no zone
