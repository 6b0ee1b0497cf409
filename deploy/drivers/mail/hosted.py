"""Mailboxes and aliases at a vendor's: what is ours there, what it refuses, and nothing made twice.

Ours is what stands in ``HeldResource`` under the vendor's name, written before the vendor is asked: killed in between,
the next reading asks the vendor whether it is there. What others made there is never deleted, nor shown.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, TypeAlias

from django.conf import settings
from django.utils.translation import gettext as _

from deploy.drivers.asking.door import Voice
from deploy.drivers.base import DriverError
from deploy.drivers.mail.addresses import parts
from deploy.models import HeldResource
from deploy.resources import Alias, Mailbox, Resource, payload, resource_of
from deploy.subscriptions import Subscription
from sites.plan import Action, Change

Wanted: TypeAlias = Mailbox | Alias
COLLABORATIVE = "collaborative"


class RefusedError(DriverError):
    """The vendor said no. The message is a French sentence without any secret."""

    def __init__(self, who: str, code: int | str, said: str) -> None:
        """``code`` is its status or its own word, ``said`` what it says of it."""
        given = {"who": who, "code": code, "said": said}
        super().__init__(
            _("%(who)s refuse (%(code)s) : %(said)s") % given if said else _("%(who)s refuse (%(code)s).") % given
        )
        self.code = code


def voice(who: str) -> Voice:
    """A vendor's name, with the errors of this room; what may have been done is looked at by the next run."""

    def refused(code: int, said: str) -> DriverError:
        if code in {401, 403}:  # its own words may hold what it was given
            return RefusedError(who, code, _("vérifiez les réglages, et ce que la clé permet."))
        return RefusedError(who, code, said)

    return Voice(who, DriverError, DriverError, refused)


@dataclass(frozen=True, slots=True)
class Box:
    """A mailbox as the vendor tells it; ``None`` where it tells nothing. A closed one is suspended."""

    gigabytes: int | None = None
    open: bool = True
    recovery: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A domain as it stands: boxes, and targets of aliases, by address."""

    boxes: Mapping[str, Box] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a vendor sells. ``code`` has six letters at most; ``gigabytes`` is its largest box."""

    code: str
    label: str
    gigabytes: int
    groups: bool = True
    collaborative: bool = True


class MailHost(Protocol):
    """One vendor. What is asked twice is done once; addresses are whole and in lower case."""

    @property
    def offer(self) -> Offer:
        """What it sells."""
        ...

    def standing(self, domain: str, addresses: Collection[str]) -> Standing:
        """The domain, for these addresses at least; empty when the vendor does not hold it."""
        ...

    def create(self, wanted: Mailbox) -> None:
        """Make the box, with a password that nobody knows; one that exists is left as it is."""
        ...

    def change(self, wanted: Mailbox) -> None:
        """Give an existing box its size and recovery address. A closed one stays closed."""
        ...

    def suspend(self, address: str, *, closed: bool) -> None:
        """Close the box, or open it again as it was."""
        ...

    def lead(self, address: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
        """Bring the targets of an alias from ``before`` to ``after``; without any, it is no more."""
        ...


class HostedDriver:
    """The driver of any vendor."""

    kinds: ClassVar[frozenset[str]] = frozenset({Mailbox.kind, Alias.kind})
    external: ClassVar[bool] = True

    def __init__(self, host: MailHost) -> None:
        """``host`` is the vendor."""
        self.host = host

    def read(self, subscriptions: Sequence[Subscription]) -> Iterator[Resource]:
        """One query, and one reading of each domain that holds something of these communes."""
        insees = [subscription.commune.insee for subscription in subscriptions]
        rows = HeldResource.objects.filter(group__in=insees, kind__in=[self._kind(kind) for kind in self.kinds])
        domains: dict[str, list[HeldResource]] = {}
        for row in rows.order_by("name"):
            domains.setdefault(row.name.rpartition("@")[2], []).append(row)
        for domain, held in domains.items():
            standing = self.host.standing(domain, {row.name for row in held})
            yield from (found for row in held if (found := self._found(row, standing)))

    def apply(self, change: Change) -> None:
        """Two or three queries, one reading of the domain, and the fewest calls that the vendor allows."""
        if change.action is Action.DELETE:
            self._delete(change)
            return
        wanted = resource_of(change.key[0], change.after)
        if not isinstance(wanted, Mailbox | Alias):
            raise DriverError(_("« %(name)s » n’est pas une adresse.") % {"name": change.key[1]})
        _local, domain = parts(wanted.address)
        self._refuse_lacks(wanted)
        self._refuse_others(wanted, domain)
        held = self._row(wanted.kind, wanted.address)
        standing = self.host.standing(domain, {wanted.address})
        if held is None:
            self._refuse_strangers(wanted, domain, standing)
            held = self._hold(wanted)
        if isinstance(wanted, Mailbox):
            self._write_mailbox(wanted, standing)
        else:
            self.host.lead(wanted.address, standing.aliases.get(wanted.address, ()), wanted.targets)
        held.payload = payload(wanted)
        held.save(update_fields=["payload"])

    def suspend(self, address: str, *, closed: bool) -> None:
        """Close a box of ours, or open it again; ``DriverError`` when it is not ours."""
        if self._row(Mailbox.kind, address) is None:
            raise DriverError(_("« %(name)s » n’est pas une boîte que nous tenons.") % {"name": address})
        self.host.suspend(address, closed=closed)

    def _write_mailbox(self, wanted: Mailbox, standing: Standing) -> None:
        if wanted.address not in standing.boxes:
            self.host.create(wanted)
            # A vendor that said « it exists » may hold it with another size; one that is slow does not show it yet.
            standing = self.host.standing(parts(wanted.address)[1], {wanted.address})
        if _seen(wanted, standing.boxes.get(wanted.address, Box())) != wanted:
            self.host.change(wanted)

    def _delete(self, change: Change) -> None:
        kind, name = change.key
        if kind == Mailbox.kind:
            raise DriverError(_("« %(name)s » ne peut pas être supprimé par un plan.") % {"name": name})
        row = self._row(kind, name)
        if row is None or row.group != change.group:
            return
        standing = self.host.standing(parts(name)[1], {name})
        if name in standing.aliases:
            self.host.lead(name, standing.aliases[name], ())
        row.delete()

    def _refuse_lacks(self, wanted: Wanted) -> None:
        """What the order wants and the vendor does not sell."""
        offer = self.host.offer
        said = {"name": wanted.address, "host": offer.label, "size": offer.gigabytes}
        if isinstance(wanted, Alias):
            if not wanted.targets or wanted.address in wanted.targets:
                raise DriverError(_("« %(name)s » doit mener à une autre adresse.") % said)
            if len(wanted.targets) > 1 and not offer.groups:
                raise DriverError(_("« %(name)s » : %(host)s n’a pas de groupes ; donnez une seule adresse.") % said)
            return
        if wanted.gigabytes <= 0:
            raise DriverError(
                _("« %(name)s » : une boîte de %(size)s Go n’existe pas.") % (said | {"size": wanted.gigabytes})
            )
        if wanted.gigabytes > offer.gigabytes:
            raise DriverError(_("« %(name)s » : chez %(host)s, une boîte a %(size)s Go au plus.") % said)
        if wanted.members:
            raise DriverError(_("« %(name)s » : %(host)s ne permet pas d’y commander une boîte partagée.") % said)
        if wanted.style == COLLABORATIVE and not offer.collaborative:
            raise DriverError(_("« %(name)s » : %(host)s n’a pas de boîte collaborative.") % said)

    def _refuse_others(self, wanted: Wanted, domain: str) -> None:
        """Another commune's address, another one's domain, or an address that is the other kind of thing."""
        held = HeldResource.objects.filter(kind__in=[self._kind(kind) for kind in self.kinds])
        if domain == settings.BEFFROI_CDG_DOMAIN:
            taken = held.filter(name=wanted.address)
        else:
            taken = held.filter(name__endswith=f"@{domain}")
        if other := taken.exclude(group=wanted.insee).first():
            raise DriverError(
                _("« %(name)s » est déjà pris par la commune %(insee)s.")
                % {"name": wanted.address, "insee": other.group}
            )

    def _refuse_strangers(self, wanted: Wanted, domain: str, standing: Standing) -> None:
        """A new line takes up what the commune already has there, but never what was made for somebody else."""
        said = {"name": wanted.address, "host": self.host.offer.label}
        box, targets = standing.boxes.get(wanted.address), standing.aliases.get(wanted.address, ())
        if isinstance(wanted, Alias) and box is not None:
            raise DriverError(_("« %(name)s » est déjà une boîte aux lettres chez %(host)s.") % said)
        if isinstance(wanted, Mailbox) and targets:
            raise DriverError(_("« %(name)s » est déjà un alias chez %(host)s.") % said)
        shared = domain == settings.BEFFROI_CDG_DOMAIN
        if (shared and (box is not None or targets)) or not set(targets) <= set(getattr(wanted, "targets", ())):
            raise DriverError(
                _("« %(name)s » existe déjà chez %(host)s, et nous ne l’avons pas fait : ôtez-le d’abord.") % said
            )

    def _found(self, row: HeldResource, standing: Standing) -> Resource | None:
        """What is ours as the vendor tells it; ``None`` when it is not there."""
        ours = resource_of(_resource_kind(row.kind), row.payload)
        if isinstance(ours, Mailbox):
            box = standing.boxes.get(ours.address)
            return _seen(ours, box) if box else None
        if not isinstance(ours, Alias) or ours.address not in standing.aliases:
            return None
        there = standing.aliases[ours.address]
        return ours if set(there) == set(ours.targets) else replace(ours, targets=tuple(sorted(there)))

    def _hold(self, wanted: Wanted) -> HeldResource:
        return HeldResource.objects.create(
            kind=self._kind(wanted.kind), name=wanted.address, group=wanted.insee, payload=payload(wanted)
        )

    def _row(self, kind: str, name: str) -> HeldResource | None:
        return HeldResource.objects.filter(kind=self._kind(kind), name=name).first()

    def _kind(self, kind: str) -> str:
        return f"{self.host.offer.code}-{_SHORT[kind]}"


_SHORT: Mapping[str, str] = {Mailbox.kind: "box", Alias.kind: "alias"}


def _resource_kind(kind: str) -> str:
    return next(name for name, short in _SHORT.items() if kind.endswith(f"-{short}"))


def _seen(ours: Mailbox, box: Box) -> Mailbox:
    """The box with what the vendor says of it; what it does not know is what was last given."""
    gigabytes = ours.gigabytes if box.gigabytes is None else box.gigabytes
    return replace(ours, gigabytes=gigabytes, recovery=ours.recovery if box.recovery is None else box.recovery)


def on_domain(domain: str, names: Iterable[str]) -> list[str]:
    """Local parts of the addresses of this domain."""
    return sorted(name.rpartition("@")[0] for name in names if name.endswith(f"@{domain}"))
