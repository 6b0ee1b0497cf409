"""A site suspended, then given back: one page stands for it on the disk, everything else stays as it is.

Who works on the site goes on: what is published meanwhile is baked, and shows when the site comes back.
"""

from datetime import timedelta
from html import escape
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import Mairie
from cms.partage.following import source_changed
from deploy.life.journal import note
from deploy.mail.lifecycle import reactivate, suspend
from deploy.models import Mailbox, MailState, Suspension
from sites.models import Commune
from sites.store import hosts

# How long a site that was given back is looked at again.
REMEMBERED = timedelta(days=7)


def current(insee: str) -> Suspension | None:
    """The suspension that runs. One query."""
    return Suspension.objects.filter(commune=insee, until=None).first()


@transaction.atomic
def begin(commune: Commune, reason: str, by: str, *, boxes: bool) -> Suspension | None:
    """Suspend the site, and its open mailboxes when asked; ``None`` when it was already."""
    row, made = Suspension.objects.get_or_create(
        commune_id=commune.insee, until=None, defaults={"by": by, "reason": reason}
    )
    if not made:
        return None
    if boxes:
        active = Mailbox.objects.filter(insee=commune.insee, state=MailState.ACTIVE)
        row.boxes = list(active.values_list("address", flat=True))
        for address in row.boxes:
            suspend(address)
        row.save(update_fields=["boxes"])
    closed = ngettext("%d boîte suspendue aussi", "%d boîtes suspendues aussi", len(row.boxes)) % len(row.boxes)
    words = {"reason": reason, "boxes": closed if row.boxes else _("le courrier arrive toujours")}
    note(commune.insee, by, _("Site suspendu\u00a0: %(reason)s (%(boxes)s).") % words)
    transaction.on_commit(lambda: _close(commune))
    return row


@transaction.atomic
def end(commune: Commune, by: str) -> bool:
    """Give the site back as it is now, with the boxes that were closed with it; false when it was not suspended."""
    row = Suspension.objects.select_for_update().filter(commune=commune.insee, until=None).first()
    if row is None:
        return False
    row.until = timezone.now()
    row.save(update_fields=["until"])
    still = Mailbox.objects.filter(address__in=row.boxes, insee=commune.insee, state=MailState.SUSPENDED)
    for address in list(still.values_list("address", flat=True)):
        reactivate(address)
    note(commune.insee, by, _("Site rétabli."))
    transaction.on_commit(lambda: _open(commune))
    return True


def turn() -> int:
    """What the disk forgot, after a restoration or a cut for instance; how many sites. Two queries on a quiet day."""
    running = set(Suspension.objects.filter(until=None).values_list("commune", flat=True))
    lost = [insee for insee in running if not hosts.is_closed(_var(), insee)]
    for commune in Commune.objects.filter(insee__in=lost).select_related("site") if lost else ():
        _close(commune)
    lately = Suspension.objects.filter(until__gte=timezone.now() - REMEMBERED).values_list("commune", flat=True)
    kept = [insee for insee in set(lately) - running if hosts.is_closed(_var(), insee)]
    for commune in Commune.objects.filter(insee__in=kept) if kept else ():
        _open(commune)
    return len(lost) + len(kept)


def _close(commune: Commune) -> None:
    """Others stop showing what it shares: only once the disk says that its site is closed, which their bakes read."""
    hosts.close(_var(), commune.insee, page(commune))
    source_changed(commune.pk)


def _open(commune: Commune) -> None:
    hosts.open_again(_var(), commune.insee)
    source_changed(commune.pk)


def page(commune: Commune) -> bytes:
    """What visitors read: whom to call, where to go. Nothing of the reason."""
    mairie = Mairie.objects.filter(site=commune.site_id).first()
    place = " ".join(filter(None, (mairie.postcode, mairie.city))) if mairie else ""
    lines = [*(mairie.address.splitlines() if mairie else ()), place]
    address = "<br>".join(escape(line.strip()) for line in lines if line.strip())
    phone = escape(mairie.phone) if mairie else ""
    call = "".join(char for char in phone if char in "+0123456789")
    title, head = _("Ce site est momentanément suspendu"), _("Mairie de %s") % commune.name
    told = [f"<p>{escape(_('La mairie reste à votre disposition.'))}</p>", f"<h2>{escape(head)}</h2>"]
    if address:
        told.append(f"<address>{address}</address>")
    if phone:
        told.append(f'<p>{escape(_("Téléphone"))}\u00a0: <a href="tel:{call}">{phone}</a></p>')
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} – {escape(commune.name)}</title></head>"
        f"<body><main><h1>{escape(title)}</h1>{''.join(told)}</main></body></html>\n"
    ).encode()


def _var() -> Path:
    return Path(settings.BEFFROI_VAR)
