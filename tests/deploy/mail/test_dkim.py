"""A key for each domain: made once, published by the plan, read by its owner alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from deploy.mail.dkim import key_path, public_record
from deploy.provision import Proposal
from tests.deploy.conftest import minimal

pytestmark = pytest.mark.django_db
MORE = 'domaines = ["cahors.example"]\n[[commune.boite]]\nadresse = "mairie"\n'


def records(proposal: Proposal) -> dict[str, Any]:
    return {change.key[1]: change.after["values"] for change in proposal.plan if "_domainkey" in change.key[1]}


def test_a_key_is_made_once_and_closed_to_others(var: Path) -> None:
    first = public_record("cahors.example", "beffroi")
    assert first.startswith("v=DKIM1; k=rsa; p=MII")
    assert public_record("cahors.example", "beffroi") == first
    assert public_record("figeac.example", "beffroi") != first
    path = key_path("cahors.example", "beffroi")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "cahors.example.beffroi.key",
        "figeac.example.beffroi.key",
    ]


def test_the_plan_publishes_the_key_that_our_servers_sign_with(
    var: Path, settings: Any, plan_of: Callable[..., Proposal]
) -> None:
    settings.BEFFROI_MAIL = "tables"
    told = records(plan_of(minimal(more=MORE)))
    assert told == {"beffroi._domainkey.cahors.example TXT": [public_record("cahors.example", "beffroi")]}
    assert records(plan_of(minimal(more=MORE))) == told, "the same plan, whenever it is asked for"


def test_elsewhere_the_record_leads_to_the_key_of_the_centre(var: Path, plan_of: Callable[..., Proposal]) -> None:
    told = records(plan_of(minimal(more=MORE)))
    assert told == {"beffroi._domainkey.cahors.example CNAME": ["beffroi._domainkey.localhost"]}
    assert not (var / "dkim").exists()


def test_applying_twice_in_tables_plans_nothing(
    var: Path, settings: Any, applied: Callable[..., Any], plan_of: Callable[..., Proposal]
) -> None:
    settings.BEFFROI_MAIL = "tables"
    assert applied(minimal(more=MORE)).errors == ()
    assert len(plan_of(minimal(more=MORE)).plan) == 0
