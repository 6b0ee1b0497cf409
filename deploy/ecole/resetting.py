"""A training site made new again: each night, or when a webmestre asks."""

import logging
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.cms_site import plant_again
from deploy.ecole.erasing import erase, files_going
from deploy.life.journal import note
from deploy.models import Subscription
from sites.bake.state import mark_dirty
from sites.models import BakeState, Commune

logger = logging.getLogger(__name__)


class NotTrainingError(ValueError):
    """A real site, which nothing empties."""


@transaction.atomic
def reset(commune: Commune, by: str = "") -> None:
    """All or nothing; ``by`` is empty for the night's own. Raises ``NotTrainingError``, and ``DriverError``."""
    row = Subscription.objects.select_for_update().filter(commune=commune.insee, training=True).first()
    if row is None or not Commune.objects.filter(pk=commune.pk, training=True).exists():
        raise NotTrainingError(commune.insee)
    with files_going():
        erase(commune)
    plant_again(commune)
    row.fresh_at = timezone.now()
    row.save(update_fields=["fresh_at"])
    if by:
        note(commune.insee, by, _("Site d’entraînement remis à neuf."))
    # Everything that stands may go: the belt against absurd deletions is told so.
    mark_dirty([commune.pk], removals=BakeState.objects.get(commune=commune).pages)


def turn(now: datetime | None = None) -> int:
    """Those that the last night owes; how many. Two queries on a quiet hour. A site that fails stops no other."""
    now = timezone.localtime(now)
    Subscription.objects.filter(training=True, fresh_at=None).update(fresh_at=now)  # just opened: new as it is
    hour = now.replace(hour=settings.BEFFROI_TRAINING_HOUR, minute=0, second=0, microsecond=0)
    if now < hour:
        return 0
    stale = Subscription.objects.filter(training=True, fresh_at__lt=hour).values("pk")
    done = 0
    for commune in Commune.objects.filter(insee__in=stale, training=True).select_related("site"):
        try:
            reset(commune)
        except Exception:
            logger.exception(_("Le site d’entraînement %s n’a pas été remis à neuf."), commune.insee)
        else:
            done += 1
    return done
