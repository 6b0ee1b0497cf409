"""What each vendor has of its own: how it is read and written, how it fails, and that no secret of it is ever told."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy import runs
from deploy.drivers.base import DriverError
from deploy.drivers.dns.records import indexed
from deploy.models import Run
from deploy.provision import Proposal, driver_of, propose_current
from deploy.resources import DnsRecord, payload, thing
from deploy.runs import Outcome
from deploy.subscriptions import CommuneFacts, Subscription
from sites.plan import Plan
from tests.deploy.conftest import CAHORS, DAY, minimal, quiet
from tests.servers import gandi_dns, knot, ovh_dns
from tests.servers.gandi_dns import Gandi
from tests.servers.ovh_dns import Ovh

PlanOf = Callable[..., Proposal]
ORDER = minimal(CAHORS, more='domaines = ["cahors.example"]\n[[commune.boite]]\nadresse = "mairie"\n')
ELSEWHERE = minimal(CAHORS, more='domaines = ["ailleurs.example"]\n')


def said(outcome: Outcome) -> str:
    return " ".join([*outcome.errors, *outcome.waiting]).replace("\u00a0", " ")


def named(vendor: Ovh, zone: str = "cahors.example") -> list[tuple[str, str, str]]:
    return sorted((one["subDomain"], one["fieldType"], one["target"]) for one in vendor.zones[zone].values())


def test_ovh_is_read_once_for_a_zone_and_publishes_it_once(on_ovh: Ovh, plan_of: PlanOf) -> None:
    plan = plan_of(ORDER)
    on_ovh.asked.clear()
    outcome = runs.apply(plan, quiet)
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert on_ovh.refreshed == ["cahors.example", "localhost"]
    assert not [call for call in on_ovh.asked if call.startswith("GET") and "/record" in call]
    assert ("", "MX", "10 mail.localhost.") in named(on_ovh)
    assert ("", "TXT", "v=spf1 mx -all") in named(on_ovh)
    assert len(propose_current(DAY).plan) == 0


def test_ovh_failing_half_way_is_resumed_and_no_record_is_doubled(on_ovh: Ovh, plan_of: PlanOf) -> None:
    plan = plan_of(ORDER)
    on_ovh.broken_after = 7
    outcome = runs.apply(plan, quiet)
    assert said(outcome) == "Cahors (46042) : OVHcloud répond par une erreur (500)."
    half = named(on_ovh)
    assert 2 < len(half) < 12
    assert Run.objects.get().ended_at is None
    on_ovh.broken_after = None
    assert runs.apply(propose_current(DAY), quiet).errors == ()
    assert set(half) <= set(named(on_ovh))
    assert len(named(on_ovh)) == len(set(named(on_ovh)))
    assert len(propose_current(DAY).plan) == 0
    assert Run.objects.filter(ended_at=None).count() == 0


def test_a_domain_that_ovh_does_not_hold_waits_for_its_zone(on_ovh: Ovh, plan_of: PlanOf) -> None:
    outcome = runs.apply(plan_of(ELSEWHERE), quiet)
    assert "la zone « ailleurs.example » n’existe pas chez OVHcloud : créez-la, puis relancez." in said(outcome)
    on_ovh.open("ailleurs.example")
    assert runs.apply(propose_current(DAY), quiet).waiting == ()
    assert ("www", "A", "127.0.0.1") in named(on_ovh, "ailleurs.example")


def test_a_foreign_record_at_ovh_is_left_alone(on_ovh: Ovh, plan_of: PlanOf) -> None:
    plan = plan_of(ORDER)
    runs.apply(plan, quiet)
    on_ovh.add("cahors.example", {"subDomain": "intranet", "fieldType": "A", "target": "198.51.100.7", "ttl": 0})
    assert said(runs.apply(plan_of(minimal(CAHORS, more="fin = 2026-12-01\n")), quiet)) == ""
    assert [one for one in named(on_ovh) if one[1] != "NS"] == [("intranet", "A", "198.51.100.7")]


def test_gandi_makes_the_zone_of_a_domain_that_it_holds_and_of_no_other(on_gandi: Gandi, plan_of: PlanOf) -> None:
    outcome = runs.apply(plan_of(ELSEWHERE), quiet)
    assert "Gandi refuse ce changement" in said(outcome)
    assert "ailleurs.example" not in on_gandi.zones
    on_gandi.domains.add("ailleurs.example")
    outcome = runs.apply(propose_current(DAY), quiet)
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert on_gandi.zones["ailleurs.example"]["www", "A"]["rrset_values"] == ["127.0.0.1"]
    assert on_gandi.zones["ailleurs.example"]["@", "NS"]["rrset_values"] == gandi_dns.SERVERS


def test_gandi_cut_between_the_two_halves_of_an_update_is_resumed(
    on_gandi: Gandi, plan_of: PlanOf, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs.apply(plan_of(ORDER), quiet)
    settings.BEFFROI_MAIL_HOST = "mx2.localhost"
    put = Gandi.put

    def cut(*_arguments: object) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patched:
        patched.setattr(Gandi, "put", cut)
        patched.setattr("tests.servers.stand_in.ThreadingHTTPServer.handle_error", lambda *_: None)
        outcome = runs.apply(propose_current(DAY), quiet, force=True)
    assert said(outcome) == "Cahors (46042) : Gandi ne répond pas."
    assert Gandi.put is put
    assert runs.apply(propose_current(DAY), quiet, force=True).errors == ()
    assert on_gandi.zones["cahors.example"]["@", "MX"]["rrset_values"] == ["10 mx2.localhost."]
    assert len(propose_current(DAY).plan) == 0


@pytest.mark.server
def test_a_zone_that_the_server_of_updates_does_not_hold_waits(on_rfc2136: int, plan_of: PlanOf) -> None:
    outcome = runs.apply(plan_of(ELSEWHERE), quiet)
    assert "la zone « ailleurs.example » n’existe pas chez le serveur DNS : créez-la, puis relancez." in said(outcome)
    assert Run.objects.get().ended_at is None


@pytest.mark.server
def test_a_wrong_tsig_key_is_said_without_being_told(on_rfc2136: int, plan_of: PlanOf, settings: Any) -> None:
    runs.apply(plan_of(ORDER), quiet)
    settings.BEFFROI_TSIG_SECRET = "dW5lLW1hdXZhaXNlLWNsZS1kZS0zMi1vY3RldHMhISE="
    with pytest.raises(DriverError) as refused:
        propose_current(DAY)
    assert str(refused.value).replace("\u00a0", " ") == "le serveur DNS refuse la clé : vérifiez les réglages."


@pytest.mark.parametrize(
    ("host", "secrets"),
    [
        ("on_ovh", (ovh_dns.SECRET, ovh_dns.CONSUMER)),
        ("on_gandi", (gandi_dns.TOKEN,)),
        pytest.param("on_rfc2136", (knot.SECRET,), marks=pytest.mark.server),
    ],
)
def test_no_vendor_writes_a_secret_in_a_journal(
    request: pytest.FixtureRequest, plan_of: PlanOf, caplog: pytest.LogCaptureFixture, host: str, secrets: tuple[str]
) -> None:
    caplog.set_level("DEBUG")
    request.getfixturevalue(host)
    assert runs.apply(plan_of(ORDER), quiet).errors == ()
    assert caplog.text != ""
    assert [secret for secret in secrets if secret in caplog.text] == []


@pytest.mark.parametrize("host", ["on_ovh", "on_gandi"])
def test_a_wrong_key_is_said_without_being_told(
    request: pytest.FixtureRequest, plan_of: PlanOf, settings: Any, host: str
) -> None:
    request.getfixturevalue(host)
    settings.BEFFROI_OVH_APPLICATION_SECRET = settings.BEFFROI_GANDI_TOKEN = "une-mauvaise-cle"
    with pytest.raises(DriverError) as refused:
        plan_of(ORDER)
    assert "refuse la clé" in str(refused.value)
    assert "mauvaise" not in str(refused.value)


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("on_powerdns", marks=pytest.mark.server),
        pytest.param("on_rfc2136", marks=pytest.mark.server),
        "on_ovh",
        "on_gandi",
    ],
)
def test_a_key_longer_than_one_string_is_read_back_whole_changed_and_taken_away(
    request: pytest.FixtureRequest, db: None, host: str
) -> None:
    request.getfixturevalue(host)
    driver = driver_of("dns")
    town = Subscription(CommuneFacts(CAHORS, "Cahors", "46", "Lot"))
    name = "beffroi._domainkey.cahors.example"

    def bring(*texts: str) -> int:
        wanted = [DnsRecord(CAHORS, "cahors.example", name, "TXT", (text,)) for text in texts]
        changes = Plan.between(map(thing, driver.read([town])), map(thing, wanted)).to_apply
        for change in changes:
            driver.apply(change)
        return len(changes)

    first, second = (f"v=DKIM1; k=rsa; p={letter * 392}" for letter in "AB")
    assert [bring(first), bring(first), bring(second), bring(second)] == [1, 0, 1, 0]
    (record,) = driver.read([town])
    assert payload(record)["values"] == [second]
    assert [bring(), bring()] == [1, 0]
    assert (name, "TXT") not in indexed(driver_of("dns").host.read("cahors.example").zone)  # type: ignore[attr-defined]
