"""What came of an approved preparation, commune by commune."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cms.desk.reach import address_of
from deploy.models import CommuneReference, RunChange
from deploy.records import batches
from deploy.wizard.sentences import ROOM_OF, ROOMS
from sites.bake.state import online_sentence
from sites.models import Commune
from sites.plan import Action


@dataclass(frozen=True, slots=True)
class Step:
    """How far one room of the plan is: « L’adresse », 3 changes of 5."""

    label: str
    done: int
    total: int


@dataclass(slots=True)
class Result:
    """One commune: its site once it stands, who was invited, what waits for something, what failed."""

    reference: CommuneReference
    commune: Commune | None = None
    address: str = ""
    online: str = ""
    invited: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    left: int = 0  # changes that are still to be made


def results(references: Sequence[CommuneReference], since: datetime | None) -> list[Result]:
    """In the order given; ``since`` is when the plan was approved. Two queries for five hundred communes."""
    found = {reference.insee: Result(reference) for reference in references}
    for batch in batches(found):
        for commune in Commune.objects.filter(insee__in=batch).select_related("site", "bake_state"):
            one = found[commune.insee]
            one.commune, one.address = commune, address_of(commune)
            one.online = online_sentence(commune.bake_state)
        for told in _last_words(batch, since).values():
            _add(found[told["group"]], told)
    return list(found.values())


Words = dict[str, str]


def _last_words(insees: Sequence[str], since: datetime | None) -> dict[tuple[str, str], Words]:
    """What is last known of each change: a run that takes another up tells its rest anew."""
    names = ("kind", "name", "group", "action", "error", "waiting", "done_at")
    rows = RunChange.objects.filter(group__in=insees, run__started_at__gte=since).order_by("run_id", "rank")
    return {(row["kind"], row["name"]): row for row in rows.values(*names)}


def _add(one: Result, told: Words) -> None:
    if told["done_at"]:
        if (told["kind"], told["action"]) == ("person", Action.CREATE):
            one.invited.append(told["name"].partition(" ")[0])
        return
    one.left += 1
    for sentences, sentence in ((one.waiting, told["waiting"]), (one.errors, told["error"])):
        if sentence and sentence not in sentences:
            sentences.append(sentence)


def steps(insees: Sequence[str], since: datetime | None) -> list[Step]:
    """Room by room, in the order in which a plan is read; none before the first change is known. One query a batch."""
    done, total = Counter[str](), Counter[str]()
    for batch in batches(insees):
        for told in _last_words(batch, since).values():
            room = ROOM_OF[told["kind"]]
            total[room] += 1
            done[room] += bool(told["done_at"])
    return [Step(str(label), done[room], total[room]) for room, label in ROOMS.items() if total[room]]
