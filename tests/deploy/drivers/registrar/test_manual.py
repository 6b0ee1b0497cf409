"""By hand: one task, a person who confirms, and the registry that has the last word."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings

from deploy.drivers.base import DriverError, WaitingError
from deploy.drivers.registrar.base import AuthCode
from deploy.drivers.registrar.domains import acquire, row_of, transfer
from deploy.drivers.registrar.manual import Manual
from deploy.models import AgentTask, DomainName, DomainState, Operation, Run
from deploy.names.rdap import day_of
from deploy.names.renewal import renew
from deploy.names.tasks import confirm
from deploy.runs.applying import Outcome
from sites.models import Commune
from tests.deploy.conftest import CAHORS, FIGEAC, minimal
from tests.deploy.drivers.registrar.conftest import NAME
from tests.servers.registry import Registry

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def test_a_person_reserves_confirms_and_the_registry_agrees(
    manual: Manual, registry: Registry, ordered: DomainName
) -> None:
    for _run in range(2):
        with pytest.raises(WaitingError, match="une personne du centre de gestion"):
            acquire(ordered, manual)
    task = AgentTask.objects.get()
    assert task.title == "Réserver cahors.fr"
    assert "73 boulevard Gambetta" in task.sentence
    confirm(task, None)
    with pytest.raises(WaitingError, match="ne connaît pas encore ce nom"):
        acquire(ordered, manual)
    record = registry.put(NAME, "Gandi")
    acquire(ordered, manual)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.expires) == (DomainState.HELD, day_of(record.expires.isoformat()))
    assert Operation.objects.count() == 1


def test_a_registry_that_is_away_leaves_it_waiting(manual: Manual, registry: Registry, ordered: DomainName) -> None:
    registry.rdap_fault = "500"
    with pytest.raises(DriverError, match="ne dit pas si ce nom est libre"):
        acquire(ordered, manual)
    registry.rdap_fault = ""
    with pytest.raises(WaitingError):
        acquire(ordered, manual)
    confirm(AgentTask.objects.get(), None)
    registry.rdap_fault = "500"
    with pytest.raises(WaitingError, match="refuse de répondre"):
        acquire(ordered, manual)


@override_settings(BEFFROI_RDAP=[])
def test_where_no_registry_can_be_asked_the_person_is_believed(registry: Registry, ordered: DomainName) -> None:
    with pytest.raises(WaitingError):
        acquire(ordered, Manual())
    confirm(AgentTask.objects.get(), None)
    acquire(ordered, Manual())
    ordered.refresh_from_db()
    assert ordered.state == DomainState.HELD


def test_a_process_cut_between_the_journal_and_the_task_opens_one_task(
    manual: Manual, registry: Registry, ordered: DomainName
) -> None:
    Operation.objects.create(domain=ordered, kind="register", key=f"register:{NAME}:1", order="o", registrar="manual")
    with pytest.raises(WaitingError):
        acquire(ordered, manual)
    assert AgentTask.objects.get().key == f"register:{NAME}:1"


def test_a_transfer_by_hand_wants_no_code(manual: Manual, registry: Registry, ordered: DomainName) -> None:
    registry.put(NAME, "OVH")
    transfer(ordered, AuthCode(""), manual)
    confirm(AgentTask.objects.get(), None)
    acquire(ordered, manual)
    ordered.refresh_from_db()
    assert ordered.state == DomainState.HELD


def test_a_renewal_is_done_when_the_registry_gives_a_later_end(
    manual: Manual, registry: Registry, ordered: DomainName
) -> None:
    record = registry.put(NAME, days=40)
    end = day_of(record.expires.isoformat())
    assert end is not None
    renew(ordered, end, manual)
    task = AgentTask.objects.get()
    assert (task.title, task.due) == ("Renouveler cahors.fr", end)
    confirm(task, None)
    renew(ordered, end, manual)
    assert Operation.objects.get().sentence.endswith("l’ancienne échéance.")
    record.expires = record.expires.replace(year=record.expires.year + 1)
    renew(ordered, end, manual)
    assert Operation.objects.get().state == Operation.State.DONE


def test_a_name_that_another_commune_holds_is_refused_in_one_sentence(ordered: DomainName) -> None:
    with pytest.raises(DriverError, match=f"« cahors.fr » est déjà tenu pour la commune {CAHORS}"):
        row_of(NAME, FIGEAC)


def test_what_is_asked_of_a_person_is_asked_once(manual: Manual, ordered: DomainName) -> None:
    for _time in range(2):
        manual.set_nameservers(NAME, ["ns1.cdg.example"])
        manual.set_ds(NAME, ["1 13 2 AB"])
        manual.set_autorenew(NAME, on=False)
    assert AgentTask.objects.count() == 3


def test_cut_between_the_last_word_of_the_registry_and_ours_it_is_held_by_the_next_run(
    manual: Manual, registry: Registry, ordered: DomainName
) -> None:
    Operation.objects.create(
        domain=ordered, kind="register", key="k", order="o", registrar="manual", state=Operation.State.DONE
    )
    registry.put(NAME, "Gandi")
    acquire(ordered, manual)
    ordered.refresh_from_db()
    assert ordered.state == DomainState.HELD


MORE = """domaines = ["cahors.fr"]

[commune.mairie]
adresse = "73 boulevard Gambetta"
telephone = "05 65 00 00 00"
courriel = "mairie@cahors.example"
"""


def test_a_run_says_what_it_waits_for_makes_the_rest_and_ends_when_the_registry_agrees(
    applied: Callable[..., Outcome], registry: Registry, settings: Any
) -> None:
    settings.BEFFROI_RDAP, settings.BEFFROI_REGISTRAR = [f"fr={registry.rdap}"], "manual"
    outcome = applied(minimal(more=MORE))
    (sentence,) = outcome.waiting
    assert "« cahors.fr » : une personne du centre de gestion" in sentence
    assert outcome.errors == ()
    assert Commune.objects.filter(insee=CAHORS).exists()
    assert Run.objects.get().ended_at is None
    confirm(AgentTask.objects.get(), None)
    registry.put(NAME, "Gandi")
    again = applied(minimal(more=MORE))
    assert (again.done, again.waiting, again.errors) == (1, (), ())
    assert not Run.objects.filter(ended_at=None).exists()
    assert applied(minimal(more=MORE)).done == 0
