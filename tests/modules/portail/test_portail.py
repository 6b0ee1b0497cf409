"""Cards of services: who is behind is said, the line is safe, and the drawing fits."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from cms.takeover.directives import Directive, build
from cms.takeover.errors import ContentError
from modules.portail.blocks import KINDS, PortailBlock
from sites.bake.preview import render_page
from sites.themes import environment, load
from tests.world import World

SERVICE = {
    "kind": "paiement",
    "title": "Payer la cantine",
    "text": "Avec votre facture",
    "operator": "les finances publiques",
    "url": "https://www.payfip.gouv.fr/",
}


def portal(**changes: str) -> dict[str, Any]:
    return {"title": "En ligne", "services": [{"type": "item", "id": "a", "value": SERVICE | changes}]}


@pytest.fixture
def page(world: World, settings: Any) -> Any:
    settings.BEFFROI_STRICT_TEMPLATES = True
    page = world.aubord.page
    page.body = [{"type": "portail", "id": "p", "value": portal()}]
    page.save()
    return page


def test_a_card_says_who_is_behind_before_one_leaves(page: Any) -> None:
    card = BeautifulSoup(render_page(page, draft=False), "html.parser").select_one(".service")
    assert card is not None
    assert card.a is not None
    assert (card.a["href"], card.a["rel"], card.a.get_text()) == (SERVICE["url"], ["external"], "Payer la cantine")
    assert "Sur un autre site, tenu par les finances publiques" in " ".join(card.get_text(" ").split())


def test_a_commune_without_the_module_shows_none(page: Any, world: World) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": ["portail"]}
    commune.save()
    assert "payfip" not in render_page(page, draft=False)


@pytest.mark.parametrize("url", ["http://famille.example/", "javascript:alert(1)"])
def test_an_address_that_is_not_safe_is_refused(url: str) -> None:
    block = PortailBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python(portal(url=url)))
    block.clean(block.to_python(portal()))


def test_every_kind_but_the_last_has_a_drawing_of_its_own() -> None:
    drawings: Any = environment(load("base")).get_template("portail/blocks.html").module
    assert [code for code, _label in KINDS] == [*drawings.drawings, "autre"]


def test_a_folder_taken_over_writes_cards_and_names_the_kinds() -> None:
    body = '[[service]]\nsorte = "eau"\ntitre = "Relever"\ntenu_par = "le syndicat"\nadresse = "https://eau.example/"'
    made = build(Directive("portail", "En ligne", body), None)  # type: ignore[arg-type]
    assert made["value"]["services"][0]["value"]["kind"] == "eau"
    with pytest.raises(ContentError, match=r"«\u00a0gaz\u00a0» n’existe pas\u202f; .*enfance"):
        build(Directive("portail", "En ligne", body.replace("eau", "gaz", 1)), None)  # type: ignore[arg-type]
