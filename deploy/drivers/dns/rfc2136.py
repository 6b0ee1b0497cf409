"""Any server that takes dynamic updates (RFC 2136) and gives its zones (AXFR, RFC 5936) to a TSIG key (RFC 8945).

Zones are created by hand on the server: the protocol has no word for it. An update is all or nothing.
"""

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype
import dns.update
import dns.zone
from django.conf import settings
from octodns.provider.base import BaseProvider
from octodns.provider.plan import Plan
from octodns.record import Delete
from octodns.zone import Zone
from octodns_bind import Rfc2136Provider, Rfc2136ProviderUpdateFailed

from deploy.drivers.dns.host import ZoneHost
from deploy.drivers.dns.records import record_of
from deploy.drivers.dns.zones import ZonesDriver

CODE = "rfc2136"
TIMEOUT = 10  # seconds
DNS_PORT = "53"
#: What a server answers of a zone it does not hold (RFC 2136 §2.2, RFC 5936 §2.2.1).
UNKNOWN_ZONE = frozenset({dns.rcode.NOTAUTH, dns.rcode.NOTZONE, dns.rcode.NXDOMAIN})


class Updates(Rfc2136Provider):
    """As octoDNS's, but a zone that the server does not hold is no fault, and an update is one message."""

    def populate(self, zone: Zone, target: bool = False, lenient: bool = False) -> bool:  # noqa: ARG002, FBT001, FBT002  # octoDNS's
        """Whether the zone exists; its records are added to ``zone``."""
        try:
            transfer = dns.query.xfr(
                self.host,
                zone.name,
                port=self.port,
                timeout=self.timeout,
                lifetime=self.timeout,
                relativize=False,
                **self._auth_params(),
            )
            standing = dns.zone.from_xfr(transfer, relativize=False)
        except dns.query.TransferError as error:
            if error.rcode in UNKNOWN_ZONE:
                return False
            raise
        for owner, rdataset in standing.iterate_rdatasets():
            kind = dns.rdatatype.to_text(rdataset.rdtype)
            if kind in self.SUPPORTS:
                name = owner.to_text(omit_final_dot=True).lower()
                record = record_of(zone, name, kind, rdataset.ttl, [rdata.to_text() for rdata in rdataset])
                zone.add_record(record, lenient=lenient)
        return True

    def _apply(self, plan: Plan) -> bool:
        update = dns.update.UpdateMessage(plan.desired.name, **self._auth_params())
        for change in plan.changes:
            rrset = (change.existing if isinstance(change, Delete) else change.new).to_rrset()
            if isinstance(change, Delete):
                update.delete(rrset.name, rrset._type)  # noqa: SLF001  # octoDNS's API
            else:
                update.replace(rrset.name, rrset.ttl, rrset._type, *rrset.rdatas)  # noqa: SLF001  # octoDNS's API
        answer = dns.query.tcp(update, self.host, port=self.port, timeout=self.timeout)
        if answer.rcode() != dns.rcode.NOERROR:
            raise Rfc2136ProviderUpdateFailed(dns.rcode.to_text(answer.rcode()))
        return True


def driver() -> ZonesDriver:
    """The driver, as the settings describe the server."""
    return ZonesDriver(
        ZoneHost(CODE, "le serveur DNS", _provider, creates=False, secrets=(settings.BEFFROI_TSIG_SECRET,)),
    )


def _provider() -> BaseProvider:
    host, _colon, port = settings.BEFFROI_RFC2136_SERVER.rpartition(":")
    if not host:
        host, port = settings.BEFFROI_RFC2136_SERVER, DNS_PORT
    return Updates(
        CODE,
        host.strip("[]"),
        port=int(port),
        timeout=TIMEOUT,
        key_name=settings.BEFFROI_TSIG_NAME,
        key_secret=settings.BEFFROI_TSIG_SECRET,
        key_algorithm=settings.BEFFROI_TSIG_ALGORITHM,
    )
