"""What a registry says by RDAP, and what it may not do to us."""

from datetime import date
from typing import Any

import pytest

from deploy.names import rdap
from tests.servers.registry import Registry

pytestmark = pytest.mark.server


@pytest.fixture(autouse=True)
def pinned(registry: Registry, settings: Any) -> None:
    settings.BEFFROI_RDAP = [f"fr={registry.rdap}/"]


def test_a_domain_is_told_with_its_end_its_servers_and_its_registrar(registry: Registry) -> None:
    record = registry.put("cahors.fr", "Bureau d’essai")
    found = rdap.read("cahors.fr")
    assert found is not None
    assert (found.expires, found.sponsor) == (rdap.day_of(record.expires.isoformat()), "Bureau d’essai")
    assert found.nameservers == ("ns1.autre.example",)


def test_a_name_that_nobody_has_is_none(registry: Registry) -> None:
    assert rdap.read("libre.fr") is None


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [("500", "refuse de répondre"), ("large", "trop longue"), ("nonsense", "ne se lit pas"), ("slow", "ne répond pas")],
)
def test_a_fault_of_the_registry_is_one_sentence(
    registry: Registry, fault: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdap, "SILENCE", 0.5)
    registry.put("cahors.fr")
    registry.rdap_fault = fault
    with pytest.raises(rdap.RdapError, match=sentence):
        rdap.read("cahors.fr")


def test_an_extension_without_server_is_said() -> None:
    with pytest.raises(rdap.RdapError, match="BEFFROI_RDAP"):
        rdap.read("cahors.nulle-part")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-03-01T22:59:59Z", date(2027, 3, 1)),
        ("2027-03-01T23:30:00Z", date(2027, 3, 2)),  # in Paris
        ("2027-03-01", date(2027, 3, 1)),
        ("demain", None),
        ("", None),
    ],
)
def test_the_end_is_a_day_in_paris(text: str, day: date | None) -> None:
    assert rdap.day_of(text) == day
