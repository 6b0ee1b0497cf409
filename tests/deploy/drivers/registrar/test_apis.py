"""Gandi and OVH on stand-ins: the same journal, the same promises, and secrets that nobody reads."""

from datetime import date
from typing import Any

import pytest

from deploy.drivers.asking import door
from deploy.drivers.base import WaitingError
from deploy.drivers.registrar.base import Approval, AuthCode, Availability, DoubtError, RegistrarError
from deploy.drivers.registrar.domains import acquire, transfer
from deploy.models import DomainName, DomainState, Operation
from deploy.names.renewal import renew
from tests.deploy.drivers.registrar.conftest import NAME, later
from tests.servers import registrars
from tests.servers.registrars import Standin

pytestmark = [pytest.mark.django_db, pytest.mark.server]
SPENDING = {"gandi": "POST /domain/domains", "ovh": "POST /order/cart/{}/checkout"}


@pytest.fixture(params=["gandi", "ovh"])
def vendor(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def registrar(vendor: str, request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(vendor)


@pytest.fixture
def api(vendor: str, request: pytest.FixtureRequest) -> Standin:
    it: Standin = request.getfixturevalue(f"{vendor}_api")
    return it


def spent(api: Standin) -> int:
    """How many times something was bought."""
    return sum(one == "POST /domain/domains" or one.endswith("/checkout") for one in api.asked)


def on_spending(fault: str) -> Any:
    return lambda asked: fault if asked == "POST /domain/domains" or asked.endswith("/checkout") else ""


def test_a_reservation_is_accepted_then_ours_with_our_servers(
    registrar: Any, api: Standin, ordered: DomainName, settings: Any
) -> None:
    settings.BEFFROI_NAMESERVERS = ["ns1.cdg.example"]
    for _run in range(2):
        with pytest.raises(WaitingError, match="« cahors"):
            acquire(ordered, registrar)
    api.deliver()
    acquire(ordered, registrar)
    ordered.refresh_from_db()
    assert (ordered.state, ordered.expires) == (DomainState.HELD, date(2027, 12, 1))
    assert api.mine[NAME]["servers"] == ["ns1.cdg.example"]
    assert spent(api) == 1


@pytest.mark.parametrize("fault", ["mute", "slow"])
def test_an_answer_that_never_came_is_asked_about_and_nothing_is_bought_twice(
    registrar: Any, api: Standin, ordered: DomainName, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "SILENCE", 0.5)
    api.fault = on_spending(fault)
    with pytest.raises(DoubtError, match="sera vérifiée"):
        acquire(ordered, registrar)
    api.fault = lambda _asked: ""
    with pytest.raises(WaitingError):
        acquire(ordered, registrar)
    api.deliver()
    acquire(ordered, registrar)
    assert spent(api) == 1
    assert Operation.objects.get().state == Operation.State.DONE


def test_a_server_at_fault_leaves_a_doubt_that_is_lifted_a_quarter_of_an_hour_later(
    registrar: Any, api: Standin, ordered: DomainName
) -> None:
    api.fault = on_spending("500")
    with pytest.raises(DoubtError):
        acquire(ordered, registrar)
    api.fault = lambda _asked: ""
    with pytest.raises(WaitingError, match="quart d’heure"):
        acquire(ordered, registrar)
    assert not api.orders
    later()
    with pytest.raises(WaitingError):
        acquire(ordered, registrar)
    assert list(api.orders.values()) == [NAME]
    assert Operation.objects.count() == 1


def test_a_refusal_is_said_without_secrets_and_may_be_tried_again(
    registrar: Any, api: Standin, ordered: DomainName
) -> None:
    api.fault = on_spending("400")
    with pytest.raises(RegistrarError, match="refuse") as refused:
        acquire(ordered, registrar)
    kept = str(list(Operation.objects.values()))
    assert registrar._asking.secrets
    for secret in registrar._asking.secrets:
        assert secret not in str(refused.value) + kept + repr(registrar)
    assert "panne" in str(refused.value)
    api.fault = lambda _asked: ""
    with pytest.raises(WaitingError):
        acquire(ordered, registrar)
    assert [row.key for row in Operation.objects.all()] == [f"register:{NAME}:1", f"register:{NAME}:2"]


def test_a_registrar_that_is_away_was_asked_nothing(registrar: Any, vendor: str, ordered: DomainName) -> None:
    registrar._asking.base = "http://127.0.0.1:1"
    with pytest.raises(RegistrarError, match="rien n’a été demandé"):
        acquire(ordered, registrar)
    assert not Operation.objects.exists()


def test_a_transfer_carries_its_code_to_the_registrar_alone(registrar: Any, api: Standin, ordered: DomainName) -> None:
    api.others.add(NAME)
    operation = transfer(ordered, AuthCode("code-secret-1"), registrar)
    assert operation.state == Operation.State.PENDING
    assert "code-secret-1" in str(api.bodies) + str(api.carts)
    assert "code-secret-1" not in str(list(Operation.objects.values()))
    with pytest.raises(WaitingError):
        acquire(ordered, registrar)
    api.mine[NAME] = registrars.domain("2028-01-01T00:00:00Z")
    acquire(ordered, registrar)
    ordered.refresh_from_db()
    assert ordered.state == DomainState.HELD


def test_a_refused_transfer_strikes_the_code_from_what_the_registrar_says(
    registrar: Any, api: Standin, ordered: DomainName
) -> None:
    api.others.add(NAME)
    api.fault = lambda asked: "400" if asked.endswith(("/transferin", "/configuration")) else ""
    with pytest.raises(RegistrarError) as refused:
        transfer(ordered, AuthCode("code-secret-2"), registrar)
    assert "code-secret-2" not in str(refused.value) + str(list(Operation.objects.values()))


def test_a_renewal_is_asked_once_and_done_when_the_end_has_moved(
    registrar: Any, api: Standin, ordered: DomainName
) -> None:
    end = date(2027, 1, 10)
    api.mine[NAME] = registrars.domain("2027-01-10T10:00:00Z")
    api.mine[NAME]["autorenew"] = False
    for _night in range(3):
        renew(ordered, end, registrar)
    assert api.mine[NAME].get("renewed", 1) == 1
    assert Operation.objects.get().state == Operation.State.PENDING
    api.mine[NAME]["end"] = "2028-01-10T10:00:00Z"
    renew(ordered, end, registrar)
    assert Operation.objects.get().state == Operation.State.DONE


def test_a_renewal_that_was_made_already_is_not_asked_for(registrar: Any, api: Standin) -> None:
    api.mine[NAME] = registrars.domain("2028-01-10T10:00:00Z")
    answer = registrar.renew(NAME, 1, date(2027, 1, 10), Approval("k", "o"))
    assert (answer.step.value, answer.expires) == ("done", date(2028, 1, 10))
    assert "renewed" not in api.mine[NAME]


def test_names_are_free_taken_or_dear(registrar: Any, api: Standin) -> None:
    api.others.add("pris.fr")
    assert registrar.check(["pris.fr", "libre.fr"]) == {"pris.fr": Availability.TAKEN, "libre.fr": Availability.FREE}


def test_automatic_renewal_is_stopped_and_started(registrar: Any, api: Standin) -> None:
    api.mine[NAME] = registrars.domain("2028-01-10T10:00:00Z")
    registrar.set_autorenew(NAME, on=False)
    assert registrar.get(NAME).autorenew is False
    registrar.set_autorenew(NAME, on=True)
    assert registrar.get(NAME).autorenew is True


def test_a_name_at_a_price_of_its_own_waits_for_a_person(
    gandi: Any, communes: dict[str, Any], ordered: DomainName
) -> None:
    ordered.name = "prime.fr"
    ordered.save()
    with pytest.raises(WaitingError, match="prix particulier"):
        acquire(ordered, gandi)
