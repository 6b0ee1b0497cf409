"""From orders to sites and back: applied once, planned again, refused when it should be."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import TestCase
from wagtail.models import Collection, Site

from cms.models import Accueil, Mairie, Page
from deploy import runs
from deploy.drivers.base import DriverError
from deploy.drivers.cms_people import CmsPeopleDriver
from deploy.models import HeldResource, Line, Order, Run, RunChange, Subscription
from deploy.provision import Proposal, propose_current
from deploy.runs import Outcome, RefusedError, approve, was_interrupted
from sites.bake.bakery import bake
from sites.models import BakeState, Commune, Departement, Host, Membership, User
from sites.plan import AbsurdPlanError, Action
from tests.deploy.conftest import ALBAS, CAHORS, DAY, FIGEAC, minimal, quiet

PlanOf = Callable[..., Proposal]
Applied = Callable[..., Outcome]
WHO = '[[commune.personne]]\nnom = "Anne Dupont"\ncourriel = "anne@example.org"\nrole = "{}"\n'


def test_an_order_becomes_a_site_with_all_that_belongs_to_it(applied: Applied) -> None:
    outcome = applied(
        minimal(
            more='demonstration = true\ndomaines = ["cahors.example"]\n[commune.mairie]\ntelephone = "05 65 00 00 00"\n'
            'horaires = { lundi = ["14h-17h"] }\n' + WHO.format("gestionnaire")
        )
    )
    assert outcome.errors == ()
    commune = Commune.objects.get(insee=CAHORS)
    assert (commune.name, commune.pack, commune.theme, commune.demo) == ("Cahors", "expert", "causse", True)
    assert (commune.population, commune.site.hostname) == (20050, "www.cahors.example")
    assert list(commune.hosts.values_list("name", "is_primary")) == [
        ("www.cahors.example", True),
        ("cahors.example", False),
        ("cahors.localhost", False),
    ]
    assert commune.collection.name == "46042 Cahors"
    assert commune.collection.get_parent() == Collection.objects.get(name="46 Lot")
    assert commune.site.root_page.get_parent().pk == Departement.objects.get(code="46").folder_id
    assert Page.objects.descendant_of(commune.site.root_page).live().count() > 5
    mairie = Mairie.objects.get(site=commune.site)
    assert mairie.phone == "05 65 00 00 00"
    assert mairie.postcode == "46000"
    assert str(mairie.hours[0].value["afternoon_from"]) == "14:00:00"
    assert mairie.hours[0].value["morning_from"] is None
    assert BakeState.objects.get(commune=commune).dirty_at is not None
    membership = Membership.objects.get(user__email="anne@example.org")
    assert (membership.commune, membership.role) == (commune, "gestionnaire")
    assert not membership.user.has_usable_password()


def test_applying_twice_plans_nothing(applied: Applied, plan_of: PlanOf) -> None:
    order = minimal(more=WHO.format("contributeur"))
    applied(order)
    again = plan_of(order)
    assert len(again.plan) == 0
    assert again.known_orders == ["commande-1.toml"]
    assert len(propose_current(DAY).plan) == 0


def test_the_text_of_an_order_is_kept_and_taken_once(applied: Applied) -> None:
    applied(minimal())
    applied(minimal())
    (order,) = Order.objects.all()
    assert (order.source, str(order.date)) == (minimal(), "2026-11-01")
    assert [subscription.pk for subscription in order.subscriptions.all()] == [CAHORS]
    assert Line.objects.filter(subscription=CAHORS, kind="pack").count() == 1


def test_planning_writes_nothing(plan_of: PlanOf) -> None:
    plan_of(minimal(more=WHO.format("contributeur")))
    for model in (Order, Subscription, Line, Run, HeldResource, Commune, User, Departement):
        assert not model.objects.exists(), model


def test_a_commune_that_begins_without_a_domain_is_advised_one(plan_of: PlanOf, applied: Applied) -> None:
    text = plan_of(minimal(CAHORS), minimal(FIGEAC, more='domaines = ["figeac.example"]')).text().replace("\u00a0", " ")
    assert "Sans domaine : Cahors (46042)." in text
    applied(minimal(CAHORS))
    assert "Sans domaine" not in plan_of(minimal(CAHORS, pack="confort")).text().replace("\u00a0", " ")


def test_a_new_pack_changes_the_site_and_keeps_every_page(applied: Applied) -> None:
    applied(minimal(pack="expert"))
    pages = set(Page.objects.values_list("pk", flat=True))
    applied(minimal(pack="mini_site"))
    assert Commune.objects.get(insee=CAHORS).pack == "mini_site"
    assert pages <= set(Page.objects.values_list("pk", flat=True))


def test_a_downgrade_says_what_exceeds_the_new_pack(applied: Applied, plan_of: PlanOf) -> None:
    applied(minimal(pack="expert"))
    proposal = plan_of(minimal(pack="mini_site"))
    sentences = " ".join(proposal.notes[CAHORS]).replace("\u00a0", " ")
    assert "rubriques : le pack Mini-site n’en comporte pas" in sentences
    assert "gestion de l’arborescence" in sentences
    assert "rien ne sera supprimé" in proposal.text().replace("\u00a0", " ")


def test_what_the_town_hall_wrote_is_not_undone_by_the_next_order(applied: Applied, plan_of: PlanOf) -> None:
    facts = '[commune.mairie]\ntelephone = "05 65 00 00 00"\ndirecteur = "Marie Exemple"\n'
    applied(minimal(more=facts))
    Mairie.objects.update(phone="05 65 11 11 11", email="accueil@cahors.example")
    assert len(propose_current(DAY).plan) == 0
    applied(minimal(more=facts.replace("Marie", "Jeanne")))
    mairie = Mairie.objects.get()
    assert (mairie.phone, mairie.email, mairie.director) == (
        "05 65 11 11 11",
        "accueil@cahors.example",
        "Jeanne Exemple",
    )


def test_a_new_domain_moves_the_site_and_leaves_no_old_name_serving(applied: Applied) -> None:
    applied(minimal())
    applied(minimal(more='domaines = ["cahors.example"]'))
    assert Site.objects.get(root_page__title="Cahors").hostname == "www.cahors.example"
    assert dict(Host.objects.values_list("name", "is_primary")) == {
        "www.cahors.example": True,
        "cahors.example": False,
        "cahors.localhost": False,
    }


def test_a_domain_and_its_mailboxes_are_orphans_never_deleted(applied: Applied, plan_of: PlanOf) -> None:
    more = 'domaines = ["cahors.example"]\n[[commune.boite]]\nadresse = "mairie"\n'
    applied(minimal(more=more))
    proposal = plan_of(minimal())
    orphans = [change.key[0] for change in proposal.plan if change.action == "orphan"]
    assert orphans == ["domain", "mailbox"]
    applied(minimal())
    assert HeldResource.objects.filter(kind__in=("domain", "mailbox")).count() == 2


def test_once_its_convention_has_ended_no_name_shows_a_site_until_another_order_gives_one(
    applied: Applied, var: Path
) -> None:
    facts = '[commune.mairie]\ntelephone = "05 65 00 00 00"\ndirecteur = "Marie Exemple"\nadresse = "1 place"\n'

    def shown() -> set[str]:
        bake(Commune.objects.get(insee=CAHORS))
        return {place.name for place in (var / "hosts").iterdir() if (place / "current/www/index.html").exists()}

    with TestCase.captureOnCommitCallbacks(execute=True):
        applied(minimal(more=facts))
    assert shown() == {"cahors.localhost"}
    with TestCase.captureOnCommitCallbacks(execute=True):
        applied(minimal(more=f"fin = 2026-12-01\n{facts}"))
    assert not Host.objects.exists()
    assert BakeState.objects.exclude(dirty_at=None).count() == 1
    pages = Page.objects.count()
    assert shown() == set()
    assert (var / "sites" / CAHORS / "current/www/index.html").exists()
    applied(minimal(more=f"debut = 2026-12-01\n{facts}"))
    assert shown() == {"cahors.localhost"}
    assert (Page.objects.count(), Commune.objects.count()) == (pages, 1)


def test_the_name_of_a_commune_whose_convention_has_ended_is_free_for_another(applied: Applied) -> None:
    applied(minimal(more='sous_domaine = "causse"'))
    applied(minimal(more='fin = 2026-11-15\nsous_domaine = "causse"'))
    assert Commune.objects.get(insee=CAHORS).site.hostname == f"{CAHORS}.invalid"
    assert applied(minimal(FIGEAC, more='debut = 2026-11-15\nsous_domaine = "causse"')).errors == ()
    assert dict(Host.objects.values_list("name", "commune__insee")) == {"causse.localhost": FIGEAC}
    assert Commune.objects.get(insee=FIGEAC).site.hostname == "causse.localhost"
    assert applied(minimal(more="debut = 2026-11-20")).errors == ()
    assert Commune.objects.get(insee=CAHORS).site.hostname == "cahors.localhost"


def test_someone_no_longer_named_loses_the_role_and_one_invited_in_the_admin_keeps_it(applied: Applied) -> None:
    applied(minimal(more=WHO.format("contributeur")))
    invited = User.objects.create_user("paul@example.org")
    Membership.objects.create(user=invited, commune=Commune.objects.get(), role="valideur")
    applied(minimal(more="# sans personne"))
    assert list(Membership.objects.values_list("user__email", flat=True)) == ["paul@example.org"]
    assert User.objects.filter(email="anne@example.org").exists()


def test_one_person_works_for_several_communes_with_one_account(applied: Applied) -> None:
    who = WHO.format("contributeur")
    applied(minimal(CAHORS, more=who), minimal(FIGEAC, more=who), minimal(ALBAS, more=who.replace("Anne", "Annie")))
    assert User.objects.filter(email="anne@example.org").count() == 1
    assert Membership.objects.filter(user__email="anne@example.org").count() == 3
    assert len(propose_current(DAY).plan) == 0


def test_a_date_brings_its_changes_without_a_new_order(applied: Applied) -> None:
    applied(minimal(more="debut = 2027-01-01"))
    assert not Commune.objects.exists()
    assert propose_current(date(2027, 1, 1)).plan.count(Action.CREATE) == 4


def test_a_later_date_is_announced_with_the_command_that_shows_it(plan_of: PlanOf) -> None:
    text = plan_of(minimal(more="debut = 2027-01-01")).text()
    assert "prochain changement le 2027-01-01 (beffroi plan --jour 2027-01-01)." in text


def test_what_the_database_refuses_is_said_and_stops_nobody_else(plan_of: PlanOf, applied: Applied) -> None:
    proposal = plan_of(minimal(CAHORS), minimal(FIGEAC))
    applied(minimal(ALBAS))
    Commune.objects.get(insee=ALBAS).hosts.create(name="cahors.localhost")  # taken since the plan was made
    outcome = runs.apply(proposal, quiet)
    assert len(outcome.errors) == 1
    assert outcome.errors[0].startswith("Cahors (46042)\u00a0: ce changement est refusé (")
    assert set(Commune.objects.values_list("insee", flat=True)) == {ALBAS, FIGEAC}


def test_every_change_is_recorded_in_a_run(applied: Applied, plan_of: PlanOf) -> None:
    proposal = plan_of(minimal())
    outcome = applied(minimal())
    (run,) = Run.objects.all()
    assert run.ended_at is not None
    assert run.checksum == proposal.plan.checksum
    assert outcome.done == run.changes.count() == len(proposal.plan)
    assert not run.changes.filter(done_at=None).exists()


def test_a_plan_is_approved_by_its_checksum_and_refused_once_the_world_has_moved(
    applied: Applied, plan_of: PlanOf
) -> None:
    approved = plan_of(minimal()).plan.checksum
    approve(plan_of(minimal()).plan, approved)
    with pytest.raises(RefusedError, match="Le plan a changé depuis son approbation"):
        approve(plan_of(minimal(pack="confort")).plan, approved)


def test_the_rest_of_an_interrupted_run_is_approved_already(
    plan_of: PlanOf, applied: Applied, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = plan_of(minimal(CAHORS), minimal(FIGEAC))
    _interrupt_after_one_commune(monkeypatch, first)
    rest = propose_current(DAY).plan
    assert 0 < len(rest) < len(first.plan)
    assert was_interrupted(rest)
    approve(rest, first.plan.checksum)
    assert not was_interrupted(plan_of(minimal(FIGEAC, pack="confort")).plan)


def _interrupt_after_one_commune(monkeypatch: pytest.MonkeyPatch, proposal: Proposal) -> None:
    def stop_at_second(done: int, total: int, name: str) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.apply(proposal, stop_at_second)


def test_finishing_the_work_ends_the_interrupted_run_too(plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch) -> None:
    _interrupt_after_one_commune(monkeypatch, plan_of(minimal(CAHORS), minimal(FIGEAC)))
    assert Run.objects.filter(ended_at=None).count() == 1
    runs.apply(propose_current(DAY), quiet)
    assert not Run.objects.filter(ended_at=None).exists()
    assert len(propose_current(DAY).plan) == 0


def test_a_commune_that_fails_is_left_as_it_was_and_the_others_go_on(
    plan_of: PlanOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_for_cahors(self: CmsPeopleDriver, change: object) -> None:
        if CAHORS in str(change):
            raise DriverError("la messagerie ne répond pas.")

    monkeypatch.setattr(CmsPeopleDriver, "apply", fail_for_cahors)
    who = WHO.format("contributeur")
    outcome = runs.apply(plan_of(minimal(CAHORS, more=who), minimal(FIGEAC, more=who)), quiet)
    assert outcome.errors == ("Cahors (46042)\u00a0: la messagerie ne répond pas.",)
    assert [commune.insee for commune in Commune.objects.all()] == [FIGEAC]
    assert not HeldResource.objects.filter(group=CAHORS).exists()
    assert RunChange.objects.filter(group=CAHORS, done_at=None).exclude(error="").exists()


def test_a_plan_that_no_order_explains_and_that_deletes_much_is_refused(applied: Applied) -> None:
    applied(minimal(CAHORS), minimal(FIGEAC), minimal(ALBAS))
    extra = [
        HeldResource(kind="vhost", name=f"old-{n}.fr", group=CAHORS, payload={"insee": CAHORS, "host": f"old-{n}.fr"})
        for n in range(12)
    ]
    HeldResource.objects.bulk_create(extra)
    with pytest.raises(AbsurdPlanError, match="sans qu’aucune action ne l’explique"):
        applied(minimal(CAHORS, pack="confort"))
    assert Commune.objects.get(insee=CAHORS).pack == "expert"
    applied(minimal(CAHORS, pack="confort"), force=True)
    assert not HeldResource.objects.filter(name__startswith="old-").exists()


def test_the_end_of_a_convention_takes_the_site_offline_and_deletes_nothing(applied: Applied) -> None:
    more = 'domaines = ["cahors.example"]\n[[commune.boite]]\nadresse = "mairie"\n'
    applied(minimal(more=more))
    applied(minimal(more="fin = 2026-12-01\n" + more))
    assert not HeldResource.objects.filter(kind="vhost").exists()
    assert Commune.objects.filter(insee=CAHORS).exists()
    assert HeldResource.objects.filter(kind__in=("domain", "mailbox")).count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_planning_again_costs_the_same_queries_for_one_commune_and_for_three(
    applied: Applied, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    applied(*[minimal(insee) for insee in (CAHORS, FIGEAC, ALBAS)[:count]])
    with django_assert_num_queries(9):  # type: ignore[attr-defined]
        propose_current(DAY)


def test_a_home_page_stands_alone_under_its_departement(applied: Applied) -> None:
    applied(minimal(CAHORS), minimal(FIGEAC))
    folder = Departement.objects.get(code="46").folder
    assert sorted(Accueil.objects.child_of(folder).values_list("slug", flat=True)) == ["cahors-46042", "figeac-46102"]
