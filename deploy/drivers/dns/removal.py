"""Removing a zone: never by a plan, but by a person who was shown what goes with it, and who keeps it in a file.

The file is the undo: ``take_over`` makes the same zone of it again (RFC 1035 §5).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from octodns.record import Record

from deploy.drivers.base import DriverError
from deploy.drivers.dns.host import ZoneHost
from deploy.drivers.dns.lock import held
from deploy.drivers.dns.records import key_of, rdatas_of
from deploy.models import CommuneReference, Line, Zone
from deploy.orders.hosts import readable
from deploy.subscriptions import LineKind


@dataclass(frozen=True, slots=True)
class Removal:
    """A zone that may go. ``text`` is its zone file, empty where the host no longer has the zone."""

    name: str
    exists: bool
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of what would be lost: another zone, another approval."""
        return hashlib.sha256(f"{self.name}\n{self.text}".encode()).hexdigest()


def propose(host: ZoneHost, row: Zone) -> Removal:
    """What goes with a zone. ``DriverError`` says why it must stay."""
    if row.name == settings.BEFFROI_CDG_DOMAIN:
        raise DriverError(_("« %s » porte les noms de toutes les communes : elle reste.") % readable(row.name))
    if row.host != host.code:
        raise DriverError(
            _("la zone « %(zone)s » est tenue par « %(code)s », et BEFFROI_DNS dit %(host)s.")
            % {"zone": readable(row.name), "code": row.host, "host": host.label}
        )
    _refuse_if_wanted(row)
    standing = host.read(row.name)
    records = sorted(standing.zone.records, key=key_of)
    return Removal(row.name, standing.exists, "".join(_written(record) for record in records))


def remove(host: ZoneHost, row: Zone, checksum: str, author: str, keep: Callable[[str], None]) -> None:
    """Hand the zone file to ``keep``, delete the zone at the host, then forget it; what is gone already is forgotten.

    Raises:
        DriverError: the zone is wanted, has changed since, or is deleted elsewhere; nothing was done.

    """
    with held(row, author):
        removal = propose(host, row)
        if removal.exists:
            if removal.checksum != checksum:
                raise DriverError(
                    _("la zone « %s » a changé depuis que vous l’avez lue : relisez-la.") % readable(row.name)
                )
            if host.delete is None:
                raise DriverError(
                    _("supprimez « %(zone)s » chez %(host)s, qui ne le permet pas d’ici, puis relancez.")
                    % {"zone": readable(row.name), "host": host.label}
                )
            keep(removal.text)
            with host.faults():
                host.delete(host.provider, row.name)
        row.delete()


def owners(name: str) -> list[str]:
    """The INSEE codes of the communes that hold this domain, or held it."""
    lines = Line.objects.filter(kind=LineKind.DOMAIN, value=name)
    return list(lines.order_by("subscription").values_list("subscription", flat=True).distinct())


def _refuse_if_wanted(row: Zone) -> None:
    """By an order, now or later; or by records of ours that a plan has not taken away yet."""
    in_force = Q(until__isnull=True) | Q(until__gt=timezone.localdate())
    ordered = Line.objects.filter(in_force, kind=LineKind.DOMAIN, value=row.name)
    if (insee := ordered.values_list("subscription", flat=True).first()) is not None:
        raise DriverError(
            _("« %(zone)s » est commandée par %(commune)s : elle reste.")
            % {"zone": readable(row.name), "commune": CommuneReference.objects.get(insee=insee).name}
        )
    if row.own_records.exclude(waived=True).exists():
        raise DriverError(
            _("« %s » porte encore des enregistrements de Beffroi : « beffroi plan » montre ce qui les retire.")
            % readable(row.name)
        )


def _written(record: Record) -> str:
    """Its lines in a zone file."""
    name, kind = key_of(record)
    return "".join(f"{name}. {record.ttl} IN {kind} {rdata}\n" for rdata in rdatas_of(record))
