"""The driver of DNS records, whatever the vendor: zones read once, changed in one go, foreign records left alone."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import ClassVar

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from octodns.provider.plan import Plan, UnsafePlan
from octodns.record import Change as OctoChange
from octodns.record import Delete, Record
from octodns.zone import Zone as OctoZone

from deploy.drivers.base import Approval, WaitingError
from deploy.drivers.dns.draft import Draft, Drafting, Name, own_payload
from deploy.drivers.dns.host import Standing, ZoneHost
from deploy.drivers.dns.lock import held
from deploy.drivers.dns.records import indexed, key_of, rdatas_of, record_of
from deploy.models import Decision, ForeignRecord, OwnRecord, Zone, ZonePlan
from deploy.orders.hosts import readable
from deploy.resources import Resource
from deploy.subscriptions import Subscription
from sites.plan import Change, Key

ROOT_TTL = 3600


class ZonesDriver:
    """Reads only what it wrote: what others wrote is no drift, and no plan names it."""

    kinds: ClassVar[frozenset[str]] = frozenset({"dns"})
    external: ClassVar[bool] = True

    def __init__(self, host: ZoneHost) -> None:
        """``host`` is the vendor."""
        self.host = host
        self._read: dict[str, Standing] = {}

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """One query, and one reading of each zone that holds something of these communes."""
        groups = [subscription.commune.insee for subscription in subscriptions]
        rows = OwnRecord.objects.filter(group__in=groups, zone__host=self.host.code).select_related("zone")
        existing: dict[str, dict[Name, Record]] = {}
        for row in rows.order_by("zone", "pk"):
            name = row.zone.name
            if name not in existing:
                existing[name] = indexed(self.standing(name).zone)
            if found := own_payload(row, name, existing[name]):
                yield found

    def standing(self, name: str) -> Standing:
        """A zone as it stood when this driver first read it."""
        if name not in self._read:
            self._read[name] = self.host.read(name)
        return self._read[name]

    def lot(self, change: Change) -> str:
        """The zone."""
        return str((change.after or change.before)["zone"])

    def notices(self, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
        """Which zones must be made or taken over first, and which foreign records stand in the way."""
        lots: dict[str, list[Change]] = {}
        for change in changes:
            lots.setdefault(self.lot(change), []).append(change)
        known = Zone.objects.filter(host=self.host.code).in_bulk(lots, field_name="name")
        for name, gathered in sorted(lots.items()):
            standing, row = self.standing(name), known.get(name)
            if row is None and (sentence := self._not_ready(name, standing)):
                yield from ((insee, sentence) for insee in sorted({change.group for change in gathered}))
                continue
            draft = drafting(name, standing, row).draft(gathered)
            yield from ((change.group, draft.waiting[change.key]) for change in gathered if change.key in draft.waiting)

    def apply(self, change: Change) -> None:
        """One change by itself, accepted as it is."""
        waiting = self.apply_lot(self.lot(change), [change], Approval(force=True))
        if waiting:
            raise WaitingError(waiting[change.key])

    def apply_lot(self, lot: str, changes: Sequence[Change], approval: Approval) -> Mapping[Key, str]:
        """Hold the zone, read it, make one change set of these changes, keep it, send it, and keep what is ours."""
        row = Zone.objects.filter(name=lot, host=self.host.code).first() or self._opened(lot)
        with held(row, approval.author):
            standing = self.host.read(lot)
            work = drafting(lot, standing, row)
            draft = work.draft(changes)
            if not standing.exists and self.host.provider.SUPPORTS_ROOT_NS:
                add_name_servers(draft.zone)
            self._send(row, standing, draft, approval)
            self._read.pop(lot, None)
            groups = {change.key: change.group for change in changes}
            _keep(row, draft, {(name, kind): groups["dns", f"{name} {kind}"] for name, kind in draft.ours})
            kept = {key for key in draft.ours if key not in draft.waived} | own_servers(standing.zone)
            remember(row, work.foreign(), except_for=kept)
        return draft.waiting

    def _not_ready(self, name: str, standing: Standing) -> str:
        """Why a zone that we do not know may not be written yet, or an empty string."""
        given = {"zone": readable(name), "host": self.host.label}
        if any(key != (name, "NS") for key in indexed(standing.zone)):
            return (
                _(
                    "la zone « %(zone)s » existe déjà chez %(host)s : reprenez-la d’abord "
                    "(beffroi zone import %(zone)s)."
                )
                % given
            )
        if not standing.exists and not self.host.creates:
            return _("la zone « %(zone)s » n’existe pas chez %(host)s : créez-la, puis relancez.") % given
        return ""

    def _opened(self, name: str) -> Zone:
        if sentence := self._not_ready(name, self.host.read(name)):
            raise WaitingError(sentence)
        # A zone that another host held is begun anew with this one: nothing there is ours yet.
        Zone.objects.filter(name=name).exclude(host=self.host.code).delete()
        return Zone.objects.get_or_create(name=name, defaults={"host": self.host.code})[0]

    def _send(self, row: Zone, standing: Standing, draft: Draft, approval: Approval) -> None:
        provider = self.host.provider
        with self.host.faults():
            changes = standing.zone.changes(draft.zone, provider)
        if not changes:
            return
        plan = Plan(standing.zone, draft.zone, changes, standing.exists)
        if not approval.force:
            decided = {("dns", " ".join(key)) for key in draft.decided}
            _weigh(row.name, plan, approval.explained, decided)
        data = json.loads(json.dumps(plan.data, sort_keys=True, default=str))
        kept = ZonePlan.objects.create(zone=row, data=data, digest=digest(data), author=approval.author)
        with self.host.faults():
            provider.apply(plan)
        ZonePlan.objects.filter(pk=kept.pk).update(applied_at=timezone.now())


def digest(data: object) -> str:
    """SHA-256 of the canonical JSON of a plan."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def drafting(name: str, standing: Standing, row: Zone | None) -> Drafting:
    """Two queries."""
    own = list(row.own_records.all()) if row else []
    foreign = row.foreign_records.exclude(decision="") if row else ForeignRecord.objects.none()
    return Drafting(name, standing, own, {(one.name, one.type): Decision(one.decision) for one in foreign})


def remember(row: Zone, foreign: Mapping[Name, Record], *, except_for: Collection[Name] = ()) -> None:
    """Keep the foreign records as they stand; those that are gone are forgotten. Three statements."""
    stay = {key: record for key, record in foreign.items() if key not in except_for}
    rows = {(one.name, one.type): one.pk for one in row.foreign_records.all()}
    row.foreign_records.filter(pk__in=[pk for key, pk in rows.items() if key not in stay]).delete()
    ForeignRecord.objects.bulk_create(
        [
            ForeignRecord(
                zone=row, name=key[0], type=key[1], ttl=record.ttl, values=rdatas_of(record), seen_at=timezone.now()
            )
            for key, record in stay.items()
        ],
        update_conflicts=True,
        unique_fields=["zone", "name", "type"],
        update_fields=["ttl", "values", "seen_at"],
    )


@transaction.atomic
def _keep(row: Zone, draft: Draft, groups: Mapping[Name, str]) -> None:
    gone = [f"{name} {kind}" for (name, kind), record in draft.ours.items() if record is None]
    if gone:
        rows = [one.pk for one in row.own_records.all() if f"{one.name} {one.type}" in set(gone)]
        row.own_records.filter(pk__in=rows).delete()
    OwnRecord.objects.bulk_create(
        [
            OwnRecord(
                zone=row,
                name=key[0],
                type=key[1],
                group=groups[key],
                ttl=record.ttl,
                values=list(record.values),
                waived=key in draft.waived,
            )
            for key, record in draft.ours.items()
            if record is not None
        ],
        update_conflicts=True,
        unique_fields=["zone", "name", "type"],
        update_fields=["group", "ttl", "values", "waived"],
    )


def add_name_servers(zone: OctoZone) -> None:
    """Ours, in a zone that has none yet."""
    if settings.BEFFROI_NAMESERVERS and zone.root_ns is None:
        zone.add_record(record_of(zone, zone.name.removesuffix("."), "NS", ROOT_TTL, _servers()), lenient=True)


def own_servers(zone: OctoZone) -> set[Name]:
    """The name servers at the head of a zone, where they are those that ``add_name_servers`` writes.

    They belong to no order, yet nobody else wrote them: a run that died after the zone was made finds them there.
    """
    head = zone.root_ns
    return {key_of(head)} if head is not None and sorted(head.values) == sorted(_servers()) else set()


def _servers() -> list[str]:
    return [f"{server.removesuffix('.')}." for server in settings.BEFFROI_NAMESERVERS]


def _weigh(name: str, plan: Plan, explained: Collection[Key], decided: Collection[Key]) -> None:
    """The guard of octoDNS, on what no order, no date and no decision explains."""

    def is_explained(change: OctoChange) -> bool:
        key = "dns", " ".join(key_of(change.record))
        return key in decided or (isinstance(change, Delete) and key in explained)

    unexplained = [change for change in plan.changes if not is_explained(change)]
    try:
        Plan(plan.existing, plan.desired, unexplained, plan.exists).raise_if_unsafe()
    except UnsafePlan as error:
        raise WaitingError(
            _(
                "la zone « %(zone)s » changerait beaucoup d’un coup (%(updates)d modifications et %(deletes)d "
                "suppressions sur %(existing)d enregistrements) : relisez le plan, puis relancez avec --force."
            )
            % {
                "zone": readable(name),
                "updates": plan.change_counts["Update"],
                "deletes": plan.change_counts["Delete"],
                "existing": len(plan.existing.records),
            }
        ) from error
