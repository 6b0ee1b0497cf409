"""Mailboxes and aliases that an order may not ask for."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.models import Line, Order
from deploy.orders.faults import OrdersRefusedError
from deploy.provision import Proposal
from tests.deploy.conftest import CAHORS, FIGEAC, minimal

PlanOf = Callable[..., Proposal]
OWN = 'domaines = ["cahors.example"]\n'
MAIRIE = '[[commune.boite]]\nadresse = "mairie"\n'


@pytest.fixture(autouse=True)
def shared_domain(settings: Any) -> None:
    settings.BEFFROI_CDG_DOMAIN = "cdg46.example"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def alias(name: str, *targets: str) -> str:
    return f'[[commune.alias]]\nadresse = "{name}"\nvers = [{", ".join(f"{target!r}" for target in targets)}]\n'


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ('[[commune.boite]]\nadresse = "mai\\"rie"\n', "n’est pas un nom de boîte"),
        ('[[commune.boite]]\nadresse = "mai\'rie"\n', "n’est pas un nom de boîte"),
        ('[[commune.boite]]\nadresse = "mai\\nrie"\n', "« mai rie » n’est pas un nom de boîte"),
        ('[[commune.boite]]\nadresse = "mai rie"\n', "n’est pas un nom de boîte"),
        ('[[commune.boite]]\nadresse = "mai..rie"\n', "n’est pas un nom de boîte"),
        (MAIRIE + "go = -1\n", "une boîte de -1 Go n’est pas vendue"),
        (MAIRIE + 'partage = ["mairie"]\n', "n’a pas à être ouverte à elle-même"),
        (MAIRIE + 'partage = ["elus"]\n', "« elus@cahors.example » n’est pas une boîte de cette commande"),
        (MAIRIE + 'secours = "Mairie@cahors.example"\n', "ne peut pas être sa propre adresse de secours"),
        (MAIRIE + 'secours = "chez moi"\n', "n’est pas une adresse électronique"),
        (alias("tous", "tous@cahors.example"), "« tous@cahors.example » finit par se contenir lui-même"),
        (alias("a", "b@cahors.example") + alias("b", "a@cahors.example"), "finit par se contenir lui-même"),
        (alias("contact", "maire@cahors.example"), "qui n’est ni une boîte ni un alias"),
        ('[[commune.boite]]\nadresse = "postmaster@cdg46.example"\n', "est réservé à la plateforme"),
        (
            "".join(alias(f"a{rank}", "x@example.org") for rank in range(501)),
            "501 alias pour une commune ; 500 au plus",
        ),
        (alias("tous", *(f"a{rank}@example.org" for rank in range(201))), "200 adresses au plus"),
    ],
)
def test_one_sentence_says_what_is_wrong_and_nothing_is_written(plan_of: PlanOf, more: str, sentence: str) -> None:
    with pytest.raises(OrdersRefusedError) as refused:
        plan_of(minimal(more=OWN + more))
    (said,) = refused.value.sentences
    assert sentence in plain(said)
    assert "\n" not in said
    assert not Order.objects.exists()
    assert not Line.objects.exists()


def test_an_address_in_capitals_is_the_same_address(plan_of: PlanOf) -> None:
    with pytest.raises(OrdersRefusedError, match="est nommé deux fois"):
        plan_of(minimal(more=OWN + MAIRIE + MAIRIE.replace("mairie", "MAIRIE")))
    box = next(
        one for one in plan_of(minimal(more=OWN + MAIRIE.replace("mairie", "MAIRIE"))).plan if one.key[0] == "mailbox"
    )
    assert box.key[1] == "mairie@cahors.example"


def test_ten_thousand_aliases_are_refused_at_once(plan_of: PlanOf) -> None:
    with pytest.raises(OrdersRefusedError, match="10000 alias pour une commune"):
        plan_of(minimal(more="".join(alias(f"a{rank}", "x@example.org") for rank in range(10_000))))


def test_two_communes_of_one_batch_cannot_share_an_address(plan_of: PlanOf) -> None:
    box = '[[commune.boite]]\nadresse = "mairie@cdg46.example"\n'
    with pytest.raises(OrdersRefusedError, match="est déjà pris par la commune 46042"):
        plan_of(minimal(CAHORS, more=box), minimal(FIGEAC, more=box))


def test_where_a_box_is_opened_from_and_to_whom_is_part_of_the_plan(plan_of: PlanOf) -> None:
    elus = '[[commune.boite]]\nadresse = "elus"\n'
    proposal = plan_of(minimal(more=OWN + elus + MAIRIE + 'secours = "anne@example.org"\npartage = ["elus"]\n'))
    text = proposal.text()
    assert "mairie@cahors.example (taille (Go) 5, ouverte aussi à elus@cahors.example, adresse de secours anne@" in text
