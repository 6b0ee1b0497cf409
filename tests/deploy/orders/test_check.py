"""Orders held against each other and against what exists. Each refusal writes nothing."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from deploy import models
from deploy.models import CommuneReference
from deploy.orders.faults import OrdersRefusedError
from deploy.provision import Proposal
from deploy.runs import Outcome
from sites.models import Commune
from tests.deploy.conftest import ALBAS, CAHORS, CAZALS, CAZALS_82, FIGEAC, minimal

PlanOf = Callable[..., Proposal]
Applied = Callable[..., Outcome]
BOX = '[[commune.boite]]\nadresse = "{}"\n'


def refusals(plan_of: PlanOf, *texts: str) -> list[str]:
    with pytest.raises(OrdersRefusedError) as refused:
        plan_of(*texts)
    return [sentence.replace("\u00a0", " ").replace("\u202f", " ") for sentence in refused.value.sentences]


def host_of(proposal: Proposal, insee: str) -> str:
    return next(change.after["host"] for change in proposal.plan if change.key == ("site", insee))


def test_an_unknown_insee_code_is_refused_with_the_nearest_one(plan_of: PlanOf) -> None:
    assert refusals(plan_of, minimal("46043")) == [
        (
            "commande-1.toml, ligne 4, clé « insee » : aucune commune n’a le code INSEE « 46043 ». "
            "Vouliez-vous dire « 46042 » ?"
        )
    ]


def test_a_commune_that_merged_away_cannot_be_ordered(plan_of: PlanOf) -> None:
    CommuneReference.objects.filter(pk=ALBAS).update(current=False)
    assert refusals(plan_of, minimal(ALBAS)) == [
        "commande-1.toml, ligne 4, clé « insee » : la commune Albas (46001) n’existe plus."
    ]


def test_a_commune_ordered_twice_in_one_batch_is_refused(plan_of: PlanOf) -> None:
    assert refusals(plan_of, minimal(), minimal(pack="confort")) == [
        "commande-2.toml, ligne 4, clé « insee » : la commune 46042 est commandée deux fois."
    ]


def test_every_wrong_commune_of_a_batch_is_named_at_once(plan_of: PlanOf) -> None:
    assert len(refusals(plan_of, minimal("46043"), minimal("46999"), minimal())) == 2


def test_two_communes_of_a_batch_cannot_take_one_domain(plan_of: PlanOf) -> None:
    domains = 'domaines = ["quercy.fr"]'
    assert refusals(plan_of, minimal(CAHORS, more=domains), minimal(FIGEAC, more=domains)) == [
        "commande-2.toml, ligne 6, clé « domaines » : « quercy.fr » est déjà pris par la commune 46042."
    ]


def test_a_domain_of_another_subscription_is_taken_with_its_www(plan_of: PlanOf, applied: Applied) -> None:
    applied(minimal(CAHORS, more='domaines = ["cahors.fr"]'))
    assert (
        "« cahors.fr » est déjà pris par la commune 46042."
        in refusals(plan_of, minimal(FIGEAC, more='domaines = ["cahors.fr"]'))[0]
    )


def test_an_orphan_still_belongs_to_the_commune_that_left_it(plan_of: PlanOf, applied: Applied) -> None:
    applied(minimal(CAHORS, more='domaines = ["cahors.fr"]\n' + BOX.format("mairie")))
    applied(minimal(CAHORS))
    (sentence,) = refusals(plan_of, minimal(FIGEAC, more='domaines = ["cahors.fr"]'))
    assert "« cahors.fr » est déjà pris par la commune 46042." in sentence
    assert plan_of(minimal(CAHORS, pack="confort", more='domaines = ["cahors.fr"]')).plan


def test_a_name_the_cms_already_answers_for_is_taken(plan_of: PlanOf, applied: Applied) -> None:
    applied(minimal(CAHORS))
    Commune.objects.get(insee=CAHORS).hosts.create(name="lot.fr")
    assert (
        "« lot.fr » est déjà pris par la commune 46042."
        in refusals(plan_of, minimal(FIGEAC, more='domaines = ["lot.fr"]'))[0]
    )


def test_a_sub_domain_asked_for_by_name_goes_before_one_that_is_given(plan_of: PlanOf) -> None:
    proposal = plan_of(minimal(ALBAS), minimal(CAHORS, more='sous_domaine = "albas"'))
    assert host_of(proposal, CAHORS) == "albas.localhost"
    assert host_of(proposal, ALBAS) == "albas-46.localhost"


@pytest.mark.parametrize("label", ["admin", "www", "mail"])
def test_the_names_of_the_platform_are_reserved(plan_of: PlanOf, label: str) -> None:
    assert refusals(plan_of, minimal(more=f'sous_domaine = "{label}"')) == [
        f"commande-1.toml, ligne 6, clé « sous_domaine » : « {label}.localhost » est réservé à la plateforme."
    ]


def test_an_own_domain_is_not_one_of_the_cdg(plan_of: PlanOf) -> None:
    assert "appartient au CDG" in refusals(plan_of, minimal(more='domaines = ["cahors.localhost"]'))[0]


def test_homonyms_of_two_departements_get_two_names_whatever_the_order_of_files(plan_of: PlanOf) -> None:
    first = plan_of(minimal(CAZALS), minimal(CAZALS_82))
    second = plan_of(minimal(CAZALS_82), minimal(CAZALS))
    assert host_of(first, CAZALS) == "cazals.localhost"
    assert host_of(first, CAZALS_82) == "cazals-82.localhost"
    assert first.plan.checksum == second.plan.checksum


def test_homonyms_of_one_departement_both_get_a_suffix(plan_of: PlanOf) -> None:
    CommuneReference.objects.create(insee="46998", name="Albas", departement="46", departement_name="Lot")
    proposal = plan_of(minimal(ALBAS), minimal("46998"))
    assert host_of(proposal, ALBAS) == "albas-46001.localhost"
    assert host_of(proposal, "46998") == "albas-46998.localhost"


def test_a_commune_keeps_the_name_it_was_given(plan_of: PlanOf, applied: Applied) -> None:
    applied(minimal(CAZALS), minimal(CAZALS_82))
    later = plan_of(minimal(CAZALS_82, pack="confort"))
    assert [change.after["host"] for change in later.plan] == ["cazals-82.localhost"]


def test_a_mailbox_stands_on_the_communes_own_domain(plan_of: PlanOf) -> None:
    plan = plan_of(minimal(more='domaines = ["cahors.fr"]\n' + BOX.format("mairie"))).plan
    assert [change.key[1] for change in plan if change.key[0] == "mailbox"] == ["mairie@cahors.fr"]


def test_a_mailbox_of_a_domain_that_is_not_the_communes_is_refused(plan_of: PlanOf) -> None:
    (sentence,) = refusals(plan_of, minimal(more=BOX.format("mairie@gmail.com")))
    assert sentence == (
        "commande-1.toml, ligne 6, clé « boite » : « mairie@gmail.com » : "
        "le domaine « gmail.com » n’est pas celui de la commune."
    )


def test_a_box_of_the_shared_domain_belongs_to_one_commune(
    plan_of: PlanOf, applied: Applied, settings: Settings
) -> None:
    settings.BEFFROI_CDG_DOMAIN = "cdg46.example"
    applied(minimal(CAHORS, more=BOX.format("mairie@cdg46.example")))
    (sentence,) = refusals(plan_of, minimal(FIGEAC, more=BOX.format("mairie@cdg46.example")))
    assert "« mairie@cdg46.example » est déjà pris par la commune 46042." in sentence


def test_the_same_box_twice_is_refused(plan_of: PlanOf) -> None:
    assert "est nommé deux fois" in refusals(plan_of, minimal(more=BOX.format("mairie") * 2))[0]


@pytest.mark.parametrize("size", [1, 3])
def test_a_batch_is_checked_in_the_same_number_of_queries_whatever_its_size(
    plan_of: PlanOf, size: int, django_assert_num_queries: Callable[..., object]
) -> None:
    texts = [minimal(insee) for insee in (CAHORS, FIGEAC, ALBAS)[:size]]
    with django_assert_num_queries(13):  # type: ignore[attr-defined]
        plan_of(*texts)


def test_a_refused_batch_writes_nothing(plan_of: PlanOf) -> None:
    refusals(plan_of, minimal(CAHORS), minimal("46043"))
    assert not models.Order.objects.exists()
    assert not models.Subscription.objects.exists()
    assert not Commune.objects.exists()
