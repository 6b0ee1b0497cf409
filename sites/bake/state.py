"""Which communes are out of date, and what stands online: one row per commune.

No comparison here rests on a clock: ``version`` grows with each change, and a bake clears the mark only when the
version it started from is still the current one. Times are for people to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sites.rendering.french import date_text

if TYPE_CHECKING:
    from sites.models import BakeState, Commune

# Waiting before a failed bake is tried again, whoever may have repaired it: an editor's next change does not wait.
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


def _states() -> "QuerySet[BakeState]":
    model: Any = apps.get_model("sites", "BakeState")
    return model._default_manager.all()


def mark_dirty(commune_ids: "Iterable[int] | QuerySet[Any, Any]", removals: int = 0) -> None:
    """Ask for these communes to be baked: one statement, all that a request does for it, whoever names them.

    A query that selects ids is not run by itself: it becomes a part of the statement.
    ``removals`` counts the pages that an editor's action takes away (deletion, unpublishing, move, a module switched
    off): they explain as many missing files, and the belt lets them go.
    """
    now = timezone.now()
    wanted = list(commune_ids) if not hasattr(commune_ids, "query") else commune_ids
    _states().filter(commune__in=wanted).update(
        version=F("version") + 1,
        dirty_at=now,
        retry_at=None,
        attempts=0,
        removals=F("removals") + removals,
    )


def waiting(now: datetime | None = None) -> "QuerySet[BakeState]":
    """Communes to bake: changed, or holding dated content whose time has come.

    After a failed bake, a commune waits until ``retry_at``; a change by an editor makes it ready at once.
    """
    now = now or timezone.now()
    changed = Q(dirty_at__isnull=False) & (Q(retry_at__isnull=True) | Q(retry_at__lte=now))
    return _states().filter(changed | Q(due_at__lte=now))


def claim(commune_id: int, now: datetime | None = None) -> None:
    """Note that a worker has taken the commune, for people who watch; the lock on disk is what excludes another."""
    _states().filter(commune=commune_id).update(claimed_at=now or timezone.now())


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a bake knows of its commune's state when it starts."""

    version: int
    removals: int
    dirty: bool


def is_baked(commune: "Commune") -> bool:
    """Whether what stands in the folder of its INSEE code is its own.

    A commune that is deleted leaves its files: until another of the same code is baked, they are none of its business.
    No query for a commune read with its ``bake_state``.
    """
    try:
        return commune.bake_state.generation > 0
    except apps.get_model("sites", "BakeState").DoesNotExist:
        return False


def begin(commune: "Commune") -> Ticket:
    """Read before anything else: what changes after this makes the commune dirty again."""
    row = _states().filter(commune=commune).values_list("version", "removals", "dirty_at").first()
    if row is None:
        apps.get_model("sites", "BakeState")._default_manager.get_or_create(commune=commune)
        return Ticket(0, 0, dirty=True)
    return Ticket(row[0], row[1], dirty=row[2] is not None)


def version_of(commune: "Commune") -> int:
    """The version a cached menu must have been made from."""
    return begin(commune).version


def finish(
    commune: "Commune",
    ticket: Ticket,
    *,
    generation: int,
    pages: int,
    changed: bool,
    due_at: datetime | None,
    now: datetime | None = None,
) -> None:
    """The site stands as read at ``ticket``. ``live_at`` moves only when something changed on disk.

    The mark and the explained removals are cleared only when nothing happened since.
    """
    values: dict[str, Any] = {
        "generation": generation,
        "pages": pages,
        "due_at": due_at,
        "claimed_at": None,
        "error": "",
        "error_page": "",
        "traceback": "",
        "attempts": 0,
        "retry_at": None,
    }
    if changed:
        values["live_at"] = now or timezone.now()
    states = _states().filter(commune=commune)
    if not states.filter(version=ticket.version).update(dirty_at=None, removals=0, **values):
        states.update(removals=F("removals") - ticket.removals, **values)


def fail(
    commune: "Commune",
    ticket: Ticket,
    sentence: str,
    *,
    page: str = "",
    traceback: str = "",
    now: datetime | None = None,
) -> None:
    """The old site stays. The commune remains dirty and is tried again later, less and less often."""
    now = now or timezone.now()
    attempts = _states().filter(commune=commune).values_list("attempts", flat=True).first() or 0
    wait = RETRY_AFTER[min(attempts, len(RETRY_AFTER) - 1)]
    values = {"error": sentence, "error_page": page[:255], "traceback": traceback, "claimed_at": None}
    states = _states().filter(commune=commune)
    states.update(**values)
    # A change made meanwhile may well be the repair: it does not wait.
    states.filter(version=ticket.version).update(
        attempts=F("attempts") + 1, retry_at=now + wait, dirty_at=now, due_at=None
    )


def online_sentence(state: "BakeState", now: datetime | None = None) -> str:
    """« En ligne à 10 h 42 », as the editor reads it."""
    if state.error:
        return _("Pas encore en ligne : %(error)s") % {"error": state.error}
    if state.dirty_at is not None:
        return _("Mise en ligne en cours…")
    if state.live_at is None:
        return _("Jamais mis en ligne")
    return live_sentence(state.live_at, now)


def live_sentence(live_at: datetime, now: datetime | None = None) -> str:
    """« En ligne à 10 h 42 » today, « En ligne depuis le 4 septembre à 10 h 42 » later."""
    moment = timezone.localtime(live_at)
    today = timezone.localtime(now).date()
    hour = f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}"
    if moment.date() == today:
        return _("En ligne à %(hour)s") % {"hour": hour}
    return _("En ligne depuis le %(day)s à %(hour)s") % {"day": date_text(moment), "hour": hour}
