"""OVHcloud's zones. Written from its documentation (api.ovh.com, ``/domain/zone``): not verified on a real account.

A zone is read in one call (``export``) and written record by record, as the vendor has no other way that leaves the
rest of the zone alone; one last call has it published.
"""

import logging
from typing import Any

import dns.rdatatype
import dns.zone
import ovh.client
from django.conf import settings
from octodns.provider.base import BaseProvider
from octodns_ovh import OvhProvider

from deploy.drivers.dns.host import ZoneHost
from deploy.drivers.dns.records import SHARED, text_of
from deploy.drivers.dns.zones import ZonesDriver

CODE = "ovh"
TIMEOUT = 20  # seconds


class Zones(OvhProvider):
    """As octoDNS's, but a zone is read in one call instead of one for each record."""

    def get_records(self, zone_name: str) -> list[dict[str, Any]]:
        """The records as the vendor's own list of them would say."""
        text = self._client.get(f"/domain/zone/{zone_name}/export")
        zone = dns.zone.from_text(text, origin=f"{zone_name}.", relativize=False, check_origin=False)
        found = []
        for name, ttl, rdata in zone.iterate_rdatas():
            kind = dns.rdatatype.to_text(rdata.rdtype)
            target = text_of(SHARED, rdata.to_text()) if kind == SHARED else rdata.to_text()
            sub = name.to_text(omit_final_dot=True).removesuffix(zone_name).removesuffix(".")
            found.append({"subDomain": sub, "fieldType": kind, "target": target, "ttl": ttl})
        return [record for record in found if record["fieldType"] != "SOA"]

    def delete_records(self, zone_name: str, record_type: str, subdomain: str) -> None:
        """Each is looked at before it goes: the vendor's filter is « like », and an empty name is like any other."""
        path = f"/domain/zone/{zone_name}/record"
        for number in self._client.get(path, fieldType=record_type, subDomain=subdomain):
            record = self.get_record(zone_name, number)
            if (record["fieldType"], record["subDomain"]) == (record_type, subdomain):
                self.delete_record(zone_name, number)


def driver() -> ZonesDriver:
    """The driver, as the settings describe the account."""
    secrets = (
        settings.BEFFROI_OVH_APPLICATION_KEY,
        settings.BEFFROI_OVH_APPLICATION_SECRET,
        settings.BEFFROI_OVH_CONSUMER_KEY,
    )
    return ZonesDriver(ZoneHost(CODE, "OVHcloud", _provider, creates=False, secrets=secrets))


def _provider() -> BaseProvider:
    # The library writes the consumer key in its journal at the level DEBUG.
    logging.getLogger(f"OvhProvider[{CODE}]").setLevel(logging.WARNING)
    ovh.client.ENDPOINTS[CODE] = settings.BEFFROI_OVH_ADDRESS
    provider = Zones(
        CODE,
        endpoint=CODE,
        application_key=settings.BEFFROI_OVH_APPLICATION_KEY,
        application_secret=settings.BEFFROI_OVH_APPLICATION_SECRET,
        consumer_key=settings.BEFFROI_OVH_CONSUMER_KEY,
    )
    provider._client._timeout = TIMEOUT  # noqa: SLF001  # octoDNS gives no way to set it
    return provider
