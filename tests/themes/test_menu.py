"""The menu that a site opens with: one line on a computer, two levels, by the keyboard alone."""

import json
from pathlib import Path

import pytest

from tests.themes.conftest import CHROMIUM
from tests.themes.test_browser import opened, served

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("var")]

LINES = """() => new Set([...document.querySelectorAll("nav.menu > ul > li")].map(
  (entry) => Math.round(entry.getBoundingClientRect().top)
)).size"""
SHOWN = "() => [...document.querySelectorAll('nav.menu details[open] li a')].map((link) => link.innerText.trim())"


def started(pack: str, var: Path) -> Path:
    """The public folder of a commune as it opens with this pack."""
    from cms.models import Accueil  # noqa: PLC0415  # models load once Django is set up
    from cms.starter import Facts, build  # noqa: PLC0415
    from sites.bake.bakery import bake  # noqa: PLC0415
    from sites.packs import PACKS  # noqa: PLC0415
    from tests.world import build_commune, build_departement, platform  # noqa: PLC0415

    commune = build_commune(build_departement(platform(), "46", "Lot"), "46001", "Albas", pack)
    commune.theme = PACKS[pack].default_theme
    commune.save()
    facts = Facts(
        name="Albas", insee="46001", address="Place de la Mairie", postcodes=("46140",), phone="05 36 49 00 01",
        director="Camille Bernard",
    )  # fmt: skip
    build(Accueil.objects.get(pk=commune.site.root_page_id), commune, facts, PACKS[pack])
    result = bake(commune)
    assert not result.error
    return var / "sites" / commune.insee / "current" / "www"


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium n’est pas installé : paquet Debian « chromium ».")
@pytest.mark.parametrize("pack", ["mini_site", "decouverte", "confort", "expert"])
def test_it_holds_on_one_line_of_a_computer_and_opens_from_the_keyboard(pack: str, var: Path) -> None:
    www = started(pack, var)
    with served(www) as origin, opened(1280) as (page, complaints):
        page.goto(origin + "/", wait_until="load")
        assert page.evaluate(LINES) == 1
        heading = page.locator("nav.menu summary").first
        heading.hover()
        assert page.evaluate(SHOWN) == []  # a mouse that passes opens nothing
        heading.focus()
        page.keyboard.press("Enter")
        first, second = page.evaluate(SHOWN)[:2]
        assert first.startswith("Toute la rubrique") or first == heading.inner_text().strip()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText").strip() == second
        page.keyboard.press("Enter")
        page.wait_for_load_state("load")
        assert page.locator("h1").inner_text() == second, json.dumps(complaints)
