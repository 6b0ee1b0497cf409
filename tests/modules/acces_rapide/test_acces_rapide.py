"""Big links: under the banner of the home page, elsewhere where they were put, nowhere when the module is off."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from cms.takeover.directives import Directive, build
from cms.takeover.errors import ContentError
from modules.acces_rapide.blocks import AccesRapideBlock
from sites.bake.preview import render_page
from tests.world import World


def tile(label: str, **link: Any) -> dict[str, Any]:
    target = {"page": None, "document": None, "url": "", "label": label, **link}
    return {"type": "item", "id": label, "value": {"icon": "id-card", "label": label, "link": target}}


def row(*tiles: dict[str, Any], title: str = "") -> dict[str, Any]:
    return {"type": "acces_rapide", "id": title or "r", "value": {"title": title, "tiles": list(tiles)}}


def shown(page: Any) -> BeautifulSoup:
    return BeautifulSoup(render_page(page, draft=False), "html.parser")


@pytest.fixture
def home(world: World, settings: Any) -> Any:
    settings.BEFFROI_STRICT_TEMPLATES = True
    page = world.aubord.home
    page.body = [
        row(tile("Le conseil", page=world.aubord.page.pk), tile("Le Lot", url="https://www.lot.fr"), title="Première"),
        row(tile("Seconde", url="https://www.lot.fr"), tile("Autre", url="tel:+33199001234"), title="Suite"),
    ]
    page.save()
    return page


def test_on_the_home_page_the_first_row_stands_under_the_banner_and_the_second_where_it_was_put(home: Any) -> None:
    html = shown(home)
    quick = [link.get_text(strip=True) for link in html.select(".quick a")]
    assert quick == ["Le conseil", "Le Lot"]
    assert [nav["aria-label"] for nav in html.select("nav.quick, nav.shortcuts")] == ["Première", "Suite"]
    assert [link.get_text(strip=True) for link in html.select(".shortcuts a")] == ["Seconde", "Autre"]
    assert str(html.select(".quick a")[0]["href"]).endswith("/conseil/")
    assert [link.get("rel") for link in html.select(".quick a")] == [None, ["external"]]


def test_a_commune_without_the_module_finds_its_menu_again(home: Any, world: World) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": ["acces_rapide"]}
    commune.save()
    html = shown(home)
    assert html.select(".shortcuts") == []
    assert "Le conseil" not in [link.get_text(strip=True) for link in html.select(".quick a")]


def test_a_link_to_a_page_withdrawn_leaves_no_trace(home: Any, world: World) -> None:
    world.aubord.page.unpublish()
    assert [link.get_text(strip=True) for link in shown(home).select(".quick a")] == ["Le Lot"]


@pytest.mark.parametrize("count", [1, 9])
def test_a_row_holds_two_to_eight_links(world: World, count: int) -> None:
    block = AccesRapideBlock()
    value = row(*(tile(f"Lien {number}", url="https://www.lot.fr") for number in range(count)))["value"]
    with pytest.raises(ValidationError):
        block.clean(block.to_python(value))


def test_a_folder_taken_over_writes_rows_and_refuses_a_drawing_that_does_not_exist() -> None:
    body = '[[acces]]\ntexte = "Le Lot"\ndessin = "map"\nlien = "https://www.lot.fr"'
    made = build(Directive("acces-rapide", "Vite", body), None)  # type: ignore[arg-type]
    [first] = made["value"]["tiles"]
    assert (made["type"], first["value"]["icon"], first["value"]["link"]["url"]) == (
        "acces_rapide",
        "map",
        "https://www.lot.fr",
    )
    with pytest.raises(ContentError, match="«\u00a0licorne\u00a0» n’existe pas"):
        build(Directive("acces-rapide", "Vite", body.replace("map", "licorne")), None)  # type: ignore[arg-type]
