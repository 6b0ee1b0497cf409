"""From an order to the answers of a real PowerDNS: zones made, taken over, locked; what others wrote is left alone."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import dns.message
import dns.query
import dns.rcode
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from deploy import runs
from deploy.drivers.base import DriverError
from deploy.models import ForeignRecord, OwnRecord, Run, RunChange, Zone, ZonePlan
from deploy.provision import Proposal, propose_current
from deploy.runs import Outcome
from sites.models import Commune
from tests.deploy.conftest import CAHORS, DAY, FIGEAC, minimal, quiet
from tests.servers.powerdns import KEY, Running

pytestmark = pytest.mark.server
PlanOf = Callable[..., Proposal]
MORE = 'domaines = ["cahors.example"]\n[[commune.boite]]\nadresse = "mairie"\n'
ORDER = minimal(CAHORS, more=MORE)


def answer(server: Running, name: str, kind: str) -> list[str]:
    """What a resolver would be told."""
    told = dns.query.udp(dns.message.make_query(name, kind), "127.0.0.1", port=server.dns, timeout=5)
    assert told.rcode() in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN, dns.rcode.REFUSED}
    return sorted(rdata.to_text() for rrset in told.answer for rdata in rrset)


def by_hand(server: Running, zone: str, *rrsets: tuple[str, str, list[str]], new: bool = False) -> None:
    """What somebody else writes."""
    body = [
        {
            "name": f"{name}.",
            "type": kind,
            "ttl": 300,
            "changetype": "REPLACE" if values else "DELETE",
            "records": [{"content": value, "disabled": False} for value in values],
        }
        for name, kind, values in rrsets
    ]
    with server.zones() as client:
        if new:
            made = {"name": f"{zone}.", "kind": "Native", "nameservers": ["ns.ancien.test."], "rrsets": body}
            client.post("/zones", json=made).raise_for_status()
        else:
            client.patch(f"/zones/{zone}.", json={"rrsets": body}).raise_for_status()


def beffroi(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().replace("\u00a0", " ").replace("\u202f", " ")


def said(outcome: Outcome) -> str:
    return " ".join([*outcome.errors, *outcome.waiting]).replace("\u00a0", " ").replace("\u202f", " ")


def apply(plan_of: PlanOf, *orders: str, force: bool = False) -> Outcome:
    return runs.apply(plan_of(*orders), quiet, force=force, author="marie@cdg.test")


def test_an_order_becomes_a_zone_that_answers_with_all_that_a_commune_needs(server: Running, plan_of: PlanOf) -> None:
    outcome = apply(plan_of, ORDER)
    assert (outcome.errors, outcome.waiting) == ((), ())
    expected = {
        ("cahors.example", "A"): ["192.0.2.10"],
        ("cahors.example", "AAAA"): ["2001:db8::10"],
        ("www.cahors.example", "A"): ["192.0.2.10"],
        ("cahors.example", "NS"): ["ns1.cdg.test.", "ns2.cdg.test."],
        ("cahors.example", "MX"): ["10 mail.cdg.test."],
        ("cahors.example", "TXT"): ['"v=spf1 mx -all"'],
        ("beffroi._domainkey.cahors.example", "CNAME"): ["beffroi._domainkey.cdg.test."],
        ("_dmarc.cahors.example", "TXT"): ['"v=DMARC1; p=none"'],
        ("cahors.example", "CAA"): ['0 issue "letsencrypt.org"'],
        ("autoconfig.cahors.example", "CNAME"): ["autoconfig.cdg.test."],
        ("_imaps._tcp.cahors.example", "SRV"): ["0 1 993 mail.cdg.test."],
        ("_submission._tcp.cahors.example", "SRV"): ["0 1 587 mail.cdg.test."],
        ("_pop3._tcp.cahors.example", "SRV"): ["0 0 0 ."],
        ("cahors.cdg.test", "A"): ["192.0.2.10"],
    }
    assert {key: answer(server, *key)[: len(values)] for key, values in expected.items()} == expected
    assert len(propose_current(DAY).plan) == 0
    assert Run.objects.get().ended_at is not None


def test_name_servers_that_the_platform_wrote_are_nobody_elses(server: Running, plan_of: PlanOf) -> None:
    apply(plan_of, minimal(FIGEAC))
    apply(plan_of, minimal("46001"))  # its name goes into the zone that the first order made
    assert answer(server, "cdg.test", "NS") == ["ns1.cdg.test.", "ns2.cdg.test."]
    assert not ForeignRecord.objects.exists()


def test_the_plan_of_a_zone_is_kept_with_its_digest_and_who_sent_it(server: Running, plan_of: PlanOf) -> None:
    apply(plan_of, ORDER)
    plan = ZonePlan.objects.get(zone__name="cahors.example")
    assert (len(plan.digest), plan.author) == (64, "marie@cdg.test")
    assert plan.applied_at is not None
    assert {change["type"] for change in plan.data["changes"]} == {"create"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_zone_is_read_and_written_once_whatever_the_number_of_its_records(
    server: Running, plan_of: PlanOf, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from octodns_powerdns import PowerDnsProvider  # noqa: PLC0415

    calls: list[tuple[str, str]] = []
    ask = PowerDnsProvider._request

    def watched(self: object, method: str, path: str, data: object = None) -> object:
        calls.append((method, path))
        return ask(self, method, path, data)

    orders = [minimal(insee) for insee in (CAHORS, FIGEAC, "46001")[:count]]
    apply(plan_of, minimal("46066"))
    monkeypatch.setattr(PowerDnsProvider, "_request", watched)
    plan = plan_of(*orders)
    assert [call for call in calls if call[1] != ""] == [("GET", "zones/cdg.test.")]
    calls.clear()
    runs.apply(plan, quiet)
    assert [call for call in calls if call[1] != ""] == [("GET", "zones/cdg.test."), ("PATCH", "zones/cdg.test.")]


def test_a_zone_that_stands_already_waits_until_it_is_taken_over(server: Running, plan_of: PlanOf) -> None:
    by_hand(server, "cahors.example", ("www.cahors.example", "A", ["198.51.100.7"]), new=True)
    plan = plan_of(ORDER)
    assert "beffroi zone import cahors.example" in plan.text()
    outcome = runs.apply(plan, quiet)
    assert "existe déjà chez PowerDNS : reprenez-la d’abord" in said(outcome)
    assert answer(server, "www.cahors.example", "A") == ["198.51.100.7"]
    assert answer(server, "cahors.example", "MX") == []
    assert Commune.objects.filter(insee=CAHORS).exists()
    assert Run.objects.get().ended_at is None


def test_taking_over_changes_nothing_and_remembers_what_others_wrote(server: Running, plan_of: PlanOf) -> None:
    by_hand(
        server,
        "cahors.example",
        ("intranet.cahors.example", "A", ["198.51.100.7"]),
        ("_acme-challenge.cahors.example", "TXT", ['"jeton"']),
        ("cahors.example", "TXT", ['"google-site-verification=abc"']),
        new=True,
    )
    with server.zones() as client:
        before = client.get("/zones/cahors.example.").json()
        assert "rien n’a été changé" in beffroi("zone", "import", "Cahors.example.")
        assert client.get("/zones/cahors.example.").json() == before
    assert ZonePlan.objects.count() == 0
    foreign = set(ForeignRecord.objects.values_list("name", "type"))
    assert ("intranet.cahors.example", "A") in foreign
    assert OwnRecord.objects.count() == 0
    outcome = apply(plan_of, ORDER)
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert answer(server, "intranet.cahors.example", "A") == ["198.51.100.7"]
    assert answer(server, "_acme-challenge.cahors.example", "TXT") == ['"jeton"']
    assert answer(server, "cahors.example", "TXT") == ['"google-site-verification=abc"', '"v=spf1 mx -all"']
    assert answer(server, "cahors.example", "NS") == ["ns.ancien.test."]
    assert len(propose_current(DAY).plan) == 0


def test_what_is_foreign_outlives_the_commune_and_ours_goes(server: Running, plan_of: PlanOf) -> None:
    apply(plan_of, ORDER)
    by_hand(
        server,
        "cahors.example",
        ("intranet.cahors.example", "A", ["198.51.100.7"]),
        ("_acme-challenge.www.cahors.example", "TXT", ['"jeton"']),
        ("cahors.example", "TXT", ['"v=spf1 mx -all"', '"main=1"']),
    )
    assert len(propose_current(DAY).plan) == 0
    outcome = apply(plan_of, minimal(CAHORS, more="fin = 2026-12-01\n" + MORE))
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert answer(server, "www.cahors.example", "A") == []
    assert answer(server, "intranet.cahors.example", "A") == ["198.51.100.7"]
    assert answer(server, "_acme-challenge.www.cahors.example", "TXT") == ['"jeton"']
    assert answer(server, "cahors.example", "TXT") == ['"main=1"']


def test_a_conflict_is_said_and_waits_for_a_decision(server: Running, plan_of: PlanOf) -> None:
    by_hand(server, "cahors.example", ("cahors.example", "MX", ["10 mx.ancien.test."]), new=True)
    beffroi("zone", "import", "cahors.example")
    plan = plan_of(ORDER)
    sentence = (
        "« cahors.example MX » (10 mail.cdg.test) n’est pas écrit : « cahors.example MX » (10 mx.ancien.test) s’y "
        "trouve déjà et n’est pas de nous. Décidez : « beffroi zone decide cahors.example cahors.example MX --garder » "
        "ou « --remplacer »."
    )
    assert sentence in plan.text().replace("\u00a0", " ")
    outcome = runs.apply(plan, quiet)
    assert sentence in said(outcome)
    assert answer(server, "cahors.example", "MX") == ["10 mx.ancien.test."]
    assert answer(server, "www.cahors.example", "A") == ["192.0.2.10"]
    assert RunChange.objects.filter(done_at=None).values_list("name", flat=True)[0] == "cahors.example MX"
    assert Run.objects.get().ended_at is None


def test_a_decision_to_replace_replaces_and_one_to_keep_keeps_without_asking_again(
    server: Running, plan_of: PlanOf
) -> None:
    by_hand(
        server,
        "cahors.example",
        ("cahors.example", "MX", ["10 mx.ancien.test."]),
        ("autoconfig.cahors.example", "A", ["198.51.100.7"]),
        ("cahors.example", "TXT", ['"v=spf1 include:ancien.test -all"', '"main=1"']),
        new=True,
    )
    beffroi("zone", "import", "cahors.example")
    beffroi("zone", "decide", "cahors.example", "cahors.example", "mx", "--remplacer")
    beffroi("zone", "decide", "cahors.example", "cahors.example", "TXT", "--remplacer")
    beffroi("zone", "decide", "cahors.example", "autoconfig.cahors.example", "A", "--garder")
    outcome = apply(plan_of, ORDER)
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert answer(server, "cahors.example", "MX") == ["10 mail.cdg.test."]
    assert answer(server, "cahors.example", "TXT") == ['"main=1"', '"v=spf1 mx -all"']
    assert answer(server, "autoconfig.cahors.example", "A") == ["198.51.100.7"]
    assert len(propose_current(DAY).plan) == 0
    assert "étranger  autoconfig.cahors.example A 198.51.100.7 (gardé)" in beffroi("zone", "show", "cahors.example")
    beffroi("zone", "decide", "cahors.example", "autoconfig.cahors.example", "A", "--remplacer")
    runs.apply(propose_current(DAY), quiet)
    assert answer(server, "autoconfig.cahors.example", "CNAME") == ["autoconfig.cdg.test."]
    assert len(propose_current(DAY).plan) == 0


def test_ours_changed_by_hand_is_drift_that_the_next_plan_shows(server: Running, plan_of: PlanOf) -> None:
    apply(plan_of, ORDER)
    by_hand(server, "cahors.example", ("www.cahors.example", "A", ["203.0.113.1"]), ("cahors.example", "MX", []))
    plan = propose_current(DAY)
    assert [(change.action, change.key[1]) for change in plan.plan] == [
        ("create", "cahors.example MX"),
        ("update", "www.cahors.example A"),
    ]
    assert runs.apply(plan, quiet).waiting == ()
    assert answer(server, "www.cahors.example", "A") == ["192.0.2.10"]


def test_a_zone_that_moved_since_the_approval_is_refused(server: Running, plan_of: PlanOf, settings: Any) -> None:
    apply(plan_of, ORDER)
    settings.BEFFROI_MAIL_HOST = "mx2.cdg.test"
    plan = propose_current(DAY)
    by_hand(server, "cahors.example", ("cahors.example", "MX", ["10 autre.test."]))
    assert "la zone « cahors.example » a changé depuis l’approbation du plan" in said(runs.apply(plan, quiet))
    assert answer(server, "cahors.example", "MX") == ["10 autre.test."]


def test_a_change_too_large_to_be_true_waits_for_force(server: Running, plan_of: PlanOf, settings: Any) -> None:
    apply(plan_of, ORDER)
    settings.BEFFROI_WEB_IPV4, settings.BEFFROI_MAIL_HOST = ["192.0.2.99"], "mx2.cdg.test"
    outcome = runs.apply(propose_current(DAY), quiet)
    assert "changerait beaucoup d’un coup" in said(outcome)
    assert "--force" in said(outcome)
    assert answer(server, "www.cahors.example", "A") == ["192.0.2.10"]
    assert runs.apply(propose_current(DAY), quiet, force=True).waiting == ()
    assert answer(server, "www.cahors.example", "A") == ["192.0.2.99"]


def test_a_zone_held_by_somebody_is_left_to_them_and_one_held_by_the_dead_is_not(
    server: Running, plan_of: PlanOf
) -> None:
    apply(plan_of, minimal(FIGEAC))
    held = {"holder": "paul@cdg.test", "holder_process": "autre-machine 1", "held_since": timezone.now()}
    Zone.objects.filter(name="cdg.test").update(**held)
    outcome = apply(plan_of, minimal(CAHORS))
    assert "la zone « cdg.test » est tenue par paul@cdg.test depuis" in said(outcome)
    assert answer(server, "cahors.cdg.test", "A") == []
    Zone.objects.filter(name="cdg.test").update(held_since=timezone.now() - timedelta(hours=1))
    assert runs.apply(propose_current(DAY), quiet).waiting == ()
    assert answer(server, "cahors.cdg.test", "A") == ["192.0.2.10"]
    assert Zone.objects.get(name="cdg.test").holder_process == ""


def test_a_server_that_is_away_refuses_the_plan_in_one_sentence_without_a_secret(
    server: Running, plan_of: PlanOf, settings: Any
) -> None:
    apply(plan_of, ORDER)
    settings.BEFFROI_POWERDNS_URL = "http://127.0.0.1:9"
    with pytest.raises(DriverError) as refused:
        propose_current(DAY)
    assert str(refused.value) == "PowerDNS ne répond pas."
    with pytest.raises(CommandError, match="PowerDNS ne répond pas"):
        call_command("plan")


def test_a_wrong_key_is_said_and_never_shown(server: Running, plan_of: PlanOf, settings: Any) -> None:
    settings.BEFFROI_POWERDNS_KEY = "une-mauvaise-cle-secrete"
    with pytest.raises(DriverError) as refused:
        plan_of(ORDER)
    assert "refuse la clé" in str(refused.value)
    assert "secrete" not in str(refused.value)


def test_a_server_that_stops_between_plan_and_apply_leaves_a_run_that_ends_when_it_is_back(
    server: Running, plan_of: PlanOf, settings: Any
) -> None:
    plan = plan_of(ORDER)
    settings.BEFFROI_POWERDNS_URL = "http://127.0.0.1:9"
    outcome = runs.apply(plan, quiet)
    assert said(outcome) == "Cahors (46042) : PowerDNS ne répond pas."
    assert not Commune.objects.exists()
    assert Run.objects.get().ended_at is None
    settings.BEFFROI_POWERDNS_URL = server.url
    assert runs.apply(propose_current(DAY), quiet).errors == ()
    assert answer(server, "cahors.cdg.test", "A") == ["192.0.2.10"]
    assert Run.objects.filter(ended_at=None).count() == 0


def test_a_server_too_slow_is_given_up_and_what_it_did_meanwhile_is_not_doubled(
    server: Running, plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deploy.drivers.dns import powerdns  # noqa: PLC0415

    plan = plan_of(ORDER)
    with monkeypatch.context() as patched:
        patched.setattr(powerdns, "TIMEOUT", 0.3)
        os.kill(server.process.pid, signal.SIGSTOP)
        try:
            started = time.monotonic()
            outcome = runs.apply(plan, quiet)
        finally:
            os.kill(server.process.pid, signal.SIGCONT)
    assert time.monotonic() - started < 10
    assert said(outcome) == "Cahors (46042) : PowerDNS ne répond pas à temps."
    assert runs.apply(propose_current(DAY), quiet).errors == ()
    assert len(propose_current(DAY).plan) == 0


def test_killed_after_the_server_took_the_records_and_before_we_kept_them_nothing_is_doubled(
    server: Running, plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deploy.drivers.dns import zones  # noqa: PLC0415

    class KilledError(BaseException):
        pass

    def die(*_arguments: object) -> None:
        raise KilledError

    plan = plan_of(ORDER)
    with monkeypatch.context() as patched:
        patched.setattr(zones, "_keep", die)
        with pytest.raises(KilledError):
            runs.apply(plan, quiet)
    assert answer(server, "cahors.example", "MX") == ["10 mail.cdg.test."]
    outcome = runs.apply(propose_current(DAY), quiet)
    assert (outcome.errors, outcome.waiting) == ((), ())
    assert ZonePlan.objects.filter(zone__name="cahors.example").count() == 1
    assert answer(server, "cahors.example", "TXT") == ['"v=spf1 mx -all"']
    assert len(propose_current(DAY).plan) == 0
    assert Run.objects.filter(ended_at=None).count() == 0


def test_a_zone_file_is_copied_then_taken_over_and_its_first_plan_is_empty(server: Running, tmp_path: Any) -> None:
    file = tmp_path / "zone.txt"
    file.write_text(
        "$TTL 3600\n@ IN SOA dns10.ovh.net. tech.ovh.net. (1 86400 3600 3600000 60)\n@ IN NS dns10.ovh.net.\n"
        'www IN A 198.51.100.7\n@ IN MX 1 mx1.mail.ovh.net.\n600 IN TXT "v=spf1 include:mx.ovh.com -all"\n'
        "mairie IN CNAME www\n",
        encoding="utf-8",
    )
    text = beffroi("zone", "import", "cahors.example", "--fichier", str(file))
    assert "reprise telle quelle : 5 enregistrements" in text
    assert answer(server, "mairie.cahors.example", "A") == ["198.51.100.7", "www.cahors.example."]
    assert answer(server, "cahors.example", "NS") == ["ns1.cdg.test.", "ns2.cdg.test."]
    assert OwnRecord.objects.count() == 0
    assert ForeignRecord.objects.filter(zone__name="cahors.example").count() == 5
    with pytest.raises(CommandError, match="existe déjà"):
        beffroi("zone", "import", "cahors.example", "--fichier", str(file))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("remove", "absente.example"), "n’est pas une zone connue"),
        (("import", "absente.example"), "n’existe pas chez PowerDNS"),
        (("import", "cahors"), "n’est pas un nom de domaine complet"),
        (("show", "absente.example"), "n’est pas une zone connue"),
        (("dmarc", "absente.example", "quarantine"), "n’est le domaine d’aucune commune"),
        (("import", "a.example", "--fichier", "absent.txt"), "ne peut pas être lu"),
    ],
)
def test_wrong_input_gets_one_sentence(server: Running, words: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        beffroi("zone", *words)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert not Zone.objects.exists()


def test_the_policy_of_dmarc_is_a_dated_fact_that_no_order_undoes(server: Running, plan_of: PlanOf) -> None:
    from django.utils.timezone import localdate  # noqa: PLC0415

    apply(plan_of, ORDER)
    assert answer(server, "_dmarc.cahors.example", "TXT") == ['"v=DMARC1; p=none"']
    beffroi("zone", "dmarc", "cahors.example", "quarantine")
    today = localdate()
    runs.apply(propose_current(today), quiet)
    assert answer(server, "_dmarc.cahors.example", "TXT") == ['"v=DMARC1; p=quarantine"']
    runs.apply(plan_of(minimal(CAHORS, pack="confort", more=MORE), day=today), quiet)
    assert answer(server, "_dmarc.cahors.example", "TXT") == ['"v=DMARC1; p=quarantine"']


def test_a_name_with_an_accent_is_kept_as_dns_carries_it_and_shown_as_people_read_it(
    server: Running, plan_of: PlanOf
) -> None:
    plan = plan_of(minimal(CAHORS, more='domaines = ["Cahors-Été.example"]'))
    assert ("dns", "www.xn--cahors-t-h1ab.example A") in {change.key for change in plan.plan}
    assert "www.cahors-été.example" in plan.text()
    assert "xn--" not in plan.text()
    assert runs.apply(plan, quiet).errors == ()
    assert answer(server, "www.xn--cahors-t-h1ab.example", "A") == ["192.0.2.10"]


def test_no_secret_is_written_anywhere(server: Running, plan_of: PlanOf, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    plan = plan_of(ORDER)
    runs.apply(plan, quiet)
    kept = [str(row) for row in [*ZonePlan.objects.values(), *RunChange.objects.values(), *Run.objects.values()]]
    assert KEY not in caplog.text + plan.text() + "".join(kept)
