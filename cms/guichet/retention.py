"""Forgetting: each sending after the time its form announced, what was never confirmed after a day."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone

from cms.guichet.models import Envoi, State

UNCONFIRMED_KEPT = timedelta(days=1)


def until(day: date, months: int) -> date:
    """The last day on which what came on ``day`` is kept."""
    return day + relativedelta(months=months)


def forget() -> int:
    """Delete what is due, with its files; how many sendings."""
    now = timezone.now()
    due = Q(keep_until__lt=timezone.localdate()) | Q(state=State.UNCONFIRMED, received_at__lt=now - UNCONFIRMED_KEPT)
    old = Envoi.objects.filter(due)
    count = old.count()
    old.delete()
    return count
