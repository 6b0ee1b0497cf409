"""What a zone becomes: ours changed as the plan says, everything else left as it stands.

A record that we did not write is foreign. Where one stands in the way of ours, a person decides; until then ours waits.
Nothing is written here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from octodns.record import Record
from octodns.zone import Zone

from deploy.drivers.base import DriverError
from deploy.drivers.dns.host import Standing
from deploy.drivers.dns.records import SHARED, indexed, rdata_of, rdatas_of, record_of, resource, texts_of
from deploy.models import Decision, OwnRecord
from deploy.orders.hosts import readable
from deploy.resources import DnsRecord, payload, resource_of
from sites.plan import Change, Key

Name = tuple[str, str]  # name, type
#: RFC 7208 §3.2 and RFC 7489 §6.1: two such values in one record, and receivers heed neither.
_ALONE = ("v=spf1", "v=DMARC1")


@dataclass
class Draft:
    """The zone to be, what waits and why, and what will be ours (``None``: no longer) once it is written."""

    zone: Zone
    waiting: dict[Key, str] = field(default_factory=dict)
    ours: dict[Name, DnsRecord | None] = field(default_factory=dict)
    waived: set[Name] = field(default_factory=set)
    decided: set[Name] = field(default_factory=set)  # foreign records that give way, by decision


def own_payload(own: OwnRecord, zone: str, existing: Mapping[Name, Record]) -> DnsRecord | None:
    """What stands of a record of ours: nothing when it was taken away, other values when they were changed.

    One that gave way to a foreign record is done as long as something stands there.
    """
    key = own.name, own.type
    if own.waived:
        stands = any(name == own.name for name, _type in existing)
        return resource(own.group, zone, key, own.values, own.ttl) if stands else None
    record = existing.get(key)
    if record is None:
        return None
    standing = texts_of(record)
    if own.type == SHARED:
        ours = [value for value in standing if value in own.values]
        if not ours:
            return None
        # The life of a record that others share is theirs as much as ours.
        return resource(own.group, zone, key, ours, record.ttl if ours == standing else own.ttl)
    return resource(own.group, zone, key, standing, record.ttl)


class Drafting:
    """One zone as it stands, what of it is ours, and what was decided of the rest."""

    def __init__(
        self, name: str, standing: Standing, own: Iterable[OwnRecord], decisions: Mapping[Name, Decision]
    ) -> None:
        """``own`` and ``decisions`` are those of this zone."""
        self._name = name
        self._own = {(row.name, row.type): row for row in own}
        self._decisions = decisions
        self._before = indexed(standing.zone)
        self._draft = Draft(standing.zone.copy())

    def draft(self, changes: Iterable[Change]) -> Draft:
        """Removals first, so that a name may change its type; ``DriverError`` when the zone moved since the plan."""
        changes = list(changes)
        for change in changes:
            if change.after is None:
                self._remove(change)
        for change in changes:
            if change.after is not None:
                self._write(change)
        return self._draft

    def foreign(self) -> dict[Name, Record]:
        """What is not ours, as it stands; of a shared record, the values that are not ours."""
        found = {}
        for key, record in self._before.items():
            own = self._own.get(key)
            if own is None or own.waived:
                found[key] = record
            elif rest := self._rest(key, own.values):
                found[key] = record_of(record.zone, *key, record.ttl, rest)
        return found

    def _standing(self, key: Name) -> DnsRecord | None:
        own = self._own.get(key)
        return own_payload(own, self._name, self._before) if own else None

    def _rest(self, key: Name, ours: Iterable[str]) -> list[str]:
        """The values of a shared record that are not among ``ours``, as a zone file writes them."""
        record = self._before.get(key)
        if key[1] != SHARED or record is None:
            return []
        kept = {rdata_of(SHARED, value) for value in ours}
        return [rdata for rdata in rdatas_of(record) if rdata not in kept]

    def _refuse_if_moved(self, change: Change, standing: DnsRecord | None) -> None:
        now = payload(standing) if standing else None
        if now != change.before:
            raise DriverError(
                _("la zone « %(zone)s » a changé depuis l’approbation du plan (%(name)s) : relisez-le.")
                % {"zone": readable(self._name), "name": readable(change.key[1])}
            )

    def _remove(self, change: Change) -> None:
        gone = resource_of("dns", change.before)
        key = gone.name, gone.type  # type: ignore[union-attr]  # a driver is given the kinds it holds
        own = self._own.get(key)
        if own is None:
            return
        record = self._before.get(key)
        self._draft.ours[key] = None
        if record is None or own.waived:
            return
        self._refuse_if_moved(change, self._standing(key))
        self._draft.zone.remove_record(record)
        if rest := self._rest(key, own.values):
            self._add(key, record.ttl, rest)

    def _write(self, change: Change) -> None:
        wanted = resource_of("dns", change.after)
        if not isinstance(wanted, DnsRecord):
            raise DriverError(f"« {change.key[1]} » n’est pas un enregistrement DNS.")
        key = wanted.name, wanted.type
        standing = self._standing(key)
        if standing == wanted and key not in self._waived():
            self._draft.ours[key] = wanted
            return
        if standing != wanted:
            self._refuse_if_moved(change, standing)
        obstacles = self._obstacles(wanted)
        undecided = [name for name in obstacles if not self._decisions.get(name)]
        if undecided:
            self._draft.waiting[change.key] = self._sentence(wanted, undecided[0])
            return
        self._draft.ours[key] = wanted
        if any(self._decisions[name] is Decision.KEEP for name in obstacles):
            self._draft.waived.add(key)
            return
        self._draft.decided.update(obstacles)
        for name in obstacles:
            if name != key or key[1] != SHARED:
                self._draft.zone.remove_record(self._before[name])
        self._add(key, wanted.ttl, [*(rdata_of(key[1], value) for value in wanted.values), *self._kept(wanted)])

    def _waived(self) -> set[Name]:
        return {key for key, row in self._own.items() if row.waived}

    def _kept(self, wanted: DnsRecord) -> list[str]:
        """The values of others that stay beside ours: all but those that ours replaces."""
        key = wanted.name, wanted.type
        own = self._own.get(key)
        ours = [*wanted.values, *(own.values if own and not own.waived else ())]
        rivals = _rivals(wanted)
        return [rdata for rdata in self._rest(key, ours) if not rdata.startswith(tuple(f'"{one}' for one in rivals))]

    def _add(self, key: Name, ttl: int, rdatas: Iterable[str]) -> None:
        record = record_of(self._draft.zone, *key, ttl, sorted(set(rdatas)))
        self._draft.zone.add_record(record, replace=True, lenient=True)

    def _obstacles(self, wanted: DnsRecord) -> list[Name]:
        """The foreign records that cannot stand beside this one (RFC 1034 §3.6.2 for CNAME, RFC 2181 §5 for RRsets)."""
        key = wanted.name, wanted.type
        found = []
        for name, record in self.foreign().items():
            if name == key:
                if wanted.type == SHARED:
                    rivals = tuple(f'"{one}' for one in _rivals(wanted))
                    ours = {rdata_of(SHARED, value) for value in wanted.values}
                    rival = any(rdata.startswith(rivals) and rdata not in ours for rdata in rdatas_of(record) if rivals)
                else:
                    rival = texts_of(record) != sorted(wanted.values)
            else:
                rival = name[0] == wanted.name and "CNAME" in (name[1], wanted.type)
            if rival and self._draft.zone.get(record.name, record._type):  # noqa: SLF001  # octoDNS's API
                found.append(name)
        return sorted(found)

    def _sentence(self, wanted: DnsRecord, obstacle: Name) -> str:
        standing = ", ".join(texts_of(self.foreign()[obstacle]))
        return _(
            "« %(name)s %(type)s » (%(values)s) n’est pas écrit : « %(there)s %(there_type)s » (%(standing)s) s’y "
            "trouve déjà et n’est pas de nous. Décidez : « beffroi zone decide %(zone)s %(there)s %(there_type)s "
            "--garder » ou « --remplacer »."
        ) % {
            "name": readable(wanted.name),
            "type": wanted.type,
            "values": ", ".join(wanted.values),
            "there": readable(obstacle[0]),
            "there_type": obstacle[1],
            "standing": standing,
            "zone": readable(self._name),
        }


def _rivals(wanted: DnsRecord) -> tuple[str, ...]:
    """The tags of which a record has one value only, among those ours has."""
    return tuple(tag for tag in _ALONE if any(value.startswith(tag) for value in wanted.values))
