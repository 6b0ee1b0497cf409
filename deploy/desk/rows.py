"""The rows of the table of communes: what each has, owes and waits for, in as many queries for one as for fifty."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from deploy.models import AgentTask, Presence
from deploy.models.billing import Intervention, State
from deploy.statement.reckon import Statement
from deploy.statement.records import statements
from deploy.subscriptions import LineKind
from sites.bake.state import online_sentence
from sites.models import BakeState, Commune


@dataclass(frozen=True, slots=True)
class Row:
    """One commune in a year. ``grade`` is that of its last check, in words; empty before the first."""

    commune: Commune
    statement: Statement | None
    online: str
    boxes: int
    grade: str
    going: int
    tasks: int


def rows_of(communes: Sequence[Commune], year: int) -> list[Row]:
    """In the order given. ``communes`` come with their site. Nine queries for five hundred."""
    insees, keys = [one.insee for one in communes], [one.pk for one in communes]
    found = statements(insees, year)
    states = {row.commune_id: row for row in BakeState.objects.filter(commune__in=keys)}
    grades = {row.commune_id: row for row in Presence.objects.filter(commune__in=insees)}
    tasks = _counted(AgentTask.objects.filter(commune__in=insees, done_at=None).values_list("commune_id", flat=True))
    closed = (State.DONE, State.REFUSED)
    going = _counted(
        Intervention.objects.filter(commune__in=keys).exclude(state__in=closed).values_list("commune_id", flat=True)
    )
    return [
        Row(
            one,
            found.get(one.insee),
            online_sentence(states.get(one.pk) or BakeState(commune=one)),
            _boxes(found.get(one.insee)),
            grades[one.insee].get_grade_display() if one.insee in grades else "",
            going.get(one.pk, 0),
            tasks.get(one.insee, 0),
        )
        for one in communes
    ]


def _counted(keys: Iterable[Any]) -> Counter[Any]:
    return Counter(keys)


def _boxes(statement: Statement | None) -> int:
    return sum(due.kind is LineKind.MAILBOX for due in statement.dues) if statement else 0
