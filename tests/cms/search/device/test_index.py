"""The small index that is baked beside the pages."""

import gzip
import json
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from cms.search.device.index import HEAD, OF_ALL, TEXT, TITLE, index
from cms.search.visitors.entries import Entry
from sites.bake.bakery import bake, check, store_of
from tests.cms.search.visitors.test_keeping import put_online
from tests.world import Town, World

PAGE = (
    "<html><nav>Menu</nav><main><h1>Eaux</h1><h2>Fuites</h2>"
    "<p>Un compteur&nbsp;gelé. <a href='/x/'>Voirie</a></p></main></html>"
)


def baked(town: Town) -> dict[str, Any]:
    assert bake(town.commune).error == ""
    file = store_of(town.commune.insee).root / "current" / "www" / "recherche" / "mots.json"
    told: dict[str, Any] = json.loads(file.read_bytes())
    return told


def addresses(told: dict[str, Any], word: str) -> list[str]:
    return sorted({told["pages"][number // 3][0] for number in told["mots"].get(word, [])})


def test_each_word_is_known_by_the_best_place_where_it_stands() -> None:
    entry = Entry("/eau/", "L’eau", "Pages", "Vie pratique", summary="Les fuites", page="eau/index.html")
    told = json.loads(index([entry], {"eau/index.html": PAGE}, "Aubord"))
    assert told["pages"] == [["/eau/", "L’eau", "Pages · Vie pratique", "Les fuites"]]
    assert told["mots"]["eau"] == [TITLE]
    assert told["mots"]["fuit"] == [HEAD]
    assert told["mots"]["compteu"] == [TEXT]
    assert {"voiri", "menu", "un"} & set(told["mots"]) == set()
    assert "aubord" in told["faibles"]


def test_what_people_say_leads_to_words_that_the_site_writes() -> None:
    told = json.loads(index([Entry("/tri/", "Les déchets", "Pages")], {}, "Aubord"))
    assert told["sens"]["poubel"] == [["dechet"]]
    assert json.loads(index([Entry("/x/", "L’école", "Pages")], {}, "Aubord"))["sens"].get("poubel") is None


def test_the_index_holds_what_stands_online_and_nothing_else(world: World) -> None:
    town = world.aubord
    told = baked(town)
    assert "/vie-municipale/conseil/" in addresses(told, "conseil")
    assert addresses(told, "budget") == []
    assert addresses(told, "bellevil") == []
    PageViewRestriction.objects.create(page=town.page, restriction_type=PageViewRestriction.LOGIN)
    assert "/vie-municipale/conseil/" not in addresses(baked(town), "conseil")


def test_a_document_is_found_by_its_title(world: World) -> None:
    put_online(world.aubord, 1)
    told = baked(world.aubord)
    assert any(url.startswith("/_/d/") for url, *_said in told["pages"])


def test_the_same_site_gives_the_same_index(world: World) -> None:
    baked(world.aubord)
    report = check(world.aubord.commune)
    assert (report.foreign, report.stale) == ((), ())


@pytest.mark.parametrize("pages", [1, 2_000])
def test_the_file_stays_small_however_many_pages_there_are(pages: int) -> None:
    long = " ".join(f"mot{letter}{number}" for letter in "abcdef" for number in range(2_000))
    entries = [Entry(f"/{number}/", f"Titre {number}", "Pages", page=f"{number}") for number in range(pages)]
    made = index(entries, {f"{number}": f"<main>{long}</main>" for number in range(pages)}, "Aubord")
    assert len(gzip.compress(made)) < OF_ALL / 4
