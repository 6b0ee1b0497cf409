"""Told to the service at once, and to who wrote if the form says so: two messages in the queue, none on the way."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.courrier.queue import CONTROL, RefusedMessageError, send
from cms.guichet.models import Envoi
from cms.guichet.questions import Sheet, written
from cms.models import Mairie


def tell(envoi: Envoi, sheet: Sheet) -> None:
    """Inside the transaction that stores it."""
    mairie = Mairie.objects.filter(site=envoi.commune.site_id).first()
    to = dict(sheet.services).get(envoi.service) or sheet.to or (mairie.email if mairie else "")
    for address in dict.fromkeys((*([to] if to else []), *sheet.copies)):
        _send(envoi, address, _subject(envoi), _for_the_service(envoi), envoi.sender)
    if sheet.confirms and envoi.sender:
        phone = mairie.phone if mairie else ""
        _send(
            envoi,
            envoi.sender,
            _("Nous avons bien reçu votre envoi"),
            _for_the_sender(envoi, phone, sheet.acknowledges),
            "",
        )


def _send(envoi: Envoi, to: str, subject: str, body: str, reply_to: str) -> None:
    """An address that cannot be written to never loses the sending itself, which is in the agent's desk."""
    try:
        send(commune=envoi.commune, to=[to], subject=subject, body=body, reply_to=reply_to)
    except RefusedMessageError:
        return


def _subject(envoi: Envoi) -> str:
    about = next((answer["value"] for answer in envoi.answers if answer["name"] == "objet"), "")
    return CONTROL.sub(" ", f"{envoi.title}\u00a0: {about}" if about else envoi.title)


def _for_the_service(envoi: Envoi) -> str:
    lines = [_("Reçu par le site le %(day)s.") % {"day": _day(envoi)}, ""]
    if envoi.service:
        lines += [_("Pour le service\u00a0: %(service)s") % {"service": envoi.service}, ""]
    for answer in envoi.answers:
        lines += [f"{answer['label']}\u00a0:", written(answer), ""]
    if count := envoi.pieces.count():
        lines += [_("Pièces jointes, à lire dans Beffroi\u00a0: %(count)d") % {"count": count}, ""]
    address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('guichet:read', args=(envoi.pk,))}"
    lines += [_("Lire, et marquer comme traité\u00a0: %(address)s") % {"address": address}]
    if envoi.sender:
        lines += ["", _("Répondre à ce message écrit à l’habitant.")]
    return "\n".join(lines)


def _for_the_sender(envoi: Envoi, phone: str, more: str) -> str:
    """Nothing of what was written: a stranger may have given somebody else's address."""
    lines = [
        _("Bonjour,"),
        "",
        _(
            "La mairie (%(commune)s) a bien reçu «\u00a0%(title)s\u00a0», le %(day)s. "
            "Elle vous répondra dès que possible."
        )
        % {"commune": envoi.commune.name, "title": envoi.title, "day": _day(envoi)},
        "",
        _("Si vous n’avez rien envoyé, ne tenez pas compte de ce message."),
    ]
    if more:
        lines += ["", more]
    if phone:
        lines += ["", _("Téléphone de la mairie\u00a0: %(phone)s") % {"phone": phone}]
    return "\n".join(lines)


def _day(envoi: Envoi) -> str:
    return f"{timezone.localtime(envoi.received_at):%d/%m/%Y à %H:%M}"
