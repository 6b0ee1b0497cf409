"""The DNS of a real server on loopback, and what a registry of addresses says."""

import time
from collections.abc import Generator
from typing import Any

import pytest

from deploy.rcpnt import gathering
from deploy.rcpnt.gathering import gather, network, resolver
from deploy.rcpnt.judging import Facts
from deploy.rcpnt.visits import Network
from tests.servers import powerdns
from tests.servers.ports import free_port
from tests.servers.stand_in import Answer, Asked, answering

pytestmark = pytest.mark.server

RECORDS = {
    ("aubord.fr.", "MX"): ["10 mx.aubord.fr."],
    ("aubord.fr.", "TXT"): ['"v=spf1 mx" " -all"', '"autre"'],
    ("_dmarc.aubord.fr.", "TXT"): ['"v=DMARC1; p=none"'],
    ("mx.aubord.fr.", "A"): ["192.0.2.10"],
    ("mx.aubord.fr.", "AAAA"): ["2001:db8::10"],
    ("sans.aubord.fr.", "MX"): ["0 ."],
    ("prive.aubord.fr.", "A"): ["127.0.0.1"],
}


def nowhere(host: str, port: int) -> str:
    raise OSError(host)


NOBODY = Network(nowhere)


@pytest.fixture(scope="module")
def zone() -> Generator[str, None, None]:
    """The address of a server that holds the zone of Aubord."""
    if powerdns.installed() is None:
        pytest.skip(powerdns.MISSING)
    with powerdns.powerdns() as running:
        sets = [
            {"name": name, "type": kind, "ttl": 60, "records": [{"content": text} for text in texts]}
            for (name, kind), texts in RECORDS.items()
        ]
        with running.zones() as client:
            told = {"name": "aubord.fr.", "kind": "Native", "nameservers": ["ns1.cdg.test."], "rrsets": sets}
            client.post("/zones", json=told).raise_for_status()
        yield f"127.0.0.1:{running.dns}"


@pytest.fixture
def registry(settings: Any) -> Generator[dict[str, Any], None, None]:
    """What the registry of addresses answers, by address."""
    said: dict[str, Any] = {"192.0.2.10": {"country": "fr"}, "2001:db8::10": {"country": "DE"}}

    def answer(asked: Asked) -> Answer:
        found = said.get(asked.parts[-1])
        return (200, found, {}) if found is not None else (404, {}, {})

    with answering(answer) as address:
        settings.BEFFROI_RDAP_ADDRESSES = address
        yield said


@pytest.fixture
def asked(zone: str, registry: dict[str, Any], settings: Any) -> dict[str, Any]:
    settings.BEFFROI_RCPNT_RESOLVER = zone
    return registry


def seen(mail: str) -> Facts:
    return gather("", mail, NOBODY)


def test_the_mail_of_a_domain_is_read_whole(asked: dict[str, Any]) -> None:
    facts = seen("aubord.fr")
    assert facts.exchangers == ("mx.aubord.fr",)
    assert (facts.spf, facts.dmarc) == ("v=spf1 mx -all", "v=DMARC1; p=none")
    assert facts.countries == ("DE", "FR")


def test_a_name_without_records_or_that_does_not_exist_has_none(asked: dict[str, Any]) -> None:
    for mail in ("mx.aubord.fr", "absent.aubord.fr", "sans.aubord.fr"):
        facts = seen(mail)
        assert (facts.exchangers, facts.spf, facts.dmarc, facts.countries) == ((), "", "", ())


@pytest.mark.parametrize("said", [None, {}, [], {"country": None}, "texte"])
def test_a_registry_that_does_not_know_leaves_the_country_open(asked: dict[str, Any], said: Any) -> None:
    asked["192.0.2.10"] = asked["2001:db8::10"] = said
    assert [one for one in seen("aubord.fr").countries if len(one) == 2 and one != "NO"] == []


def test_a_registry_that_is_away_or_says_too_much_leaves_the_country_open(asked: dict[str, Any], settings: Any) -> None:
    asked["192.0.2.10"] = asked["2001:db8::10"] = {"country": "FR", "remarks": "x" * gathering.MAX_BYTES}
    assert seen("aubord.fr").countries == ()
    settings.BEFFROI_RDAP_ADDRESSES = f"http://127.0.0.1:{free_port()}"
    assert seen("aubord.fr").countries == ()


def test_a_dns_that_is_away_is_told_in_time(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BEFFROI_RCPNT_RESOLVER = f"127.0.0.1:{free_port()}"
    monkeypatch.setattr(gathering, "PATIENCE", 0.3)
    start = time.monotonic()
    facts = gather("www.aubord.fr", "aubord.fr", NOBODY)
    assert (facts.exchangers, facts.spf, facts.dmarc) == (None, None, None)
    assert "ne répond pas" in facts.http.reason
    assert time.monotonic() - start < 5


def test_the_real_network_asks_the_resolver_and_refuses_our_own_machines(asked: dict[str, Any]) -> None:
    facts = gather("prive.aubord.fr", "", network())
    assert "réseau interne" in facts.https.reason
    assert "ne mène nulle part" in gather("absent.aubord.fr", "", network()).http.reason


@pytest.mark.parametrize(
    ("told", "server", "port"),
    [("192.0.2.53", "192.0.2.53", 53), ("192.0.2.53:5353", "192.0.2.53", 5353), ("[2001:db8::1]:54", "2001:db8::1", 54),
     ("2001:db8::1", "2001:db8::1", 53)],
)  # fmt: skip
def test_the_resolver_is_named_with_or_without_its_port(settings: Any, told: str, server: str, port: int) -> None:
    settings.BEFFROI_RCPNT_RESOLVER = told
    found = resolver()
    assert (list(found.nameservers), found.port) == ([server], port)
