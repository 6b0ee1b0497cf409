"""Checks kept: the last one of each commune, the dates on which its grade changed, its declarations as tasks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.models import AgentTask, CommuneReference, GradeChange, Presence
from deploy.rcpnt.criteria import Referential, referential
from deploy.rcpnt.gathering import gather
from deploy.rcpnt.judging import State, Verdict, Verdicts, grade, judge
from deploy.rcpnt.visits import Network
from deploy.records import read_subscriptions
from deploy.subscriptions import LineKind, Subscription

SITE, MAIL = ("1.1", "1.8"), ("2.1",)
OFFICIAL = ("mairie", "contact", "accueil", "secretariat")


@dataclass(frozen=True, slots=True)
class Target:
    """What is checked of a commune: the name of its site, and its address."""

    insee: str
    name: str
    site: str
    address: str = ""

    @property
    def mail(self) -> str:
        """The domain of its address."""
        return self.address.rpartition("@")[2].lower()

    @property
    def keys(self) -> Mapping[str, Sequence[str]]:
        """The declarations, as tasks: another site or another address has to be declared anew."""
        site = {f"rcpnt:site:{self.insee}:{self.site}"[:320]: SITE}
        return site | ({f"rcpnt:mail:{self.insee}:{self.address}"[:320]: MAIL} if self.address else {})


def targets(sites: Iterable[tuple[str, str, str]]) -> list[Target]:
    """From ``(insee, name, host)``, with the address that each commune subscribes to. Two queries."""
    rows = list(sites)
    ordered = read_subscriptions([insee for insee, _name, _host in rows])
    return [Target(insee, name, host, official(ordered.get(insee))) for insee, name, host in rows]


def official(subscription: Subscription | None) -> str:
    """The address a town hall shows: « mairie », or the next best; empty when it orders none."""
    if subscription is None:
        return ""
    today = timezone.localdate()
    lines = [*subscription.on(today, LineKind.MAILBOX), *subscription.on(today, LineKind.ALIAS)]
    addresses = [line.value.lower() for line in lines if "@" in line.value]
    ranks = {local: rank for rank, local in enumerate(OFFICIAL)}
    return min(addresses, key=lambda one: ranks.get(one.partition("@")[0], len(ranks)), default="")


def check(target: Target, declared: Iterable[str] = (), through: Network | None = None) -> Verdicts:
    """See and judge one commune."""
    facts = gather(target.site, target.mail, through)
    return judge(facts, referential(timezone.localdate()), frozenset(declared), {settings.BEFFROI_CDG_DOMAIN})


def declarations(rows: Iterable[Target]) -> dict[str, set[str]]:
    """The numbers that somebody confirmed, by INSEE code. One query."""
    meaning = {key: (row.insee, numbers) for row in rows for key, numbers in row.keys.items()}
    done = AgentTask.objects.filter(key__in=meaning, done_at__isnull=False).values_list("key", flat=True)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for key in done:
        insee, numbers = meaning[key]
        found[insee].update(numbers)
    return found


@transaction.atomic
def keep(checked: Mapping[Target, Verdicts]) -> None:
    """Keep what was found, note the grades that changed, open the tasks. A fixed number of queries."""
    now, on = timezone.now(), referential(timezone.localdate())
    known = CommuneReference.objects.filter(pk__in=[target.insee for target in checked])
    insees = set(known.values_list("pk", flat=True))
    kept = {target: verdicts for target, verdicts in checked.items() if target.insee in insees}
    before = dict(Presence.objects.filter(pk__in=insees).values_list("pk", "grade"))
    rows = [_row(target, verdicts, on) for target, verdicts in kept.items()]
    Presence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["commune"],
        update_fields=["site", "mail", "checked_at", "grade", "promised", "verdicts", "version"],
    )
    GradeChange.objects.bulk_create(
        GradeChange(
            commune_id=row.pk, at=now, before=before.get(row.pk, ""), after=row.grade, failed=_failed(row.verdicts)
        )
        for row in rows
        if before.get(row.pk) != row.grade
    )
    tasks = [task for target in kept for task in _tasks(target)]
    outdated = AgentTask.objects.filter(commune__in=insees, key__startswith="rcpnt:", done_at=None)
    outdated.exclude(key__in=[task.key for task in tasks]).delete()  # another site, another address: nobody's work
    AgentTask.objects.bulk_create(tasks, ignore_conflicts=True)


def _row(target: Target, verdicts: Verdicts, on: Referential) -> Presence:
    return Presence(
        commune_id=target.insee,
        site=target.site,
        mail=target.mail,
        checked_at=timezone.now(),
        grade=grade(verdicts, on),
        promised=grade(verdicts, on, promised=True),
        verdicts={number: _kept(one) for number, one in verdicts.items()},
        version=on.version,
    )


def _kept(one: Verdict) -> list[str]:
    return [one.state, one.reason, *([one.cause] if one.cause else [])]


def _failed(verdicts: Mapping[str, Sequence[str]]) -> list[str]:
    return [number for number, (state, *_why) in verdicts.items() if state == State.FAILED]


def _tasks(target: Target) -> list[AgentTask]:
    found = []
    for key, numbers in target.keys.items():
        shown = f"https://{target.site}" if numbers == SITE else target.address
        words = {"shown": shown, "name": target.name, "numbers": ", ".join(numbers)}
        found.append(
            AgentTask(
                key=key,
                commune_id=target.insee,
                title=(_("Faire déclarer %(shown)s sur Service-Public (%(name)s)") % words)[:300],
                sentence=_(
                    "La mairie ouvre sa page sur Service-Public, «\u00a0Mettre cette page à jour\u00a0», "
                    "et y donne %(shown)s"
                    " (RCPNT %(numbers)s). Confirmez quand la page le montre."
                )
                % words,
            )
        )
    return found


def verdicts_of(presence: Presence) -> dict[str, Verdict]:
    """The verdicts as they were kept."""
    return {number: Verdict(State(state), *why) for number, (state, *why) in presence.verdicts.items()}
