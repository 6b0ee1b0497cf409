"""The search of a site, for other programs: what its page finds, and nothing of another commune."""

from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.api import views
from cms.search.visitors.find import UnavailableError
from cms.search.visitors.keeping import synchronise
from modules.actualites.models import Article
from sites.bake.bakery import bake
from sites.public.visitors import Limiter
from tests.cms.api.conftest import Ask
from tests.world import World, add_page

PROBLEM = "application/problem+json"


@pytest.fixture
def online(world: World) -> World:
    for town in world.towns:
        bake(town.commune)
        synchronise(town.commune)
    return world


def test_what_the_page_of_the_visitors_finds_is_told(online: World, ask: Ask) -> None:
    told = ask("/search?q=conseil").data
    assert (told["page"], told["pages"], told["next"], told["previous"]) == (1, 1, None, None)
    hit = told["results"][0]
    assert (hit["url"], hit["title"], hit["kind"]) == ("/vie-municipale/conseil/", "Aubord le conseil", "Pages")
    assert sum(it["count"] for it in told["facets"]["kind"]) == told["count"] == len(told["results"])
    mistyped = ask("/search?q=conseli").data
    assert (mistyped["corrected"], mistyped["results"][0]["url"]) == ("conseil", hit["url"])


def test_each_commune_answers_for_itself(online: World, ask: Ask) -> None:
    assert ask("/search?q=belleville").data["count"] == 0
    assert ask("/search?q=belleville", host="belleville.localhost").data["count"] > 0


def test_results_are_narrowed_and_turned_like_those_of_every_list(online: World, ask: Ask) -> None:
    town = online.aubord
    for number in range(12):
        article = Article(title=f"Kermesse {number}", slug=f"kermesse-{number}", intro="x")
        add_page(town.actualites, article, town.contributeur)
    bake(town.commune)
    synchronise(town.commune)
    first = ask("/search?q=kermesse&kind=Actualités").data
    assert (first["pages"], first["next"]) == (2, "/_/api/v1/search?q=kermesse&kind=Actualit%C3%A9s&page=2")
    second = ask(first["next"].removeprefix("/_/api/v1")).data
    assert {it["title"] for it in first["results"]} & {it["title"] for it in second["results"]} == set()
    assert first["count"] == len(first["results"]) + len(second["results"])
    assert ask("/search?q=kermesse&kind=Pages&year=1999").data["count"] == 0


@pytest.mark.parametrize("number", [1, 3])
def test_asking_makes_one_query_however_much_is_found(online: World, ask: Ask, number: int) -> None:
    town = online.aubord
    for one in range(number):
        add_page(town.actualites, Article(title=f"Loto {one}", slug=f"loto-{one}", intro="x"), town.contributeur)
    bake(town.commune)
    synchronise(town.commune)
    with CaptureQueriesContext(connection) as captured:
        assert ask("/search?q=loto").data["count"] >= number
    assert len(captured) == 1


@pytest.mark.parametrize("asked", ["", "?q=", "?q=*", "?q=%25", "?q=%3Cscript%3E", "?q=%00"])
def test_what_holds_no_word_finds_nothing_and_is_no_fault(online: World, ask: Ask, asked: str) -> None:
    answer = ask(f"/search{asked}")
    assert (answer.status_code, answer.data["results"]) == (200, [])


def test_words_that_are_no_french_are_words_all_the_same(online: World, ask: Ask) -> None:
    assert ask("/search?q=%27+OR+1%3D1+--").status_code == 200


@pytest.mark.parametrize(
    ("asked", "status", "parameter"),
    [
        ("q=conseil&page=-1", 400, "page"),
        ("q=conseil&page=1000000000", 400, "page"),
        ("q=conseil&page=2", 404, ""),
        ("q=a&q=b", 400, "q"),
        (f"q={'x' * 101}", 400, "q"),
        (f"q={'x' * 10_000}", 414, ""),
        ("q=a&year=26", 400, "year"),
        ("q=a&type=article", 400, "type"),
        (f"q=a&rubrique={'x' * 101}", 400, "rubrique"),
    ],
)
def test_a_wrong_question_is_a_problem_that_says_why(
    online: World, ask: Ask, asked: str, status: int, parameter: str
) -> None:
    answer = ask(f"/search?{asked}")
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert [it["parameter"] for it in answer.data.get("errors", [])] == ([parameter] if parameter else [])


def test_an_index_that_is_being_made_says_when_to_ask_again(online: World, ask: Ask) -> None:
    with mock.patch("cms.api.search.find", side_effect=UnavailableError):
        answer = ask("/search?q=conseil")
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, PROBLEM, "5")


def test_the_same_answer_is_given_once_and_another_as_soon_as_the_index_has_it(online: World, ask: Ask) -> None:
    town = online.aubord
    add_page(town.actualites, Article(title="Loto", slug="loto", intro="x"), town.contributeur)
    bake(town.commune)
    tag = ask("/search?q=loto")["ETag"]
    assert ask("/search?q=loto", headers={"If-None-Match": tag}).status_code == 304
    synchronise(town.commune)
    assert ask("/search?q=loto", headers={"If-None-Match": tag}).status_code == 200


def test_searching_has_a_rate_of_its_own(online: World, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "searches", Limiter(2, 60))
    assert [ask("/search?q=conseil").status_code for _time in range(3)] == [200, 200, 429]
    assert ask("/menu").status_code == 200
