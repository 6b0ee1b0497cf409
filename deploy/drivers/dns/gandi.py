"""Gandi's LiveDNS. Written from its documentation (api.gandi.net/docs/livedns): not verified on a real account.

A zone is read in one call for 500 records, and written record by record: the vendor's only other way replaces it whole.
"""

from typing import Any

from django.conf import settings
from octodns.provider.base import BaseProvider
from octodns_gandi import GandiProvider
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from deploy.drivers.dns.host import ZoneHost
from deploy.drivers.dns.zones import ZonesDriver

CODE = "gandi"
TIMEOUT = 20  # seconds


class Patient(HTTPAdapter):
    """The library waits for ever: this does not."""

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        """As its parent, for ``TIMEOUT`` at most."""
        return super().send(request, **(options | {"timeout": TIMEOUT}))


def driver() -> ZonesDriver:
    """The driver, as the settings describe the account."""
    return ZonesDriver(ZoneHost(CODE, "Gandi", _provider, creates=True, secrets=(settings.BEFFROI_GANDI_TOKEN,)))


def _provider() -> BaseProvider:
    provider = GandiProvider(CODE, settings.BEFFROI_GANDI_TOKEN)
    client = provider._client  # noqa: SLF001  # octoDNS knows one address only, and no delay
    client.endpoint = settings.BEFFROI_GANDI_ADDRESS.rstrip("/")
    client._session.mount(f"{client.endpoint}/", Patient())  # noqa: SLF001  # as above
    return provider
