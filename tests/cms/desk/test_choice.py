"""The commune one works for, chosen once and told at the top of every screen."""

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sites.models import Membership, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import build_commune

if TYPE_CHECKING:
    from django.test import Client

    from tests.world import World

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")
CHOOSE = reverse("desk:choose")


@pytest.fixture
def secretary(world: "World") -> User:
    """Aubord's contributor, who writes for Belleville too."""
    Membership.objects.create(user=world.aubord.contributeur, commune=world.belleville.commune, role=Role.CONTRIBUTEUR)
    return world.aubord.contributeur


def strip(client: "Client", url: str = HOME) -> str:
    """What the strip says."""
    said = words(client.get(url).content)
    return said.partition('<nav class="desk-strip__commune"')[2].partition("</nav>")[0]


def test_who_works_for_one_commune_has_no_strip_and_nothing_to_choose(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    assert strip(client) == ""
    assert client.get(CHOOSE).status_code == 404


def test_the_commune_is_chosen_once_and_told_on_every_screen(world: "World", secretary: User) -> None:
    client = enter(secretary)
    assert "Toutes vos communes" in strip(client)
    answer = client.post(CHOOSE, {"commune": world.belleville.commune.pk})
    assert answer.headers["Location"] == HOME
    for url in (HOME, reverse("wagtailimages:index"), reverse("desk:pages", args=("brouillons",)), CHOOSE):
        assert "Vous travaillez pour <strong>Belleville</strong>" in strip(client, url)
    home = words(client.get(HOME).content)
    assert home.count('class="desk__commune"') == 1
    assert f"/pages/add/actualites/article/{world.belleville.actualites.pk}/" in home
    assert f"/pages/add/actualites/article/{world.aubord.actualites.pk}/" not in home
    client.post(CHOOSE, {"commune": ""})
    assert "Toutes vos communes" in strip(client)


def test_the_choice_opens_the_contents_of_a_module_at_once(world: "World", secretary: User) -> None:
    client = enter(secretary)
    url = reverse("desk:module", args=("actualites",))
    assert "De quelle commune ?" in words(client.get(url).content)
    client.post(CHOOSE, {"commune": world.belleville.commune.pk})
    assert client.get(url).headers["Location"] == reverse(
        "wagtailadmin_explore", args=(world.belleville.actualites.pk,)
    )


def test_the_screen_of_another_commune_s_page_says_that_commune(world: "World", secretary: User) -> None:
    client = enter(secretary)
    client.post(CHOOSE, {"commune": world.belleville.commune.pk})
    aubord = world.aubord
    for url in (
        reverse("wagtailadmin_pages:edit", args=(aubord.page.pk,)),
        reverse("wagtailadmin_pages:add", args=("cms", "page", aubord.rubrique.pk)),
        reverse("wagtailadmin_explore", args=(aubord.home.pk,)),
        reverse("wagtailimages:edit", args=(aubord.image.pk,)),
        reverse("wagtaildocs:edit", args=(aubord.document.pk,)),
        reverse("desk:commune", args=(aubord.commune.pk,)),
    ):
        assert "<strong>Aubord</strong>" in strip(client, url), url


def test_a_commune_where_one_does_not_work_cannot_be_chosen(world: "World", secretary: User) -> None:
    client = enter(secretary)
    for wrong in ("999999", "9" * 5000, "٣", "x"):
        assert client.post(CHOOSE, {"commune": wrong}).status_code == 404
    client.post(CHOOSE, {"commune": world.belleville.commune.pk})
    secretary.memberships.filter(commune=world.belleville.commune).delete()
    Membership.objects.create(user=secretary, departement=world.aubord.departement, role=Role.WEBMESTRE)
    assert "Belleville" not in strip(client)


def test_who_has_many_finds_a_commune_by_its_name(world: "World") -> None:
    said = words(enter(world.webmestre).get(CHOOSE, {"q": "belle"}).content)
    assert "Belleville" in said
    assert "<span>Aubord</span>" not in said


def test_the_choice_costs_the_same_for_one_and_three_communes_more(world: "World", secretary: User) -> None:
    client = enter(secretary)

    def cost() -> int:
        client.get(CHOOSE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(CHOOSE).status_code == 200
        return len(queries)

    few = cost()
    for rank in range(3):
        other = build_commune(world.aubord.departement, f"30{rank:03}", f"Village-{rank}")
        Membership.objects.create(user=secretary, commune=other, role=Role.CONTRIBUTEUR)
    assert cost() == few
