"""What a commune may choose of how its site looks, and what nothing can break."""

import re

import pytest

from sites.landscape import VIEWS
from sites.rendering.look import letterings, look_of, statics_of
from sites.themes import load

CHOSEN = {"lettering": "garonne"}


def css(identity: dict[str, str], theme: str = "causse") -> str:
    return statics_of(look_of(load(theme), identity)).own["site.css"].content.decode()


def test_the_commune_s_colours_stand_before_the_theme_s_and_what_is_no_colour_does_no_harm() -> None:
    theme = load("causse")
    plain = look_of(theme, {}).tokens
    assert look_of(theme, {"brand": "#8c2f39", "accent": ""}).tokens != plain
    assert look_of(theme, {"brand": "rouge", "accent": "#fff"}).tokens == plain


def test_each_site_has_a_style_sheet_in_its_own_colours() -> None:
    one, other = (statics_of(look_of(load("causse"), {"brand": brand})) for brand in ("", "#8c2f39"))
    assert one("site.css") != other("site.css")
    assert one("base.css") == other("base.css")
    away = statics_of(look_of(load("causse"), {}), prefix="http://admin.localhost:8000")
    assert away("base.css").startswith("http://admin.localhost:8000/_/s/")


def test_a_commune_wears_the_fonts_of_another_theme_and_carries_no_other() -> None:
    statics = statics_of(look_of(load("causse"), CHOSEN))
    text = statics.own["site.css"].content.decode()
    assert re.findall(r'font-family:"([^"]+)"', text) == ["Outfit", "Figtree"]
    assert '--f-title:"Outfit", "Century Gothic", sans-serif;' in text
    assert [address.rpartition("/")[2].split(".")[0] for address in statics.fonts] == ["outfit", "figtree"]
    for address in re.findall(r"url\(([^)]+)\)", text):
        assert address.rpartition("/")[2] in {file.path.rpartition("/")[2] for file in statics.every()}, address
    assert "licences-garonne.txt" in statics.own


def test_a_commune_may_prefer_the_font_of_each_device() -> None:
    statics = statics_of(look_of(load("utopia"), {"lettering": "base"}))
    assert "@font-face" not in statics.own["site.css"].content.decode()
    assert statics.fonts == ()


def test_a_lettering_that_is_gone_leaves_that_of_the_theme() -> None:
    assert css({"lettering": "arial"}) == css({})


def test_every_theme_that_comes_with_the_platform_has_a_lettering_to_offer() -> None:
    assert set(letterings()) == {"base", "causse", "garonne", "quercy", "utopia"}
    assert all(lettering.label for lettering in letterings().values())


@pytest.mark.parametrize("theme", ["causse", "garonne", "quercy", "utopia"])
def test_no_lettering_makes_a_page_ask_for_more_than_two_families(theme: str) -> None:
    for name in letterings():
        statics = statics_of(look_of(load(theme), {"lettering": name}))
        assert len(statics.fonts) <= 2
        text = statics.own["site.css"].content.decode()
        assert text.count("@font-face") == len(statics.fonts)


def test_the_view_drawn_is_the_one_chosen_or_that_of_the_commune() -> None:
    def drawn(scene: str) -> str:
        statics = statics_of(look_of(load("causse"), {"scene": scene}))
        return statics.landscape("46042")

    assert len({drawn(view) for view in VIEWS}) == len(set(VIEWS))
    assert drawn("") in {drawn(view) for view in VIEWS}
    assert drawn("plage") == drawn("")
