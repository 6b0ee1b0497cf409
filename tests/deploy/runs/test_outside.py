"""What leaves our database: recorded right after it is made, resumed, never made twice; what waits stops nobody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

import pytest

from deploy import runs
from deploy.drivers import chosen
from deploy.drivers.base import Approval, Driver, DriverError, GatheringDriver, WaitingError
from deploy.models import Run, RunChange
from deploy.provision import Proposal, propose_current
from deploy.resources import Resource, resource_of
from deploy.runs import Outcome, was_interrupted
from deploy.runs.journal import Journal
from deploy.subscriptions import Subscription
from sites.models import Commune
from sites.plan import Action, Change, Key
from tests.deploy.conftest import CAHORS, DAY, FIGEAC, minimal, quiet

PlanOf = Callable[..., Proposal]
Applied = Callable[..., Outcome]
MORE = (
    'domaines = ["{0}.example"]\n[[commune.boite]]\nadresse = "mairie"\n'
    '[[commune.alias]]\nadresse = "contact"\nvers = ["mairie@{0}.example"]\n'
)
CAHORS_ORDER = minimal(CAHORS, more=MORE.format("cahors"))
FIGEAC_ORDER = minimal(FIGEAC, more=MORE.format("figeac"))


class KilledError(BaseException):
    """What no code of ours catches: the process is gone."""


@dataclass
class Elsewhere:
    """A host outside: it remembers what it holds, and each call it received."""

    kinds: frozenset[str]
    external: ClassVar[bool] = True
    held: dict[Key, Resource] = field(default_factory=dict)
    calls: list[Key] = field(default_factory=list)
    fault: Callable[[Change], BaseException | None] = lambda _change: None

    def read(self, subscriptions: Sequence[Subscription]) -> Iterable[Resource]:
        insees = {one.commune.insee for one in subscriptions}
        return [resource for resource in self.held.values() if resource.insee in insees]

    def apply(self, change: Change) -> None:
        if error := self.fault(change):
            raise error
        self._make(change)

    def _make(self, change: Change) -> None:
        self.calls.append(change.key)
        if change.action is Action.DELETE:
            self.held.pop(change.key, None)
        else:
            self.held[change.key] = resource_of(change.key[0], change.after)


@dataclass
class Zones(Elsewhere):
    """A host that takes the records of a zone in one call."""

    def lot(self, change: Change) -> str:
        return str((change.after or change.before)["zone"])

    def notices(self, _changes: Iterable[Change]) -> Iterable[tuple[str, str]]:
        return ()

    def apply_lot(self, lot: str, changes: Sequence[Change], _approval: Approval) -> Mapping[Key, str]:
        waiting = {}
        for change in changes:
            error = self.fault(change)
            if isinstance(error, WaitingError):
                waiting[change.key] = str(error)
            elif error:
                raise error
        for change in changes:
            if change.key not in waiting:
                self._make(change)
        self.calls = [*self.calls, ("call", lot)]
        return waiting


Outside: TypeAlias = tuple[Elsewhere, Zones]


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    mail, zones = Elsewhere(frozenset({"mailbox", "alias"})), Zones(frozenset({"dns"}))
    monkeypatch.setattr(chosen, "_vendors", lambda: iter((zones, mail)))
    return mail, zones


def at(number: int, error: Callable[[], BaseException]) -> Callable[[Change], BaseException | None]:
    """The fault of the nth call."""
    seen: list[Change] = []

    def fault(change: Change) -> BaseException | None:
        seen.append(change)
        return error() if len(seen) == number else None

    return fault


def named(name: str, error: Callable[[], BaseException]) -> Callable[[Change], BaseException | None]:
    return lambda change: error() if name in change.key[1] else None


def test_both_kinds_of_hosts_keep_the_contract_of_their_type() -> None:
    mail: Driver = Elsewhere(frozenset())
    zones: GatheringDriver = Zones(frozenset())
    assert not isinstance(mail, GatheringDriver)
    assert isinstance(zones, GatheringDriver)


def test_what_a_process_killed_half_way_had_made_is_recorded_and_never_made_again(
    outside: Outside, plan_of: PlanOf
) -> None:
    mail, _zones = outside
    mail.fault = at(2, KilledError)  # after the mailbox of Cahors, before its alias
    first = plan_of(CAHORS_ORDER, FIGEAC_ORDER)
    with pytest.raises(KilledError):
        runs.apply(first, quiet)
    recorded = RunChange.objects.exclude(done_at=None).values_list("kind", "name")
    assert {key for key in recorded if key[0] == "mailbox"} == {("mailbox", "mairie@cahors.example")}
    assert not Commune.objects.exists()
    mail.fault = lambda _change: None
    rest = propose_current(DAY)
    assert was_interrupted(rest.plan)
    assert runs.apply(rest, quiet).errors == ()
    assert len(mail.calls) == len(set(mail.calls)) == 4
    assert Run.objects.filter(ended_at=None).count() == 0
    assert len(propose_current(DAY).plan) == 0


def test_what_was_made_and_not_recorded_before_the_kill_is_not_made_again(
    outside: Outside, plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    _mail, zones = outside

    def die(self: object, changes: Iterable[Change]) -> None:
        raise KilledError

    first = plan_of(CAHORS_ORDER)
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "done", die)
        with pytest.raises(KilledError):
            runs.apply(first, quiet)
    assert zones.calls != []
    before = list(zones.calls)
    first_zone = {key for key in before if key[0] == "dns"}
    runs.apply(propose_current(DAY), quiet)
    assert first_zone.isdisjoint(zones.calls[len(before) :])
    assert len(propose_current(DAY).plan) == 0
    assert Run.objects.filter(ended_at=None).count() == 0


def test_a_host_that_answers_500_half_way_stops_its_commune_and_the_run_says_where(
    outside: Outside, plan_of: PlanOf
) -> None:
    mail, _zones = outside
    mail.fault = named("contact@cahors", lambda: DriverError("la messagerie répond 500."))
    outcome = runs.apply(plan_of(CAHORS_ORDER, FIGEAC_ORDER), quiet)
    assert outcome.errors == ("Cahors (46042)\u00a0: la messagerie répond 500.",)
    assert [commune.insee for commune in Commune.objects.all()] == [FIGEAC]
    (run,) = Run.objects.all()
    assert run.ended_at is None
    undone = run.changes.filter(done_at=None)
    assert set(undone.values_list("group", "error")) == {(CAHORS, "la messagerie répond 500.")}
    assert ("mailbox", "mairie@cahors.example") not in undone.values_list("kind", "name")
    mail.fault = lambda _change: None
    assert runs.apply(propose_current(DAY), quiet).errors == ()
    assert len(mail.calls) == len(set(mail.calls)) == 4
    assert Run.objects.filter(ended_at=None).count() == 0


def test_a_change_that_waits_lets_the_others_of_its_commune_go_on_and_keeps_the_run_open(
    outside: Outside, plan_of: PlanOf
) -> None:
    mail, _zones = outside
    mail.fault = named("mairie@", lambda: WaitingError("le contrat de messagerie n’est pas signé."))
    outcome = runs.apply(plan_of(CAHORS_ORDER), quiet)
    assert outcome.errors == ()
    assert outcome.waiting == ("Cahors (46042)\u00a0: le contrat de messagerie n’est pas signé.",)
    assert Commune.objects.filter(insee=CAHORS).exists()
    assert ("alias", "contact@cahors.example") in mail.held
    run = Run.objects.get()
    assert run.ended_at is None
    waiting = run.changes.filter(done_at=None)
    assert list(waiting.values_list("name", "waiting", "error")) == [
        ("mairie@cahors.example", "le contrat de messagerie n’est pas signé.", "")
    ]
    runs.apply(propose_current(DAY), quiet)
    assert Run.objects.filter(ended_at=None).count() == 2  # it waits still: both say so
    mail.fault = lambda _change: None
    assert runs.apply(propose_current(DAY), quiet).waiting == ()
    assert Run.objects.filter(ended_at=None).count() == 0
    assert mail.calls.count(("mailbox", "mairie@cahors.example")) == 1


def test_the_records_of_a_zone_are_made_in_one_call_whatever_the_number_of_communes(
    outside: Outside, applied: Applied
) -> None:
    _mail, zones = outside
    applied(CAHORS_ORDER, FIGEAC_ORDER)
    assert [lot for kind, lot in zones.calls if kind == "call"] == ["cahors.example", "figeac.example", "localhost"]
    assert RunChange.objects.filter(kind="dns", done_at=None).count() == 0
    assert len(propose_current(DAY).plan) == 0


def test_a_zone_that_fails_stops_its_communes_before_their_sites_and_no_other(
    outside: Outside, plan_of: PlanOf
) -> None:
    mail, zones = outside
    zones.fault = named("figeac.example", lambda: DriverError("le serveur de noms ne répond pas."))
    outcome = runs.apply(plan_of(CAHORS_ORDER, FIGEAC_ORDER), quiet)
    assert outcome.errors == ("Figeac (46102)\u00a0: le serveur de noms ne répond pas.",)
    assert [commune.insee for commune in Commune.objects.all()] == [CAHORS]
    assert {resource.insee for resource in mail.held.values()} == {CAHORS}
    zones.fault = lambda _change: None
    runs.apply(propose_current(DAY), quiet)
    assert Commune.objects.count() == 2
    assert Run.objects.filter(ended_at=None).count() == 0


def test_one_record_that_waits_does_not_hold_back_its_zone(outside: Outside, plan_of: PlanOf) -> None:
    _mail, zones = outside
    zones.fault = lambda change: WaitingError("à décider.") if change.key[1] == "cahors.example MX" else None
    outcome = runs.apply(plan_of(CAHORS_ORDER), quiet)
    assert outcome.waiting == ("Cahors (46042)\u00a0: à décider.",)
    assert ("dns", "cahors.example A") in zones.held
    assert ("dns", "cahors.example MX") not in zones.held
    assert Run.objects.get().ended_at is None


def test_what_waits_inside_our_database_keeps_what_its_driver_wrote(
    applied: Applied, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deploy.drivers.memory import MemoryDriver, hold  # noqa: PLC0415
    from deploy.models import HeldResource  # noqa: PLC0415

    def task(self: object, change: Change) -> None:
        hold(change)
        if change.key[0] == "domain":
            raise WaitingError("à réserver à la main.")

    monkeypatch.setattr(MemoryDriver, "apply", task)
    outcome = applied(CAHORS_ORDER)
    assert outcome.waiting == ("Cahors (46042)\u00a0: à réserver à la main.",)
    assert HeldResource.objects.filter(kind="domain").exists()
    assert list(RunChange.objects.filter(done_at=None).values_list("kind", flat=True)) == ["domain"]


def test_who_applied_is_kept(plan_of: PlanOf) -> None:
    runs.apply(plan_of(CAHORS_ORDER), quiet, author="webmestre@cdg.example")
    assert Run.objects.get().author == "webmestre@cdg.example"
