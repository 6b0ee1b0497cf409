"""One form sent twice publishes once: the number drawn with the form says where it was already published."""

import re
from datetime import timedelta
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from cms.several.models import Sent, State
from sites.models import Commune

KEPT = timedelta(days=1)  # a form does not stay open longer than that
LONGEST = timedelta(minutes=10)  # no request lives so long: what began before was cut short, and undone


def drawn(asked: str) -> str:
    """The number that the form already has, or a new one."""
    return asked if re.fullmatch(r"[0-9a-f]{32}", asked) else uuid4().hex


def forget() -> int:
    """Rows of forms that nobody has open any more, deleted: how many."""
    return Sent.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


class Sending:
    """What one form has published, and where."""

    def __init__(self, number: str) -> None:
        """``number`` comes from ``drawn``."""
        self.number = number

    def begin(self, commune: Commune) -> State | None:
        """None for who may publish there now; else what became of the form there."""
        now = timezone.now()
        row, new = Sent.objects.get_or_create(
            form=self.number, commune=commune, defaults={"state": State.UNDER_WAY, "at": now}
        )
        cut_short = Sent.objects.filter(pk=row.pk, state=State.UNDER_WAY, at__lt=now - LONGEST)
        return None if new or cut_short.update(at=now) else State(row.state)

    def done(self, commune: Commune) -> None:
        """Nothing is published there any more by this form."""
        self._rows(commune).update(state=State.DONE)

    def failed(self, commune: Commune) -> None:
        """Nothing was: it may be tried again."""
        self._rows(commune).delete()

    def _rows(self, commune: Commune) -> QuerySet[Sent]:
        return Sent.objects.filter(form=self.number, commune=commune)
