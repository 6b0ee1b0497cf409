"""The guide in the search of the sites: one index for all, beside the site's own results, where the module is on."""

import shutil
from pathlib import Path

import pytest
from django.test import Client

from cms.search.journal.counting import collect
from cms.search.models import Asked
from cms.search.visitors import shelves
from cms.search.visitors.keeping import synchronise
from modules.comarquage.finding import turn
from sites.bake.bakery import bake
from sites.composing.pack import Pack
from sites.composing.places import pack_file
from tests.modules.comarquage.factories import FILES, RICH, bring, buy, index_of
from tests.modules.comarquage.reading import elements as it
from tests.modules.comarquage.reading.factories import source
from tests.world import Town, World

pytestmark = pytest.mark.django_db
SECTION = "Dans le guide des droits et démarches"


@pytest.fixture
def found(world: World, var: Path, tmp_path: Path) -> World:
    """Aubord has the guide, Belleville has not; both sites can be searched."""
    buy(world.aubord)
    index_of(world.aubord)
    bring(tmp_path, RICH)
    for town in world.towns:
        assert bake(town.commune).error == ""
        synchronise(town.commune)
    while turn():
        pass
    return world


def asked(town: Town, **query: str) -> str:
    answer = Client(headers={"host": town.commune.site.hostname}).get("/_/recherche/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_sheets_are_found_beside_the_pages_where_the_module_is_on(found: World) -> None:
    page = asked(found.aubord, q="arrosoir")
    assert SECTION in page
    assert '<a href="/guide/particuliers/F1/">' in page
    assert "<mark>arrosoir</mark>" in page
    assert page.count("Quelques pistes") == 1, "for the script alone: somebody who is answered needs no hints"
    other = asked(found.belleville, q="arrosoir")
    assert SECTION not in other
    assert "/guide/" not in other


def test_all_of_them_are_read_page_by_page(found: World) -> None:
    page = asked(found.aubord, q="arrosoir", dans="comarquage")
    assert "dans le guide des droits et démarches</h2>" in page
    assert "Chercher dans les pages du site" in page
    assert page.count("/guide/particuliers/") > shelves.FIRST
    stranger = asked(found.belleville, q="arrosoir", dans="comarquage")
    assert "Aucune page trouvée" in stranger
    assert "/guide/" not in stranger


def test_words_that_the_guide_answers_are_not_told_as_unanswered(found: World) -> None:
    asked(found.aubord, q="arrosoir")
    asked(found.belleville, q="arrosoir")
    collect()
    assert {row.commune.name: row.empty for row in Asked.objects.all()} == {"Aubord": 0, "Belleville": 1}


@pytest.mark.parametrize("words", ["acte de naissance", "acte de naisance"])
def test_a_sheet_of_the_very_words_comes_before_one_of_what_they_also_mean(
    found: World, tmp_path: Path, words: str
) -> None:
    """« Acte de naissance » stands for « état civil » too, on the site of a town hall."""
    registry = it.t("Les registres de l’état civil. " * 9)
    birth = it.t("Une copie de l’acte de naissance. " + "Le demandeur remplit un formulaire. " * 40)
    sheets = {
        **FILES,
        "F7.xml": source(registry, "F7", title="Actes d’état civil"),
        "F8.xml": source(birth, "F8", title="Acte de naissance : demande de copie intégrale ou d’extrait"),
    }
    bring(tmp_path, sheets)
    while turn():
        pass
    page = asked(found.aubord, q=words, dans="comarquage")
    assert 0 < page.index("particuliers/F8/") < page.index("particuliers/F7/")


def test_titles_are_offered_while_one_types(found: World) -> None:
    client = Client(headers={"host": found.aubord.commune.site.hostname})
    told = client.get("/_/recherche/titres.json", {"q": "rendre un arr"}).json()
    assert {"title": "Rendre un arrosoir", "url": "/guide/particuliers/F2/"} in told


def test_only_what_changed_is_indexed_again(found: World, var: Path, tmp_path: Path) -> None:
    assert turn() == 0
    before = {key: entry.digest for key, entry in Pack(pack_file(var, "guide")).entries.items() if "/" in key}
    note = source("<Texte><Paragraphe>Une brouette.</Paragraphe></Texte>", "F3", title="Je jardine")
    bring(tmp_path, {**{name: content for name, content in RICH.items() if name != "N2.xml"}, "F3.xml": note})
    after = {key: entry.digest for key, entry in Pack(pack_file(var, "guide")).entries.items() if "/" in key}
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    told = 0
    while done := turn():
        told += done
    assert told == len(changed) < len(before)
    assert "/guide/particuliers/F3/" in asked(found.aubord, q="brouette")
    assert "/guide/particuliers/N2/" not in asked(found.aubord, q="arrosage", dans="comarquage")


def test_it_is_made_little_by_little_and_answers_meanwhile(
    found: World, monkeypatch: pytest.MonkeyPatch, var: Path
) -> None:
    shutil.rmtree(var / "search" / "shared")
    assert SECTION not in asked(found.aubord, q="arrosoir"), "lost, it says nothing"
    monkeypatch.setattr(shelves, "AT_ONCE", 2)
    assert turn() == 2
    assert len(shelves.shard_of("comarquage").keys()) == 2
    while turn():
        pass
    assert SECTION in asked(found.aubord, q="arrosoir")


def test_without_a_guide_nothing_is_made(var: Path) -> None:
    assert turn() == 0
    assert FILES
