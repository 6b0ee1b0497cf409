"""« Que voulez-vous faire ? » with the tasks of modules, and « Ce qui vous attend » below."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.desk.waiting import EXPIRY_NOTICE
from cms.models import BasePage, Page
from modules.actualites.apps import Actualites
from sites.law import dated
from sites.models import Commune, Membership, User
from sites.modules import Task, Waiting
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import add_page, build_commune

if TYPE_CHECKING:
    from django.test import Client

    from tests.world import Town, World

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")


def cost(client: "Client", url: str = HOME) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def drafts(town: "Town", number: int) -> None:
    for rank in range(number):
        add_page(town.rubrique, Page(title=f"Brouillon {rank}"), town.contributeur, publish=False)


def leaving(town: "Town", days: int) -> None:
    BasePage.objects.filter(pk=town.page.pk).update(expire_at=timezone.now() + timedelta(days=days))


def test_a_task_of_a_module_is_a_button_for_the_roles_that_may(world: "World", monkeypatch: pytest.MonkeyPatch) -> None:
    def tasks(_module: Actualites, commune: Commune) -> Iterable[Task]:
        yield Task("Raconter", f"/raconter/{commune.pk}/", "edit")
        yield Task("Régler la une", f"/regler/{commune.pk}/", "cog", area="settings", actions=frozenset({"change"}))

    monkeypatch.setattr(Actualites, "tasks", tasks)
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert f"/raconter/{world.aubord.commune.pk}/" in said
    assert "Régler la une" not in said
    assert "Régler la une" in words(enter(world.aubord.gestionnaire).get(HOME).content)


def test_a_module_that_is_off_offers_and_announces_nothing(world: "World", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Actualites, "tasks", lambda *_: [Task("Raconter", "/raconter/", "edit")])
    monkeypatch.setattr(Actualites, "waiting", lambda *_: [Waiting("Messages à lire", 3, "/messages/")])
    commune = world.aubord.commune
    commune.options = {"modules_off": ["actualites"]}
    commune.save(update_fields=["options"])
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "Raconter" not in said
    assert "Messages à lire" not in said
    assert "Ce qui vous attend" in said


def test_a_module_says_what_waits_for_the_person_in_the_communes_that_have_it(
    world: "World", monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def waiting(_module: Actualites, _user: User, communes: Sequence[Commune]) -> Iterable[Waiting]:
        asked.append([commune.name for commune in communes])
        yield Waiting("Messages à lire", 3, "/messages/")
        yield Waiting("Rendez-vous", 0, "/rendez-vous/")

    monkeypatch.setattr(Actualites, "waiting", waiting)
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert asked == [["Aubord"]]
    assert 'href="/messages/">Messages à lire</a> <span class="desk-list__count">3<' in said
    assert "Rendez-vous" not in said


def test_what_i_left_as_a_draft_waits_for_me_and_for_nobody_else(world: "World") -> None:
    drafts(world.aubord, 1)
    assert "Brouillons à finir" in words(enter(world.aubord.contributeur).get(HOME).content)
    assert "Brouillons à finir" not in words(enter(world.aubord.gestionnaire).get(HOME).content)
    said = words(enter(world.aubord.contributeur).get(reverse("desk:pages", args=("brouillons",))).content)
    assert "Brouillon 0" in said
    assert "Aubord, modifiée le" in said


def test_a_page_proposed_for_validation_waits_for_who_validates(world: "World") -> None:
    commune = world.aubord.commune
    commune.validation = True
    commune.save(update_fields=["validation"])
    client = enter(world.aubord.contributeur)
    drafts(world.aubord, 1)
    before = words(client.get(reverse("desk:pages", args=("brouillons",))).content)
    page = Page.objects.get(title="Brouillon 0")
    assert page.title in before
    page.get_workflow().start(page, world.aubord.contributeur)
    assert page.title not in words(client.get(reverse("desk:pages", args=("brouillons",))).content)
    assert "Contenus à valider" in words(enter(world.aubord.valideur).get(HOME).content)
    assert "Contenus à valider" not in words(client.get(HOME).content)


def test_a_page_is_announced_before_it_leaves_the_site(world: "World") -> None:
    notice = dated.days(EXPIRY_NOTICE, timezone.localdate())
    client = enter(world.aubord.contributeur)
    leaving(world.aubord, notice + 1)
    assert "bientôt retirées" not in words(client.get(HOME).content)
    leaving(world.aubord, notice - 1)
    assert "bientôt retirées" in words(client.get(HOME).content)
    assert world.aubord.page.title in words(client.get(reverse("desk:pages", args=("bientot-retirees",))).content)
    assert "bientôt retirées" not in words(enter(world.belleville.gestionnaire).get(HOME).content)


def test_where_nothing_waits_the_home_says_so(world: "World") -> None:
    assert "Rien pour le moment." in words(enter(world.aubord.valideur).get(HOME).content)


def test_pages_that_wait_are_of_a_known_kind(world: "World") -> None:
    assert enter(world.aubord.contributeur).get(reverse("desk:pages", args=("oubliees",))).status_code == 404


def test_the_home_costs_the_same_with_one_and_three_things_waiting(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    drafts(world.aubord, 1)
    home, listed = cost(client), cost(client, reverse("desk:pages", args=("brouillons",)))
    drafts(world.aubord, 3)
    assert cost(client) == home
    assert cost(client, reverse("desk:pages", args=("brouillons",))) == listed


def test_the_home_costs_no_more_with_three_communes_than_with_one(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    drafts(world.aubord, 1)
    alone = cost(client)
    costs = []
    for rank in range(3):
        other = build_commune(world.aubord.departement, f"30{rank:03}", f"Village-{rank}")
        Membership.objects.create(user=world.aubord.contributeur, commune=other, role=Role.CONTRIBUTEUR)
        costs.append(cost(client))
    assert costs[0] == costs[1] == costs[2] <= alone  # the menu of pages of a single commune asks one query more
