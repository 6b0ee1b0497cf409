"""« Recherches sans résultat »: each sees those of one's own communes, and what can be done about them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.search.models import Asked
from sites.models import Membership
from sites.tenancy.roles import Role
from tests.world import Town, World


@pytest.fixture
def enter(client: Client) -> Any:
    def entered(user: Any) -> Client:
        client.force_login(user)
        return client

    return entered


def ask(town: Town, words: str, *, empty: int = 1, count: int = 1) -> None:
    Asked.objects.create(commune=town.commune, day=timezone.localdate(), words=words, count=count, empty=empty)


def words_on(answer: Any) -> list[str]:
    return [cell.text for cell in BeautifulSoup(answer.content, "html.parser").select("tbody th")]


def test_what_found_nothing_is_shown_the_most_asked_first(world: World, enter: Any) -> None:
    ask(world.aubord, "crematorium")
    ask(world.aubord, "velo", empty=3, count=4)
    ask(world.aubord, "dechets", empty=0, count=9)
    ask(world.belleville, "secret")
    page = enter(world.aubord.contributeur).get(reverse("recherches:index"))
    assert words_on(page) == ["velo", "crematorium"]
    assert "secret" not in page.content.decode()
    soup = BeautifulSoup(page.content, "html.parser")
    links = [link["href"] for link in soup.select("tbody tr:first-child a")]
    assert links[0] == reverse("wagtailadmin_pages:add_subpage", args=(world.aubord.home.pk,))
    assert links[1] == reverse("mots:words", args=(world.aubord.commune.pk,))
    assert str(links[2]).endswith("/recherche/?q=velo&vif=1")


def test_the_home_says_how_many_wait_and_leads_there(world: World, enter: Any) -> None:
    ask(world.aubord, "velo")
    ask(world.aubord, "tram")
    home = BeautifulSoup(enter(world.aubord.contributeur).get(reverse("wagtailadmin_home")).content, "html.parser")
    (line,) = [it for it in home.select(".desk-waiting li") if "Recherches sans résultat" in it.text]
    assert line.select_one("a")["href"] == reverse("recherches:index")  # type: ignore[index]
    assert line.select_one("span").text == "2"  # type: ignore[union-attr]


def test_a_question_that_is_settled_leaves_the_list_until_it_is_asked_again(world: World, enter: Any) -> None:
    ask(world.aubord, "velo", empty=2, count=5)
    client = enter(world.aubord.contributeur)
    data = {"commune": world.aubord.commune.pk, "words": "velo"}
    answer = client.post(reverse("recherches:index"), data, follow=True)
    assert words_on(answer) == []
    assert "n’est plus dans la liste" in answer.content.decode()
    assert Asked.objects.get().count == 5


@pytest.mark.parametrize("number", ["", "x", "9" * 40, "-1"])
def test_nobody_settles_what_is_another_commune_s_nor_what_does_not_exist(
    world: World, enter: Any, number: str
) -> None:
    ask(world.belleville, "velo")
    client = enter(world.aubord.contributeur)
    for commune in (number, world.belleville.commune.pk):
        answer = client.post(reverse("recherches:index"), {"commune": commune, "words": "velo"})
        assert answer.status_code == 404
    assert Asked.objects.get().empty == 1


def test_the_list_costs_as_many_queries_for_one_question_as_for_three(world: World, enter: Any) -> None:
    Membership.objects.create(user=world.aubord.contributeur, commune=world.belleville.commune, role=Role.CONTRIBUTEUR)
    client = enter(world.aubord.contributeur)
    counts = []
    for number in (1, 3):
        for rank in range(number):
            for town in world.towns:
                ask(town, f"mot {number} {rank}")
        with CaptureQueriesContext(connection) as context:
            page = client.get(reverse("recherches:index"))
        counts.append((len(words_on(page)), len(context)))
    assert [shown for shown, _queries in counts] == [2, 8]
    assert counts[0][1] == counts[1][1]
