"""What the worker does: each commune once a day, a few at a time, the one that waited most first."""

import logging
import time
from datetime import timedelta

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from deploy.models import Presence, Suspension
from deploy.rcpnt.judging import Verdicts
from deploy.rcpnt.keeping import Target, check, declarations, keep, targets
from deploy.rcpnt.visits import Network
from sites.models import Host

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=20)
AT_ONCE = 20
SECONDS = 20.0  # of a turn: the worker has other chores
# A name of a demonstration leads to the machine itself (RFC 6761 §6.3).
LOCAL = ".localhost"


def turn(through: Network | None = None) -> int:
    """Check what is due; how many communes were. The queries do not depend on how many."""
    until = time.monotonic() + SECONDS
    due = targets(_due())
    told = declarations(due) if due else {}
    checked: dict[Target, Verdicts] = {}
    for target in due:
        if checked and time.monotonic() > until:
            break
        try:
            checked[target] = check(target, told.get(target.insee, ()), through)
        except Exception:  # one commune never holds the others back
            logger.exception("RCPNT: %s", target.site)
    if checked:
        keep(checked)
    return len(checked)


def _due() -> list[tuple[str, str, str]]:
    """``(insee, name, primary host)`` of the sites that are open to the public and were not seen since a day."""
    seen = Presence.objects.filter(pk=OuterRef("commune__insee")).values("checked_at")[:1]
    rows = Host.objects.filter(is_primary=True, commune__demo=False, commune__training=False).exclude(
        name__endswith=LOCAL
    )
    rows = rows.exclude(commune__insee__in=Suspension.objects.filter(until=None).values("commune"))
    rows = rows.annotate(seen=Subquery(seen)).filter(Q(seen=None) | Q(seen__lte=timezone.now() - EVERY))
    rows = rows.order_by(F("seen").asc(nulls_first=True), "pk")
    return list(rows.values_list("commune__insee", "commune__name", "name")[:AT_ONCE])


def target_of(host: str) -> Target | None:
    """What is checked under one of our names: that of the commune's site. ``None`` for a name that is not ours."""
    row = Host.objects.filter(name=host).values_list("commune__insee", "commune__name").first()
    if row is None:
        return None
    site = Host.objects.filter(commune__insee=row[0], is_primary=True).values_list("name", flat=True).first()
    return targets([(*row, site or host)])[0]
