"""Taking over a zone: what stands is remembered as somebody else's, and nothing changes.

A zone that another host still serves comes from its zone file (RFC 1035 §5), which is copied before anything is ours.
"""

from dataclasses import dataclass

import dns.exception
import dns.rdatatype
import dns.zone
from django.db import transaction
from django.utils.translation import gettext as _
from octodns.provider.plan import Plan
from octodns.record import Record
from octodns.zone import Zone as OctoZone

from deploy.drivers.base import DriverError
from deploy.drivers.dns.draft import Name
from deploy.drivers.dns.host import Standing, ZoneHost
from deploy.drivers.dns.lock import held
from deploy.drivers.dns.records import indexed, rdatas_of, record_of
from deploy.drivers.dns.zones import add_name_servers, drafting, remember
from deploy.models import Zone
from deploy.orders.hosts import readable

#: What the server makes by itself, and signs again: RFC 4034, RFC 5155.
OWN_TO_SERVER = frozenset({"SOA", "RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "DNSKEY", "CDS", "CDNSKEY"})


@dataclass(frozen=True)
class TakenOver:
    """How many records stand in the zone, and the types that a zone file had and the host does not take."""

    records: int
    left_out: tuple[str, ...] = ()


def take_over(host: ZoneHost, name: str, author: str, text: str = "") -> TakenOver:
    """Remember a zone that the host holds, after it was made there from a zone file if there is one.

    Raises:
        DriverError: a French sentence; nothing was remembered.

    """
    standing = host.read(name)
    left_out: tuple[str, ...] = ()
    if text:
        left_out = _copy(host, name, standing, text)
        standing = host.read(name)
    if not standing.exists:
        raise DriverError(
            _("la zone « %(zone)s » n’existe pas chez %(host)s.") % {"zone": readable(name), "host": host.label}
        )
    _refuse_if_it_would_change(host, name, standing)
    row = Zone.objects.filter(name=name, host=host.code).first()
    with transaction.atomic():
        if row is None:
            Zone.objects.filter(name=name).delete()  # what another host held is not ours here
            row = Zone.objects.create(name=name, host=host.code)
        with held(row, author):
            Zone.objects.filter(pk=row.pk).update(imported_by=author)
            foreign = drafting(name, standing, row).foreign()
            remember(row, foreign)
    return TakenOver(len(standing.zone.records), left_out)


def _refuse_if_it_would_change(host: ZoneHost, name: str, standing: Standing) -> None:
    """The first plan must be empty: what is remembered, written again, is what stands."""
    again = OctoZone(f"{name}.", [])
    for key, record in indexed(standing.zone).items():
        if key == (name, "NS") and not host.provider.SUPPORTS_ROOT_NS:
            continue
        again.add_record(record_of(again, *key, record.ttl, rdatas_of(record)), lenient=True)
    with host.faults():
        plan = host.provider.plan(again, lenient=True)
    if plan is not None:
        changed = sorted({change.record.decoded_fqdn for change in plan.changes})
        raise DriverError(
            _(
                "la zone « %(zone)s » ne peut pas être reprise telle quelle : %(names)s ne se relisent "
                "pas à l’identique."
            )
            % {"zone": readable(name), "names": ", ".join(changed)}
        )


def _copy(host: ZoneHost, name: str, standing: Standing, text: str) -> tuple[str, ...]:
    """Make the zone from its file; its name servers become ours, as they will once the domain is delegated here."""
    if not host.creates and not standing.exists:
        raise DriverError(
            _("la zone « %(zone)s » n’existe pas chez %(host)s : créez-la vide, puis relancez.")
            % {"zone": readable(name), "host": host.label}
        )
    if any(key != (name, "NS") for key in indexed(standing.zone)):
        raise DriverError(
            _("la zone « %(zone)s » existe déjà chez %(host)s : reprenez-la sans fichier.")
            % {"zone": readable(name), "host": host.label}
        )
    zone = standing.zone.copy()
    if not standing.exists and host.provider.SUPPORTS_ROOT_NS:
        add_name_servers(zone)
    left_out: set[str] = set()
    for (owner, kind), record in _parsed(zone, name, text).items():
        if kind not in host.provider.SUPPORTS:
            left_out.add(kind)
        elif (owner, kind) != (name, "NS"):
            zone.add_record(record, lenient=True)
    with host.faults():
        changes = standing.zone.changes(zone, host.provider)
        if changes:
            host.provider.apply(Plan(standing.zone, zone, changes, standing.exists))
    return tuple(sorted(left_out))


def _parsed(zone: OctoZone, name: str, text: str) -> dict[Name, Record]:
    try:
        parsed = dns.zone.from_text(text, origin=f"{name}.", relativize=False, check_origin=False)
    except (dns.exception.DNSException, ValueError) as error:
        raise DriverError(_("ce fichier n’est pas une zone lisible : %(error)s") % {"error": str(error)}) from error
    found: dict[Name, Record] = {}
    for owner, rdataset in parsed.iterate_rdatasets():
        kind = dns.rdatatype.to_text(rdataset.rdtype)
        key = owner.to_text(omit_final_dot=True).lower(), kind
        if kind not in OWN_TO_SERVER:
            try:
                found[key] = record_of(zone, *key, rdataset.ttl, [rdata.to_text() for rdata in rdataset])
            except Exception as error:  # octoDNS raises many kinds
                raise DriverError(
                    _("« %(name)s %(type)s » ne se lit pas : %(error)s")
                    % {"name": readable(key[0]), "type": kind, "error": str(error)}
                ) from error
    if not found:
        raise DriverError(_("ce fichier ne contient aucun enregistrement de la zone « %s ».") % readable(name))
    return found
