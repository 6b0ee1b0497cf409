"""What is noted of a subscription besides its runs, and both told together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deploy.models import Happening, Run

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: when, who (empty for the machine), what."""

    at: datetime
    by: str
    sentence: str


def note(insee: str, by: str, sentence: str) -> None:
    """One more line."""
    Happening.objects.create(commune_id=insee, by=by, sentence=sentence)


def history(insee: str) -> Sequence[Entry]:
    """The last runs that changed something of a commune, and what was noted of it; the newest first. Two queries."""
    of_commune = Count("changes", filter=Q(changes__group=insee))
    runs = Run.objects.annotate(made=of_commune).filter(made__gt=0).order_by("-pk")[:SHOWN]
    noted = Happening.objects.filter(commune=insee)[:SHOWN]
    told = [Entry(run.started_at, run.author, _of_run(run)) for run in runs]
    told += [Entry(one.at, one.by, one.sentence) for one in noted]
    return sorted(told, key=lambda entry: entry.at, reverse=True)[:SHOWN]


def _of_run(run: Run) -> str:
    made: int = getattr(run, "made", 0)
    changes = ngettext("%d changement", "%d changements", made) % made
    state = "" if run.ended_at else _(", pas terminé")
    return _("%(changes)s%(state)s, plan %(print)s") % {"changes": changes, "state": state, "print": run.checksum[:12]}
