"""The rows of the table of communes: what each has, owes and waits for, in as many queries for one as for fifty."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.limits.usage import counts
from deploy.desk.filters import CLOSED
from deploy.desk.states import LOOKED, State, Verdicts, stuck_changes
from deploy.models import AgentTask, Convention, DomainName, DomainState, Line, Mailbox, MailState, Presence, Suspension
from deploy.models.billing import Intervention
from deploy.rcpnt.keeping import verdicts_of
from deploy.statement.reckon import Statement
from deploy.statement.records import statements
from deploy.statement.table import amount
from deploy.subscriptions import LineKind
from sites.bake.state import online_sentence
from sites.models import BakeState, Commune, Host
from sites.packs import PACKS, Pack
from sites.rendering.french import date_text


@dataclass(frozen=True, slots=True)
class Renewal:
    """What ends, and when."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """One commune in a year. ``grade`` is that of its last check, in words; empty before the first."""

    commune: Commune
    pack: Pack
    statement: Statement | None
    hosts: Sequence[str]
    online: str
    live_at: datetime | None
    pages: int
    states: Mapping[str, State]
    boxes: int
    suspended: int
    grade: str
    checked_at: datetime | None
    renewal: Renewal | None
    going: int
    tasks: int


def rows_of(communes: Sequence[Commune], year: int) -> list[Row]:
    """In the order given. ``communes`` come with their site and its home page. A fixed number of queries."""
    insees, keys, today = [one.insee for one in communes], [one.pk for one in communes], timezone.localdate()
    found, pages = statements(insees, year), counts(communes)
    baked = {row.commune_id: row for row in BakeState.objects.filter(commune__in=keys)}
    checks = {row.commune_id: row for row in Presence.objects.filter(commune__in=insees)}
    hosts, stuck, renewals = _hosts(keys), _stuck(insees), renewals_of(insees)
    boxes = Counter(
        line.subscription_id
        for line in Line.objects.filter(subscription__in=insees, kind=LineKind.MAILBOX.value, since__lte=today)
        if line.until is None or line.until > today
    )
    closed = Mailbox.objects.filter(insee__in=insees, state=MailState.SUSPENDED).values_list("insee", flat=True)
    suspended = Counter(closed)
    tasks = Counter(AgentTask.objects.filter(commune__in=insees, done_at=None).values_list("commune_id", flat=True))
    shut = dict(Suspension.objects.filter(commune__in=insees, until=None).values_list("commune_id", "since"))
    works = Intervention.objects.filter(commune__in=keys).exclude(state__in=CLOSED)
    going = Counter(works.values_list("commune_id", flat=True))

    def row(one: Commune) -> Row:
        state, check = baked.get(one.pk) or BakeState(commune=one), checks.get(one.insee)
        verdicts = verdicts_of(check) if check else None
        return Row(
            commune=one,
            pack=PACKS[one.pack],
            statement=found.get(one.insee),
            hosts=hosts[one.pk],
            online=_online(state, shut.get(one.insee)),
            live_at=state.live_at,
            pages=pages[one.pk].total(),
            states=_states(verdicts, stuck[one.insee], boxes[one.insee]),
            boxes=boxes[one.insee],
            suspended=suspended[one.insee],
            grade=str(check.get_grade_display()) if check else "",
            checked_at=check.checked_at if check else None,
            renewal=renewals.get(one.insee),
            going=going[one.pk],
            tasks=tasks[one.insee],
        )

    return [row(one) for one in communes]


def _online(state: BakeState, suspended: datetime | None) -> str:
    return _("Suspendu depuis le %s") % date_text(suspended) if suspended else online_sentence(state)


def renewals_of(insees: Iterable[str]) -> dict[str, Renewal]:
    """What ends first, by INSEE code."""
    held = DomainName.objects.filter(commune__in=insees, state=DomainState.HELD, expires__isnull=False)
    found: dict[str, Renewal] = {}
    for insee, name, end in held.order_by("expires", "name").values_list("commune_id", "name", "expires"):
        if end is not None:
            found.setdefault(insee, Renewal(end, _("domaine %s") % name))
    for insee, end, refused in Convention.objects.filter(commune__in=insees).values_list("pk", "ends", "refused_on"):
        if insee not in found or end < found[insee].day:
            found[insee] = Renewal(end, _("fin de la convention") if refused else _("convention"))
    return found


def _states(verdicts: Verdicts | None, stuck: Mapping[str, str], boxes: int) -> dict[str, State]:
    def sentence(kinds: tuple[str, ...]) -> str:
        return next((stuck[kind] for kind in kinds if kind in stuck), "")

    return {code: one.state(verdicts, sentence(one.kinds), boxes=boxes) for code, one in LOOKED.items()}


def _hosts(keys: Sequence[int]) -> Mapping[int, list[str]]:
    """The one that serves first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for commune, name in Host.objects.filter(commune__in=keys).values_list("commune_id", "name"):
        found[commune].append(name)
    return found


def _stuck(insees: Sequence[str]) -> Mapping[str, dict[str, str]]:
    """The last sentence of each kind of resource, by commune."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    rows = stuck_changes().filter(group__in=insees).order_by("run", "rank")
    for insee, kind, error, waiting in rows.values_list("group", "kind", "error", "waiting"):
        found[insee][kind] = error or waiting
    return found


TITLES = (
    "Commune", "INSEE", "Pack", "Noms", "Site", "Dernière mise en ligne", "Pages", "Pages du pack", "DNS", "HTTPS",
    "Courrier", "Boîtes", "Boîtes du pack", "Boîtes suspendues", "Présence numérique", "Vérifiée le",
    "Prochain renouvellement", "De quoi", "Tâches", "Interventions",
)  # fmt: skip


def as_cells(rows: Iterable[Row], year: int) -> Iterator[tuple[str, ...]]:
    """The very same table for a spreadsheet: days as 31/12/2026, a number a cell."""
    yield (*TITLES, f"Total TTC {year} (€)")
    for row in rows:
        limit = row.pack.page_limit
        yield (
            row.commune.name, row.commune.insee, row.pack.label, " ".join(row.hosts), row.online, _day(row.live_at),
            str(row.pages), "" if limit is None else str(limit), *(state.words for state in row.states.values()),
            str(row.boxes), str(row.pack.mailboxes), str(row.suspended), row.grade or _("pas encore vérifié"),
            _day(row.checked_at), f"{row.renewal.day:%d/%m/%Y}" if row.renewal else "",
            row.renewal.what if row.renewal else "", str(row.tasks), str(row.going),
            amount(row.statement.total) if row.statement else "",
        )  # fmt: skip


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y}" if moment else ""
