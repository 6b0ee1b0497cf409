"""A sheet is chosen in a window, among the titles of the guide."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from sites.tenancy.roles import Role
from tests.entering import enter
from tests.modules.comarquage.factories import RICH, bring, buy, say
from tests.world import World

pytestmark = pytest.mark.django_db
WINDOW = "fiches_du_guide:choose"
LIST = "fiches_du_guide:choose_results"


@pytest.fixture
def desk(world: World, var: Path) -> Any:
    return enter(world.aubord.users[Role.CONTRIBUTEUR])


def asked(desk: Any, said: str) -> str:
    return " ".join(desk.get(reverse(LIST), {"q": said}).content.decode().split())


def test_the_window_shows_every_sheet_by_title_and_whom_it_speaks_to(desk: Any, tmp_path: Path) -> None:
    bring(tmp_path, RICH)
    window = json.loads(desk.get(reverse(WINDOW)).content)["html"]
    assert "Choisir une fiche" in window
    places = [window.index(it) for it in ("Demander un arrosoir", "Rendre un arrosoir")]
    assert places == sorted(places)
    assert "Particuliers" in window


@pytest.mark.parametrize("said", ["F2", "arrosoir rendre", "/guide/particuliers/F2/", "RENDRE UN ARROSOIR"])
def test_it_is_searched_by_number_address_or_words(desk: Any, tmp_path: Path, said: str) -> None:
    bring(tmp_path, RICH)
    rows = asked(desk, said)
    assert "Rendre un arrosoir" in rows
    assert "Demander un arrosoir" not in rows


def test_titles_that_begin_with_the_words_come_first(desk: Any, tmp_path: Path) -> None:
    bring(tmp_path, RICH)
    rows = asked(desk, "r")
    assert 0 < rows.index("Rendre un arrosoir") < rows.index("Demander un arrosoir")


def test_what_nobody_finds_and_a_guide_not_yet_here_are_told(desk: Any, tmp_path: Path) -> None:
    assert "Le guide n’est pas encore arrivé" in asked(desk, "")
    bring(tmp_path, RICH)
    assert "Aucune fiche n’a ces mots dans son titre." in asked(desk, "piscine")


@pytest.mark.parametrize(
    ("key", "title"), [("particuliers_2FF2", "Rendre un arrosoir"), ("particuliers_2FF999", "particuliers/F999")]
)
def test_the_form_is_given_the_title_or_the_key_of_one_that_is_gone(
    desk: Any, tmp_path: Path, key: str, title: str
) -> None:
    bring(tmp_path, RICH)
    chosen = json.loads(desk.get(reverse("fiches_du_guide:chosen", args=[key])).content)["result"]
    assert chosen == {"id": key.replace("_2F", "/"), "title": title, "edit_url": None}


def test_a_form_shows_what_was_chosen_by_its_title(desk: Any, world: World, tmp_path: Path) -> None:
    bring(tmp_path, RICH)
    buy(world.aubord)
    row = say(world.aubord, sheet="particuliers/F2")
    form = desk.get(reverse("precisions:edit", args=[row.pk])).content.decode()
    assert 'data-chooser-title id="id_sheet-title">Rendre un arrosoir</div>' in form
    assert 'value="particuliers/F2"' in form
