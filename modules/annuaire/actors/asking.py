"""The turn of the worker: once a year, each holder is asked whether the entry is still true."""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.courrier.queue import send
from modules.annuaire.actors import links
from modules.annuaire.actors.delays import ANSWER_WITHIN, ASK_AFTER, LINK_LASTS, MOST_ASKS
from modules.annuaire.models import Fiche
from sites.law import dated
from sites.modules import active_codes

logger = logging.getLogger(__name__)
AT_ONCE = 200


def old(today: Any = None) -> Q:
    """Entries that nobody checked for so long."""
    return Q(checked_on__lt=dated.first_day(ASK_AFTER, today or timezone.localdate()))


def silent(now: Any = None) -> Q:
    """Those asked about as often as may be, without an answer in time; and those that nobody can be asked about."""
    before = (now or timezone.now()) - timedelta(days=dated.days(ANSWER_WITHIN, timezone.localdate()))
    return old() & (Q(holder_email="") | Q(asks__gte=MOST_ASKS, asked_at__lte=before))


def turn() -> int:
    """Ask what falls due; how many were asked. Each message and its mark are one transaction."""
    before = timezone.now() - timedelta(days=dated.days(ANSWER_WITHIN, timezone.localdate()))
    due = Fiche.objects.filter(old(), Q(asked_at=None) | Q(asked_at__lte=before), online=True, asks__lt=MOST_ASKS)
    asked = 0
    for fiche in due.exclude(holder_email="").select_related("commune__site").order_by("checked_on", "pk")[:AT_ONCE]:
        if "annuaire" not in active_codes(fiche.commune):
            continue
        try:
            with transaction.atomic():
                Fiche.objects.filter(pk=fiche.pk).update(asked_at=timezone.now(), asks=fiche.asks + 1)
                _ask(fiche)
        except ValueError:  # an address that is none: the town hall sees the entry among those to check
            logger.exception("No question about the entry %s", fiche.pk)
            Fiche.objects.filter(pk=fiche.pk).update(asked_at=timezone.now(), asks=MOST_ASKS)
        else:
            asked += 1
    return asked


def _ask(fiche: Fiche) -> None:
    context = {
        "fiche": fiche,
        "town": fiche.commune.name,
        "again": fiche.asks > 0,
        "days": dated.days(LINK_LASTS, timezone.localdate()),
        "cdg_name": settings.BEFFROI_CDG_NAME,
        **{name: links.url_for(fiche, name) for name in links.PURPOSES},
    }
    subject = _("%(town)s\u00a0: votre fiche de l’annuaire est-elle toujours exacte\u202f?") % {
        "town": fiche.commune.name
    }
    send(
        commune=fiche.commune,
        to=[fiche.holder_email],
        subject=subject,
        body=render_to_string("annuaire/question.txt", context),
    )
