"""Our own mail servers: mailboxes and aliases are rows, which Postfix, Dovecot and SOGo read through SQL views.

A change is in force as soon as it is committed: nothing is reloaded. What only the machine of Dovecot can do (closing
connections, opening a shared box) is queued for it.
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeAlias

from django.conf import settings
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.drivers.mail.addresses import parts
from deploy.mail.lifecycle import share
from deploy.models import MailAlias, Mailbox, MailChore, MailDomain, MailShare, MailState, MailTarget
from deploy.resources import Alias, Resource, resource_of
from deploy.resources import Mailbox as WantedMailbox
from deploy.subscriptions import Subscription
from sites.plan import Action, Change

GIGABYTE = 2**30

Wanted: TypeAlias = WantedMailbox | Alias


class TablesDriver:
    """Reads and writes the tables of mail; they belong to the transaction of the commune, as the site does."""

    kinds: ClassVar[frozenset[str]] = frozenset({"mailbox", "alias"})
    external: ClassVar[bool] = False

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        """Four queries. An archived box exists no more: it waits for the end of its retention."""
        insees = [subscription.commune.insee for subscription in subscriptions]
        shares = Prefetch("shares", MailShare.objects.order_by("member"))
        boxes = Mailbox.objects.filter(insee__in=insees).exclude(state=MailState.ARCHIVED)
        for box in boxes.prefetch_related(shares):
            members = tuple(share.member for share in box.shares.all())
            yield WantedMailbox(box.insee, box.address, box.quota // GIGABYTE, box.style, box.recovery, members)
        for alias in MailAlias.objects.filter(insee__in=insees).prefetch_related("targets"):
            yield Alias(alias.insee, alias.address, tuple(target.address for target in alias.targets.all()))

    def apply(self, change: Change) -> None:
        """A dozen statements at most, whatever the number of boxes."""
        if change.action is Action.DELETE:
            _delete(change)
            return
        wanted = resource_of(change.key[0], change.after)
        if isinstance(wanted, WantedMailbox):
            _write_mailbox(wanted)
        elif isinstance(wanted, Alias):
            _write_alias(wanted)
        else:
            raise DriverError(_("« %(name)s » n’est pas une adresse.") % {"name": change.key[1]})


def _delete(change: Change) -> None:
    kind, name = change.key
    if kind == WantedMailbox.kind:
        raise DriverError(_("« %(name)s » ne peut pas être supprimé par un plan.") % {"name": name})
    MailAlias.objects.filter(address=name, insee=change.group).delete()


def _write_mailbox(wanted: WantedMailbox) -> None:
    local, domain = _checked(wanted)
    if wanted.gigabytes <= 0:
        raise DriverError(_("« %(name)s » : une boîte de %(size)s Go n’existe pas.") % _said(wanted, wanted.gigabytes))
    if MailAlias.objects.filter(address=wanted.address).exists():
        raise DriverError(_("« %(name)s » est déjà un alias.") % _said(wanted))
    held = Mailbox.objects.select_for_update().filter(address=wanted.address).first()
    _refuse_others(wanted, held)
    if held is None:
        _wait_for_removal(wanted)
        held = Mailbox(address=wanted.address, local=local, domain=domain, insee=wanted.insee)
    elif held.state == MailState.ARCHIVED:  # ordered again: the mail it kept is still there
        held.state, held.archived_on, held.delete_on = MailState.ACTIVE, None, None
    held.quota, held.style, held.recovery = wanted.gigabytes * GIGABYTE, wanted.style, wanted.recovery
    held.save()
    share(held, wanted.members)


def _wait_for_removal(wanted: Wanted) -> None:
    """A new box never finds the mail of the one that had its name."""
    if MailChore.objects.filter(address=wanted.address, kind=MailChore.Kind.REMOVE, done_at=None).exists():
        raise DriverError(
            _("« %(name)s » : le courrier de la boîte qui portait ce nom n’est pas encore effacé.") % _said(wanted)
        )


def _write_alias(wanted: Alias) -> None:
    _local, domain = _checked(wanted)
    if not wanted.targets:
        raise DriverError(_("« %(name)s » ne mène à personne.") % _said(wanted))
    if Mailbox.objects.filter(address=wanted.address).exists():
        raise DriverError(_("« %(name)s » est déjà une boîte aux lettres.") % _said(wanted))
    held = MailAlias.objects.select_for_update().filter(address=wanted.address).first()
    _refuse_others(wanted, held)
    if _leads_back(wanted):
        raise DriverError(_("« %(name)s » finit par se contenir lui-même.") % _said(wanted))
    if held is None:
        held = MailAlias.objects.create(address=wanted.address, domain=domain, insee=wanted.insee)
    held.targets.all().delete()
    MailTarget.objects.bulk_create(MailTarget(alias=held, address=target) for target in wanted.targets)


def _leads_back(wanted: Alias) -> bool:
    """Whether a message for this address would come back to it, through any number of aliases of the commune."""
    rows = MailTarget.objects.filter(alias__insee=wanted.insee).values_list("alias__address", "address")
    targets: dict[str, list[str]] = {}
    for alias, target in rows:
        targets.setdefault(alias, []).append(target)
    targets[wanted.address] = list(wanted.targets)
    seen: set[str] = set()
    following = list(wanted.targets)
    while following:
        address = following.pop()
        if address == wanted.address:
            return True
        if address not in seen:
            seen.add(address)
            following += targets.get(address, [])
    return False


def _checked(wanted: Wanted) -> tuple[str, MailDomain]:
    """The local part and the domain, made with its first address; ``DriverError`` when it is another commune's."""
    local, name = parts(wanted.address)
    shared = name == settings.BEFFROI_CDG_DOMAIN
    domain, _made = MailDomain.objects.get_or_create(
        name=name,
        defaults={"insee": "" if shared else wanted.insee, "selector": settings.BEFFROI_DKIM_SELECTOR},
    )
    if domain.insee not in {"", wanted.insee}:
        raise DriverError(
            _("« %(name)s » : le domaine « %(domain)s » est celui de la commune %(insee)s.")
            % {"name": wanted.address, "domain": name, "insee": domain.insee}
        )
    return local, domain


def _refuse_others(wanted: Wanted, held: Mailbox | MailAlias | None) -> None:
    if held is not None and held.insee != wanted.insee:
        raise DriverError(
            _("« %(name)s » est déjà pris par la commune %(insee)s.") % {"name": wanted.address, "insee": held.insee}
        )


def _said(wanted: Wanted, size: int = 0) -> dict[str, str]:
    return {"name": wanted.address, "size": str(size)}
