"""A few real communes of the reference, and orders written in place."""

from collections.abc import Callable, Generator
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from deploy.orders.source import Source
from tests.servers import registry as registries

# Models load once Django is set up, which comes after this file: hence the imports inside fixtures.
if TYPE_CHECKING:
    from deploy.models import CommuneReference
    from deploy.provision import Proposal
    from deploy.runs import Outcome

DAY = date(2026, 12, 1)
CAHORS, FIGEAC, CAZALS, CAZALS_82, ALBAS = "46042", "46102", "46066", "82041", "46001"


@pytest.fixture
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day of 2026, whatever the day of the tests: statements and delays are told with their years."""
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda *moment: real(*moment) if moment else date(2026, 11, 22))


def quiet(done: int, total: int, name: str) -> None:
    """No bar in tests."""


@pytest.fixture(scope="session")
def reference_rows() -> "list[CommuneReference]":
    from deploy.reference import PACKAGED, read_table  # noqa: PLC0415

    wanted = {CAHORS, FIGEAC, CAZALS, CAZALS_82, ALBAS}
    return [commune for commune in read_table(PACKAGED) if commune.insee in wanted]


@pytest.fixture
def communes(db: None, reference_rows: "list[CommuneReference]") -> "dict[str, CommuneReference]":
    from deploy.models import CommuneReference  # noqa: PLC0415

    CommuneReference.objects.bulk_create(reference_rows)
    return {commune.insee: commune for commune in reference_rows}


def source(text: str, name: str = "commande.toml") -> Source:
    return Source(name, text)


def minimal(insee: str = CAHORS, pack: str = "expert", more: str = "") -> str:
    return f'date = 2026-11-01\n\n[[commune]]\ninsee = "{insee}"\npack = "{pack}"\n{more}\n'


@pytest.fixture
def plan_of(communes: "dict[str, CommuneReference]") -> "Callable[..., Proposal]":
    from deploy.provision import propose  # noqa: PLC0415

    def of(*texts: str, day: date = DAY) -> "Proposal":
        return propose([source(text, f"commande-{rank}.toml") for rank, text in enumerate(texts, 1)], day)

    return of


@pytest.fixture
def applied(plan_of: "Callable[..., Proposal]") -> "Callable[..., Outcome]":
    from deploy.runs import apply  # noqa: PLC0415

    def of(*texts: str, day: date = DAY, force: bool = False) -> "Outcome":
        return apply(plan_of(*texts, day=day), quiet, force=force)

    return of


@pytest.fixture(scope="session")
def registry_server(tmp_path_factory: pytest.TempPathFactory) -> "Generator[registries.Registry, None, None]":
    with registries.registry(tmp_path_factory.mktemp("registry")) as it:
        yield it


@pytest.fixture
def registry(registry_server: "registries.Registry") -> "registries.Registry":
    """The registry of the tests, with nothing in it."""
    it = registry_server
    for kept in (it.domains, it.contacts, it.received, it.keys, it.heard, it.mute, it.deaf):
        kept.clear()
    it.rdap_fault = ""
    return it
