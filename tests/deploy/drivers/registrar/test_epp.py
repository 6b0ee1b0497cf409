"""Our EPP client and the registry of the tests: reserve, renew, transfer once each, whatever is cut."""

from datetime import timedelta

import pytest
from django.test import override_settings

from deploy.drivers.base import WaitingError
from deploy.drivers.registrar.base import AuthCode, Availability, DoubtError, RegistrarError
from deploy.drivers.registrar.domains import acquire, transfer
from deploy.drivers.registrar.epp import Epp
from deploy.drivers.registrar.eppwire import Account, EppRefusedError
from deploy.drivers.registrar.spending import Kind, Purchase, buy
from deploy.models import AgentTask, DomainName, DomainState, Operation
from deploy.names.rdap import day_of
from deploy.names.renewal import renew
from tests.deploy.drivers.registrar.conftest import NAME
from tests.servers.registry import LOGIN, PASSWORD, Registry

pytestmark = [pytest.mark.django_db, pytest.mark.server]


@override_settings(BEFFROI_NAMESERVERS=["ns1.cdg.example", "ns2.cdg.example"])
def test_a_free_name_is_reserved_in_the_name_of_the_commune_with_our_servers(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    acquire(ordered, epp)
    record = registry.domains[NAME]
    assert (record.sponsor, record.registrant) == (LOGIN, "BF-46042")
    assert registry.contacts == {"BF-46042": "Commune de Cahors"}
    assert record.nameservers == ["ns1.cdg.example", "ns2.cdg.example"]
    ordered.refresh_from_db()
    assert (ordered.state, ordered.expires) == (DomainState.HELD, day_of(record.expires.isoformat()))
    operation = Operation.objects.get()
    assert (operation.state, operation.key) == (Operation.State.DONE, f"register:{NAME}:1")


def test_the_row_is_written_before_anything_is_sent(epp: Epp, registry: Registry, ordered: DomainName) -> None:
    registry.deaf = {"create"}
    with pytest.raises(DoubtError, match="sera vérifiée"):
        acquire(ordered, epp)
    assert Operation.objects.get().state == Operation.State.BEGUN
    assert NAME not in registry.domains


def test_cut_before_the_registry_heard_it_is_sent_again_under_the_same_key(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    registry.deaf = {"create"}
    with pytest.raises(DoubtError):
        acquire(ordered, epp)
    registry.deaf = set()
    acquire(ordered, epp)
    assert Operation.objects.get().state == Operation.State.DONE
    assert registry.count(f"create {NAME}") == 1


def test_cut_after_the_registry_did_it_nothing_is_reserved_twice(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    registry.mute = {f"create {NAME}"}
    with pytest.raises(DoubtError):
        acquire(ordered, epp)
    assert registry.domains[NAME].sponsor == LOGIN
    registry.mute = set()
    acquire(ordered, epp)
    assert registry.count(f"create {NAME}") == 1
    assert Operation.objects.get().state == Operation.State.DONE


def test_a_name_that_somebody_took_in_between_is_refused_in_one_sentence(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    registry.deaf = {"create"}
    with pytest.raises(DoubtError):
        acquire(ordered, epp)
    registry.deaf = set()
    registry.put(NAME)
    with pytest.raises(RegistrarError, match="quelqu’un d’autre l’a réservé entre-temps"):
        acquire(ordered, epp)
    assert Operation.objects.get().state == Operation.State.FAILED


def test_a_taken_name_waits_for_its_code_and_an_agent_is_asked_for_it_once(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    registry.put(NAME)
    for _time in range(2):
        with pytest.raises(WaitingError, match="est déjà réservé ailleurs"):
            acquire(ordered, epp)
    assert AgentTask.objects.get().title == "Demander le code de transfert de cahors.fr"
    assert not Operation.objects.exists()


def test_a_transfer_waits_then_is_ours(epp: Epp, registry: Registry, ordered: DomainName) -> None:
    registry.put(NAME)
    operation = transfer(ordered, AuthCode("code-de-cahors\n"), epp)
    assert operation.state == Operation.State.PENDING
    with pytest.raises(WaitingError, match="quelques jours"):
        acquire(ordered, epp)
    registry.grant(NAME)
    acquire(ordered, epp)
    ordered.refresh_from_db()
    assert ordered.state == DomainState.HELD
    assert registry.count(f"transfer request {NAME}") == 1


def test_a_refused_transfer_may_be_asked_again(epp: Epp, registry: Registry, ordered: DomainName) -> None:
    registry.put(NAME)
    transfer(ordered, AuthCode("code-de-cahors"), epp)
    registry.domains[NAME].rejected = True
    with pytest.raises(RegistrarError, match="le transfert a été refusé"):
        acquire(ordered, epp)
    registry.domains[NAME].rejected = False
    assert transfer(ordered, AuthCode("code-de-cahors"), epp).key == f"transfer:{NAME}:2"


def test_a_wrong_code_is_refused_and_no_code_is_kept_or_shown(
    epp: Epp, registry: Registry, ordered: DomainName, caplog: pytest.LogCaptureFixture
) -> None:
    registry.put(NAME)
    with pytest.raises(EppRefusedError, match="Invalid authorization") as refused:
        transfer(ordered, AuthCode("mauvais-code-secret"), epp)
    kept = "".join(str(row) for row in Operation.objects.values())
    for text in (str(refused.value), repr(AuthCode("mauvais-code-secret")), kept, caplog.text, repr(epp.account)):
        assert "mauvais-code-secret" not in text
        assert PASSWORD not in text


def test_an_end_is_renewed_once_whatever_is_repeated(epp: Epp, registry: Registry, ordered: DomainName) -> None:
    record = registry.put(NAME, LOGIN, days=50)
    end = day_of(record.expires.isoformat())
    assert end is not None
    registry.mute = {"renew"}
    renew(ordered, end, epp)  # done, and the answer lost
    registry.mute = set()
    renew(ordered, end, epp)
    renew(ordered, end, epp)
    assert registry.count(f"renew {NAME}") == 1
    assert day_of(record.expires.isoformat()) == end + timedelta(days=365)


def test_a_renewal_believing_another_end_sends_nothing(epp: Epp, registry: Registry, ordered: DomainName) -> None:
    record = registry.put(NAME, LOGIN, days=400)
    end = day_of(record.expires.isoformat())
    assert end is not None
    before = end - timedelta(days=365)
    operation = buy(
        Purchase(ordered, Kind.RENEW, "o", before), epp, lambda approval: epp.renew(NAME, 1, before, approval)
    )
    assert operation.state == Operation.State.DONE
    assert registry.count(f"renew {NAME}") == 0


def test_servers_and_signatures_are_replaced_whole(epp: Epp, registry: Registry) -> None:
    registry.put(NAME, LOGIN)
    epp.set_nameservers(NAME, ["ns1.cdg.example", "ns2.cdg.example"])
    assert sorted(registry.domains[NAME].nameservers) == ["ns1.cdg.example", "ns2.cdg.example"]
    epp.set_ds(NAME, ["12345 13 2 abcdef"])
    epp.set_ds(NAME, ["54321 13 2 fedcba"])
    assert registry.domains[NAME].ds == ["54321 13 2 FEDCBA"]
    epp.set_ds(NAME, [])
    assert registry.domains[NAME].ds == []


def test_names_are_free_or_taken(epp: Epp, registry: Registry) -> None:
    registry.put(NAME)
    found = epp.check([NAME, "libre.fr"])
    assert found == {NAME: Availability.TAKEN, "libre.fr": Availability.FREE}


def test_a_registry_that_is_away_or_does_not_know_us_is_said_and_nothing_is_written(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    for account in (
        Account("127.0.0.1", 1, LOGIN, PASSWORD, registry.authority),
        Account("127.0.0.1", registry.epp_port, LOGIN, "faux-mot-de-passe", registry.authority),
        Account("127.0.0.1", registry.epp_port, LOGIN, PASSWORD),  # an authority that nobody trusts
    ):
        with pytest.raises(RegistrarError, match=r"ne répond pas|identification") as refused:
            acquire(ordered, Epp(account))
        assert "faux-mot-de-passe" not in str(refused.value)
    assert not Operation.objects.exists()


def test_without_the_address_of_the_town_hall_nothing_is_asked(
    epp: Epp, registry: Registry, ordered: DomainName
) -> None:
    ordered.commune.subscription.facts = {"phone": "05 65 00 00 00"}
    ordered.commune.subscription.save()
    with pytest.raises(WaitingError, match="il manque l’adresse et le courriel de la mairie"):
        acquire(ordered, epp)
    assert not Operation.objects.exists()
    assert not registry.domains
