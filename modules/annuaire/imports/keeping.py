"""How long a table is kept: it holds what people gave of themselves, and is of use for a while only."""

from datetime import timedelta

from django.utils import timezone

from modules.annuaire.actors.delays import UNDECIDED_LASTS, UNDO_LASTS
from modules.annuaire.models import Apport
from sites.law import dated


def forget() -> int:
    """Delete the tables that nobody decided upon, and what was kept to undo the others; how many were deleted."""
    now, today = timezone.now(), timezone.localdate()
    old = Apport.objects.filter(done=True, at__lt=now - timedelta(days=dated.days(UNDO_LASTS, today)))
    old.exclude(made={}, before={}).update(made={}, before={})
    undecided = now - timedelta(days=dated.days(UNDECIDED_LASTS, today))
    return Apport.objects.filter(done=False, at__lt=undecided).delete()[0]
