"""The search page, as a citizen asks for it: under the name of a commune, without session nor script."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from cms.search.journal.counting import collect
from cms.search.models import Asked
from cms.search.visitors import views
from cms.search.visitors.schema import shard_of
from sites.public.middleware import PublicViews
from tests.world import World


@pytest.fixture
def ask(online: World) -> Any:
    answer = PublicViews(lambda _request: HttpResponse("the admin"))

    def asked(query: dict[str, str], host: str = "aubord.localhost", name: str = "results") -> Any:
        return answer(RequestFactory().get(reverse(f"public:recherche:{name}"), query, headers={"Host": host}))

    return asked


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_the_page_shows_what_is_found_in_the_dress_of_the_site(ask: Any) -> None:
    answer = ask({"q": "conseil"})
    page = soup(answer)
    assert answer.status_code == 200
    assert page.h1 is not None
    assert page.h1.text == "Recherche\u00a0: conseil"
    assert page.select(".found h3 a")[0]["href"] == "/vie-municipale/conseil/"
    assert [mark.text for mark in page.select(".found h3")[0].select("mark")] == ["conseil"]
    assert page.select_one("#q")["value"] == "conseil"  # type: ignore[index]
    assert "pages trouvées" in page.text
    assert page.select('meta[name="robots"][content="noindex"]')


def test_each_commune_answers_for_itself(ask: Any) -> None:
    assert "Aucune page trouvée" in soup(ask({"q": "Belleville"})).text
    assert "Belleville le conseil" in soup(ask({"q": "Belleville conseil"}, "belleville.localhost")).text
    assert ask({"q": "conseil"}, "admin.localhost").status_code == 404


def test_the_empty_page_and_the_one_without_result_help(ask: Any) -> None:
    assert "Un mot suffit" in soup(ask({})).text
    page = soup(ask({"q": "xyzzy"}))
    assert "Quelques pistes" in page.text
    assert "La mairie peut vous aider" in page.text


def test_the_page_says_when_the_small_index_answers(ask: Any, online: World) -> None:
    shard_of(online.aubord.commune.insee).remove()
    page = soup(ask({"q": "conseil"}))
    assert "Recherche réduite\u00a0: le service complet se prépare." in page.select(".find__note")[0].text
    assert "/vie-municipale/conseil/" in [link["href"] for link in page.select(".found h3 a")]
    assert "Aucune page trouvée" in soup(ask({"q": "xyzzy"})).text
    assert ask({"q": "conseil"}, name="titles").content == b"[]"


def test_a_correction_is_said(ask: Any) -> None:
    (note,) = soup(ask({"q": "conseli"})).select(".find__note")
    assert note.text.replace("\u00a0", " ") == (
        "Rien ne correspond exactement à « conseli ». Voici ce que nous trouvons pour « conseil »."
    )


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a" * 10_000},
        {"q": "conseil " * 2000},
        {"q": "*"},
        {"q": "?*~^"},
        {"q": "' OR 1=1; DROP TABLE sites_commune --"},
        {"q": "<script>alert(1)</script>"},
        {"q": "\x00\x1f"},
        {"q": "conseil", "page": "-1"},
        {"q": "conseil", "page": "1000000000"},
        {"q": "conseil", "page": "٣"},
        {"q": "conseil", "page": "1e9"},
        {"q": "conseil", "type": "x" * 5000, "annee": "<b>", "rubrique": "' --"},
        {"q": "conseil", "annee": "99999999999999999999"},
        {"inconnu": "1"},
    ],
)
def test_bad_input_gets_a_clean_page(ask: Any, query: dict[str, str]) -> None:
    answer = ask(query)
    assert answer.status_code == 200
    assert soup(answer).h1 is not None
    assert b"<script>alert" not in answer.content


def test_a_filter_is_chosen_and_taken_back_by_a_link(ask: Any) -> None:
    page = soup(ask({"q": "Aubord", "type": "Pages"}))
    (chosen,) = page.select('.facets a[aria-current="true"]')
    assert chosen["href"] == "?q=Aubord"
    assert "sans filtre" in page.text


def test_titles_are_offered_while_one_types(ask: Any) -> None:
    assert ask({"q": "Aubord le cons"}, name="titles").content.decode() == (
        '[{"title": "Aubord le conseil", "url": "/vie-municipale/conseil/"}]'
    )
    assert ask({"q": ""}, name="titles").content == b"[]"


def test_one_neighbourhood_cannot_keep_the_search_for_itself(ask: Any) -> None:
    answers = [ask({}, name="titles").status_code for _again in range(views.SEARCHES_A_MINUTE + 1)]
    assert answers[0] == 200
    assert answers[-1] == 429


def test_a_question_is_counted_and_what_a_script_asks_meanwhile_is_not(ask: Any, online: World) -> None:
    ask({"q": "conseil"})
    ask({"q": "xyzzy"})
    for more in ({"vif": "1"}, {"page": "2"}, {"type": "Pages"}):
        ask({"q": "conseil", **more})
    ask({})
    ask({"q": "jean@example.org"})
    collect()
    assert sorted(Asked.objects.values_list("commune__name", "words", "count", "empty")) == [
        ("Aubord", "conseil", 1, 0),
        ("Aubord", "xyzzy", 1, 1),
    ]
