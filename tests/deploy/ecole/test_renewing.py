"""A training site from its order to the morning after: how it is ordered, shown, and made new."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.urls import reverse
from django.utils import timezone

from cms.courrier.delivery import retry
from cms.courrier.models import Message, State
from cms.courrier.queue import send
from cms.models import BasePage, Page
from deploy.ecole import resetting
from deploy.life.journal import history
from deploy.models import Subscription
from deploy.orders.faults import OrdersRefusedError
from deploy.provision import Proposal
from deploy.records import read_subscriptions
from deploy.runs import Outcome
from deploy.statement.reckon import statement
from deploy.statement.records import prices
from sites.bake.bakery import bake
from sites.models import Commune
from sites.tenancy.roles import Role
from tests.deploy.conftest import CAHORS, minimal
from tests.deploy.desk.test_desk import subscribe
from tests.deploy.ecole.test_resetting import train
from tests.entering import enter, words
from tests.world import World, add_page, member

PlanOf = Callable[..., Proposal]
Applied = Callable[..., Outcome]

TRAINING = "entrainement = true"
# What the law wants said before a site is put online.
FACTS = """
[commune.mairie]
adresse = "Place de la Halle"
telephone = "05 65 00 00 01"
directeur = "Camille Genévrier"
"""


def refusals(plan_of: PlanOf, text: str) -> list[str]:
    with pytest.raises(OrdersRefusedError) as refused:
        plan_of(text)
    return [sentence.replace("\u00a0", " ").partition(" : ")[2] for sentence in refused.value.sentences]


@pytest.fixture
def school(applied: Applied, var: Path) -> Commune:
    """The training site of an order, online."""
    applied(minimal(more=TRAINING + FACTS))
    commune = Commune.objects.select_related("site").get(insee=CAHORS)
    assert not bake(commune).error
    return commune


def www(commune: Commune, settings: LazySettings) -> Path:
    return Path(settings.BEFFROI_VAR) / "sites" / commune.insee / "current" / "www"


def test_an_order_opens_a_training_site_that_nobody_finds_by_chance_and_that_costs_nothing(
    school: Commune, settings: LazySettings
) -> None:
    assert (school.training, Subscription.objects.get().training) == (True, True)
    home = (www(school, settings) / "index.html").read_text()
    assert '<meta name="robots" content="noindex">' in home
    assert "il est remis à neuf chaque nuit." in home
    assert "User-agent: *\nDisallow: /\n" in (www(school, settings) / "robots.txt").read_text()
    held = read_subscriptions([CAHORS])[CAHORS]
    assert statement(held, (), prices(), 2026).total == Decimal(0)


def test_what_cannot_be_a_training_site_is_refused_in_a_sentence(plan_of: PlanOf, applied: Applied) -> None:
    neither = ["un site d’entraînement n’a ni domaine ni boîte : seulement une adresse du centre de gestion."]
    for more in (
        'domaines = ["ecole.example"]',
        '[[commune.boite]]\nadresse = "mairie"',
        '[[commune.alias]]\nadresse = "contact"\nvers = ["a@b.fr"]',
    ):
        assert refusals(plan_of, minimal(more=f"{TRAINING}\n{more}")) == neither
    applied(minimal())
    assert refusals(plan_of, minimal(more=TRAINING)) == [
        "cette commune a déjà un vrai site : il ne peut pas devenir un site d’entraînement."
    ]


def test_a_training_site_does_not_become_a_real_one(school: Commune, plan_of: PlanOf) -> None:
    assert "cette commune a un site d’entraînement" in refusals(plan_of, minimal())[0]
    assert not plan_of(minimal(more=TRAINING + FACTS)).plan


def test_the_same_order_later_leaves_it_new_as_it_was(school: Commune, applied: Applied) -> None:
    Subscription.objects.update(fresh_at=timezone.now())
    before = Subscription.objects.get().fresh_at
    applied(minimal(more=f'{TRAINING}\nmodele = "quercy"'))
    assert Subscription.objects.get().fresh_at == before


def test_what_was_written_by_day_is_gone_in_the_morning_and_the_site_shows_it(
    school: Commune, settings: LazySettings
) -> None:
    home = BasePage.objects.get(pk=school.site.root_page_id)
    author = member("eleve@cdg.example", Role.CONTRIBUTEUR, school)
    first = sorted(page.slug for page in BasePage.objects.descendant_of(home))
    for rank in range(60):
        add_page(home, Page(title=f"Essai {rank}", slug=f"essai-{rank}"), author)
    assert not bake(school).error
    assert (www(school, settings) / "essai-59/index.html").exists()
    resetting.reset(school)
    made = bake(Commune.objects.get(pk=school.pk))
    assert not made.error, made.error  # most of its pages vanish: the belt is told why
    assert not (www(school, settings) / "essai-59").exists()
    assert sorted(page.slug for page in BasePage.objects.descendant_of(home)) == first


def test_the_night_makes_it_new_once_and_not_on_the_day_it_opens(school: Commune, settings: LazySettings) -> None:
    settings.BEFFROI_TRAINING_HOUR = 3
    noon = timezone.localtime().replace(hour=12, minute=0)
    assert resetting.turn(noon) == 0  # just opened
    tomorrow = noon + timedelta(days=1)
    assert [resetting.turn(tomorrow.replace(hour=hour)) for hour in (2, 4)] == [0, 1]
    Subscription.objects.update(fresh_at=tomorrow.replace(hour=4))
    assert resetting.turn(tomorrow.replace(hour=5)) == 0
    assert not [entry for entry in history(CAHORS) if "neuf" in entry.sentence]  # the night's own work is no event


def test_a_site_that_cannot_be_made_new_stops_no_other_and_stays(
    school: Commune, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    Subscription.objects.update(fresh_at=timezone.now() - timedelta(days=2))
    before = BasePage.objects.count()

    def away(_commune: Commune) -> None:
        raise OSError("disk")

    monkeypatch.setattr(resetting, "plant_again", away)
    assert resetting.turn(timezone.localtime().replace(hour=23)) == 0
    assert BasePage.objects.count() == before
    assert "n’a pas été remis à neuf" in caplog.text


def test_nothing_leaves_a_training_site_but_to_those_who_work_there(school: Commune) -> None:
    member("eleve@cdg.example", Role.CONTRIBUTEUR, school)
    to = ["ELEVE@cdg.example", "habitante@exemple.fr"]
    sent = send(commune=school, to=to, subject="Une question", body="Bonjour")
    assert [(one.to[0], one.state) for one in sent] == [(to[0], State.WAITING), (to[1], State.HELD)]
    retry(sent[1], timezone.now())
    assert Message.objects.get(pk=sent[1].pk).state == State.HELD


def test_who_was_writing_a_page_that_is_gone_is_told_why(school: Commune) -> None:
    home = BasePage.objects.get(pk=school.site.root_page_id)
    author = member("eleve@cdg.example", Role.CONTRIBUTEUR, school)
    page = add_page(home, Page(title="Essai", slug="essai"), author)
    address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    client = enter(author)
    assert client.get(address).status_code == 200
    resetting.reset(school)
    answer = client.post(address, {"title": "Essai"})
    assert answer.status_code == 404
    assert "Un site d’entraînement est remis à neuf chaque nuit" in words(answer.content)


def test_a_page_that_never_was_is_told_without_a_word_of_training(world: World) -> None:
    answer = enter(world.aubord.contributeur).get(reverse("wagtailadmin_pages:edit", args=(999_999,)))
    assert answer.status_code == 404
    assert "Cette page n’existe pas, ou n’existe plus." in words(answer.content)
    assert "entraînement" not in words(answer.content)


def test_the_home_says_what_kind_of_site_it_is(school: Commune) -> None:
    client = enter(member("eleve@cdg.example", Role.CONTRIBUTEUR, school))
    assert "Site d’entraînement : essayez tout." in words(client.get(reverse("wagtailadmin_home")).content)


def test_a_webmestre_makes_it_new_and_the_history_says_who(world: World) -> None:
    commune = world.aubord.commune
    subscribe(commune)
    train(commune)
    client = enter(member("ici@cdg.example", Role.WEBMESTRE, commune=commune))
    address = reverse("subscriptions:renew", args=(commune.pk,))
    assert "effacés" in words(client.get(address).content)
    assert client.post(address).status_code == 302
    assert [(entry.by, entry.sentence) for entry in history(commune.insee)] == [
        ("ici@cdg.example", "Site d’entraînement remis à neuf.")
    ]


def test_a_real_site_has_no_such_page(world: World) -> None:
    commune = world.belleville.commune
    subscribe(commune)
    client = enter(member("ici@cdg.example", Role.WEBMESTRE, commune=commune))
    assert client.post(reverse("subscriptions:renew", args=(commune.pk,))).status_code == 404
