"""Closing and opening mailboxes, and what follows on the machine of Dovecot. Each call is one transaction.

A box is never deleted on the spot: it is archived (nobody logs in, nothing arrives, what it holds is kept), with the
day on which it will be. That day comes with ``purge``, never before.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.mail.passwords import hashed, matches
from deploy.models import Mailbox, MailChore, MailShare, MailState

# How long the mail of a closed box is kept, when nobody says otherwise: the time to find out that it was still wanted.
RETENTION = timedelta(days=90)
SHORTEST = timedelta(days=30)


class MailError(Exception):
    """What cannot be done to a mailbox. The message is a French sentence."""


def mailbox_of(address: str) -> Mailbox:
    """The box, locked for the transaction; ``MailError`` when there is none."""
    try:
        return Mailbox.objects.select_for_update().get(address=address.strip().lower())
    except Mailbox.DoesNotExist as error:
        raise MailError(_("aucune boîte n’a l’adresse « %(address)s ».") % {"address": _plain(address)}) from error


@transaction.atomic
def suspend(address: str) -> Mailbox:
    """Nobody logs in, nothing arrives any more; all of it comes back with ``reactivate``."""
    box = mailbox_of(address)
    if box.state == MailState.ARCHIVED:
        raise MailError(_("« %(address)s » est archivée : elle est déjà fermée.") % {"address": box.address})
    _close(box, MailState.SUSPENDED)
    return box


@transaction.atomic
def reactivate(address: str) -> Mailbox:
    """Open a suspended box again, with the password it had; an archived one comes back by an order."""
    box = mailbox_of(address)
    if box.state == MailState.ARCHIVED:
        raise MailError(
            _("« %(address)s » est archivée : remettez-la dans une commande pour la rouvrir.")
            % {"address": box.address}
        )
    box.state = MailState.ACTIVE
    box.save(update_fields=["state"])
    return box


@transaction.atomic
def archive(address: str, today: date, delete_on: date | None = None) -> Mailbox:
    """Close the box for good: mail is kept until ``delete_on``, ninety days later by default."""
    box = mailbox_of(address)
    if box.state == MailState.ARCHIVED:
        raise MailError(
            _("« %(address)s » est déjà archivée, jusqu’au %(day)s.") % {"address": box.address, "day": box.delete_on}
        )
    end = delete_on or today + RETENTION
    if end < today + SHORTEST:
        raise MailError(
            _("une boîte archivée garde son courrier %(days)s jours au moins : au plus tôt le %(day)s.")
            % {"days": SHORTEST.days, "day": today + SHORTEST}
        )
    box.archived_on, box.delete_on, box.password = today, end, ""
    box.save(update_fields=["archived_on", "delete_on", "password"])
    _close(box, MailState.ARCHIVED)
    return box


@transaction.atomic
def purge(today: date) -> list[str]:
    """Forget the boxes whose retention has ended, and ask for the removal of their mail; give their addresses."""
    ended = Mailbox.objects.select_for_update().filter(state=MailState.ARCHIVED, delete_on__lte=today)
    addresses = [box.address for box in ended]
    MailChore.objects.bulk_create(
        MailChore(kind=MailChore.Kind.REMOVE, address=address) for address in sorted(addresses)
    )
    Mailbox.objects.filter(address__in=addresses, state=MailState.ARCHIVED, delete_on__lte=today).delete()
    return sorted(addresses)


@transaction.atomic
def set_password(address: str, password: str) -> Mailbox:
    """Effective at once, and whoever was logged in is sent back to the door."""
    box = mailbox_of(address)
    if box.state != MailState.ACTIVE:
        raise MailError(_("la boîte « %(address)s » est fermée.") % {"address": box.address})
    had = bool(box.password)
    box.password, box.password_set_at = hashed(password), timezone.now()
    box.save(update_fields=["password", "password_set_at"])
    if had:
        MailChore.objects.create(kind=MailChore.Kind.KICK, address=box.address)
    return box


def opens(address: str, password: str) -> bool:
    """Whether this password opens this box. As slow for an address that does not exist as for one that does."""
    found = Mailbox.objects.filter(address=address.strip().lower(), state=MailState.ACTIVE).exclude(password="").first()
    return matches(password, found.password if found else _NOBODY) and found is not None


def share(box: Mailbox, members: Iterable[str]) -> None:
    """Give the box to these people and to nobody else. To be called in a transaction."""
    wanted = set(members)
    held = set(MailShare.objects.filter(mailbox=box).values_list("member", flat=True))
    MailShare.objects.filter(mailbox=box, member__in=held - wanted).delete()
    MailShare.objects.bulk_create(MailShare(mailbox=box, member=member) for member in sorted(wanted - held))
    chores = [(MailChore.Kind.SHARE, member) for member in sorted(wanted - held)]
    chores += [(MailChore.Kind.UNSHARE, member) for member in sorted(held - wanted)]
    MailChore.objects.bulk_create(MailChore(kind=kind, address=box.address, member=member) for kind, member in chores)


def _close(box: Mailbox, state: MailState) -> None:
    box.state = state
    box.save(update_fields=["state"])
    MailChore.objects.create(kind=MailChore.Kind.KICK, address=box.address)


def _plain(address: str) -> str:
    """On one line, and not too long."""
    return " ".join(address.split())[:80]


_NOBODY = hashed("personne")  # what a wrong address is compared with, for the time it takes
