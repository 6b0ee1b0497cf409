"""Whom to turn to when nobody answers: said at once, and once more to who left an address and heard nothing."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accessibilite.models import Recourse
from cms.courrier.queue import RefusedMessageError, send
from cms.guichet.models import Envoi, State
from sites.law import accessibility as law
from sites.law import dated

CODE = "accessibilite"
AT_ONCE = 200


def way_out(today: date) -> str:
    """What the law has every site say of the Défenseur des droits, as plain text."""
    defender = dated.in_force(law.DEFENDER, today)
    days = dated.days(law.ANSWER_WITHIN, today)
    return _(
        "La mairie répond sous %(days)d jours. Sans réponse satisfaisante, vous pouvez vous adresser gratuitement au "
        "Défenseur des droits\u00a0: %(form)s, ou par courrier sans timbre\u00a0: %(post)s, ou au %(phone)s."
    ) % {"days": days, "form": defender.form, "post": defender.post, "phone": defender.phone}


def turn() -> int:
    """Write to each person whose report has had no answer for too long: once. How many were written to."""
    today = timezone.localdate()
    before = dated.start_of(dated.first_day(law.RECOURSE_AFTER, today))
    waiting = Envoi.objects.filter(
        module=CODE, state__in=[State.NEW, State.UNDERWAY], received_at__lt=before, recourse=None
    ).exclude(sender="")
    told = 0
    for envoi in waiting.select_related("commune").order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            Recourse.objects.create(envoi=envoi)
            told += _tell(envoi, today)
    return told


def _tell(envoi: Envoi, today: date) -> int:
    lines = [
        _("Bonjour,"),
        "",
        _("Vous avez signalé un obstacle sur le site de la commune (%(commune)s) le %(day)s.")
        % {"commune": envoi.commune.name, "day": f"{timezone.localtime(envoi.received_at):%d/%m/%Y}"},
        _("Votre signalement n’est pas encore marqué comme traité."),
        "",
        way_out(today),
    ]
    try:
        send(
            commune=envoi.commune,
            to=[envoi.sender],
            subject=_("Votre signalement, et vos recours"),
            body="\n".join(lines),
        )
    except RefusedMessageError:  # an address that cannot be written to is not tried every day
        return 0
    return 1
