"""What the sheet of a commune shows of its last check."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from deploy.models import AgentTask, GradeChange, Presence
from deploy.rcpnt.criteria import Criterion, referential
from deploy.rcpnt.judging import State, Verdict
from deploy.rcpnt.keeping import verdicts_of

CHANGES = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """The check, the criteria to put right, those nobody could check, the declarations still to confirm, the past."""

    presence: Presence
    failed: Sequence[tuple[Criterion, Verdict]]
    unknown: Sequence[tuple[Criterion, Verdict]]
    declarations: Sequence[Criterion]
    tasks: Sequence[AgentTask]
    changes: Sequence[GradeChange]


def shown(insee: str) -> Shown | None:
    """``None`` before the first check, in one query; then three, whatever was found."""
    presence = Presence.objects.filter(pk=insee).first()
    if presence is None:
        return None
    verdicts = verdicts_of(presence)
    on = referential(timezone.localdate(presence.checked_at))
    judged = [(one, verdicts[one.number]) for one in on.criteria if one.number in verdicts]
    tasks = AgentTask.objects.filter(commune=insee, done_at=None, key__startswith="rcpnt:")
    return Shown(
        presence,
        [(one, verdict) for one, verdict in judged if verdict.state is State.FAILED],
        [(one, verdict) for one, verdict in judged if verdict.state is State.UNKNOWN],
        [one for one, verdict in judged if verdict.state is State.TASK],
        list(tasks),
        list(GradeChange.objects.filter(commune=insee)[:CHANGES]),
    )
