"""The link that opens a mailbox: sent to another address of its owner, for three days, and good once.

No password is ever mailed or shown: whoever holds the link chooses one.
"""

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from cms.courrier import queue
from deploy.mail.lifecycle import MailError, mailbox_of
from deploy.models import Mailbox, MailState
from sites.models import Commune

VALID_FOR = timedelta(days=3)
AT_ONCE = 50  # boxes written to in one turn of the worker
_SALT = "deploy.mail.links"


def token_for(box: Mailbox) -> str:
    """A signed mention of the box as it stands: a password that is chosen, or another link, makes it void."""
    return TimestampSigner(salt=_SALT).sign(f"{box.pk}-{_fingerprint(box)}")


def opened(token: str) -> Mailbox | None:
    """Which box it opens; ``None`` when it is void, forged or too old."""
    try:
        key, _dash, fingerprint = TimestampSigner(salt=_SALT).unsign(token, max_age=VALID_FOR).partition("-")
    except BadSignature:
        return None
    box = Mailbox.objects.filter(pk=int(key), state=MailState.ACTIVE).first()
    return box if box is not None and constant_time_compare(_fingerprint(box), fingerprint) else None


def waiting() -> list[str]:
    """The boxes that nobody can open yet, whose owner can be written to and was not in the last days."""
    fresh = timezone.now() - VALID_FOR
    boxes = Mailbox.objects.filter(state=MailState.ACTIVE, password="").exclude(recovery="")
    return list(boxes.exclude(link_sent_at__gt=fresh).values_list("address", flat=True))


def turn() -> int:
    """Send its first link to each new box; how many were sent. Later ones are asked for by a person."""
    boxes = Mailbox.objects.filter(state=MailState.ACTIVE, password="", link_sent_at=None).exclude(recovery="")
    addresses = boxes.filter(insee__in=Commune.objects.values("insee")).values_list("address", flat=True)[:AT_ONCE]
    sent = 0
    for address in list(addresses):
        with transaction.atomic():
            # Another worker may be at it: a second link would make the first one void in the hands of its owner.
            if boxes.filter(address=address).update(link_sent_at=timezone.now()):
                send_link(address)
                sent += 1
    return sent


@transaction.atomic
def send_link(address: str) -> Mailbox:
    """Queue the message; the links sent before are void. ``MailError`` says why it cannot be."""
    box = mailbox_of(address)
    if box.state != MailState.ACTIVE:
        raise MailError(_("la boîte « %(box)s » est fermée.") % {"box": box})
    if not box.recovery:
        raise MailError(
            _("« %(box)s » n’a pas d’adresse de secours : ajoutez « secours » à sa commande.") % {"box": box}
        )
    commune = Commune.objects.filter(insee=box.insee).first()
    if commune is None:
        raise MailError(
            _("la commune %(insee)s de « %(box)s » n’a pas encore de site : appliquez d’abord sa commande.")
            % {"insee": box.insee, "box": box}
        )
    box.link_sent_at = timezone.now()
    box.save(update_fields=["link_sent_at"])
    context = {
        "box": box,
        "commune": commune,
        "first": not box.password,
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('boite:choose', args=(token_for(box),))}",
        "days": VALID_FOR.days,
        "cdg_name": settings.BEFFROI_CDG_NAME,
        "cdg_contact": settings.BEFFROI_CDG_CONTACT,
    }
    subject = _("%(box)s : choisissez votre mot de passe") % {"box": box}
    queue.send(commune=commune, to=[box.recovery], subject=subject, body=render_to_string("boite/lien.txt", context))
    return box


def _fingerprint(box: Mailbox) -> str:
    sent = box.link_sent_at.isoformat() if box.link_sent_at else ""
    return salted_hmac(_SALT, f"{box.password} {box.recovery} {sent}").hexdigest()[:32]
