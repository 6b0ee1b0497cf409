"""Every component of a site, in any theme and any colours, shown to webmasters and made of no commune's data."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cms.blocks import OWN_BLOCKS
from cms.composants import samples
from cms.composants.scene import gallery
from sites.modules import installed_modules
from sites.palette import PAIRS
from sites.themes import load
from tests.entering import enter
from tests.sites.contractor.conftest import Write, write  # noqa: F401  # a fixture
from tests.themes.conftest import THEMES
from tests.world import World

INDEX, PREVIEW = "composants:index", "composants:preview"


@pytest.mark.parametrize("theme", [*THEMES, "ardoise"])
def test_the_gallery_of_a_theme_shows_every_block_pair_icon_and_state_without_a_query(
    theme: str, var: Path, settings: Any
) -> None:
    settings.BEFFROI_THEMES = [Path(__file__).resolve().parents[3] / "docs/themes/exemple"]
    settings.BEFFROI_STRICT_TEMPLATES = True
    soup = BeautifulSoup(gallery(load(theme), "#7a1f3d", ""), "lxml")  # no database mark: a query would be an error
    text = soup.get_text()
    assert all(label in text for label, _kind, _value in samples.BLOCKS)
    for told in ("Payer la cantine", "Camille Exemple", "La vie du village", "La déchetterie", "Le lavoir", "L’école"):
        assert told in text  # of a block that a module brings
    assert all(f"{pair.ink} sur {pair.paper}" in text for pair in PAIRS)
    assert len(soup.select("#icones ~ ul li, section[aria-labelledby=icones] li")) > 50
    assert soup.select(".field--wrong")
    assert len(soup.select(".doc")) == 4
    assert not soup.select("[autofocus]")
    assert "Cette adresse n’est pas complète." in text
    assert not soup.find_all(style=True)
    assert len(soup.find_all("h1")) == 1
    identifiers = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(identifiers) == len(set(identifiers))


def test_a_block_that_editors_may_add_is_in_the_gallery() -> None:
    shown = {kind for _label, kind, _value in samples.BLOCKS}
    for module in installed_modules():
        assert {one.block for one in module.samples} == set(module.blocks), module.code
    assert {name for name, _block in OWN_BLOCKS} - shown == {"section"} & {name for name, _block in OWN_BLOCKS}


@pytest.mark.django_db
def test_webmasters_alone_see_it(world: World, var: Path) -> None:
    for name in (INDEX, PREVIEW):
        assert enter(world.webmestre).get(reverse(name)).status_code == 200
        for user in world.aubord.users.values():
            assert enter(user).get(reverse(name)).status_code == 302  # to the home page, as any closed door


@pytest.mark.django_db
def test_it_holds_nothing_of_a_commune(world: World, var: Path) -> None:
    html = enter(world.webmestre).get(reverse(PREVIEW)).content.decode()
    assert [town.name for town in world.towns if town.name in html] == []


@pytest.mark.django_db
def test_the_choices_go_to_the_frame_and_stay_in_the_form(world: World, var: Path) -> None:
    asked = {"theme": "quercy", "couleur": "#7a1f3d", "accent": "rouge", "largeur": "390"}
    soup = BeautifulSoup(enter(world.webmestre).get(reverse(INDEX), asked).content, "lxml")
    frame = soup.select_one(".composants__frame iframe")
    assert frame is not None
    assert frame["width"] == "390"
    assert "theme=quercy" in str(frame["src"])
    assert [option["value"] for option in soup.select("#theme option[selected]")] == ["quercy"]
    assert [soup.select("#couleur")[0]["value"], soup.select("#accent")[0]["value"]] == ["#7a1f3d", ""]
    assert [one.get_text() for one in soup.select(".composants__widths [aria-current]")] == ["390 px"]


@pytest.mark.django_db
def test_a_theme_at_fault_says_so_in_its_place(world: World, var: Path, write: Write) -> None:  # noqa: F811  # the fixture
    write({"templates/pages/composants.html": "{{ site.static.look }}"})
    answer = enter(world.webmestre).get(reverse(PREVIEW), {"theme": "essai"})
    assert "n’est pas à la portée d’un modèle" in answer.content.decode()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.django_db
def test_the_gallery_costs_the_same_with_one_commune_and_with_two(
    world: World, var: Path, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = enter(world.webmestre)
    client.get(reverse(PREVIEW))
    with django_assert_max_num_queries(12):
        client.get(reverse(PREVIEW))
