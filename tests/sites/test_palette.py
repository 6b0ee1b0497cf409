"""The palette keeps its promise for whatever two colours a commune may pick."""

import random

import pytest

from sites.palette import PAIRS, Correction, contrast, mix, palette, parse, veil

EXTREMES = ["#000000", "#ffffff", "#ffff00", "#0000ff", "#00ff00", "#ff0000", "#808080", "#fefefe"]


def failures(brand: str, accent: str, paper: float | None) -> list[str]:
    tokens = palette(brand, accent, paper).tokens
    return [
        f"{brand}+{accent}: {pair.ink} over {pair.paper} is {ratio:.2f} < {pair.minimum}"
        for pair in PAIRS
        if (ratio := contrast(tokens[pair.ink], tokens[pair.paper])) < pair.minimum
    ]


def test_twenty_five_pairs_are_guarded() -> None:
    assert len(PAIRS) == 25


def test_every_pair_holds_for_a_thousand_random_couples_of_colours() -> None:
    draw = random.Random(20261122)  # noqa: S311 - a fixed draw, not a secret
    for _ in range(1000):
        brand, accent = (f"#{draw.randrange(1 << 24):06x}" for _ in range(2))
        paper = draw.choice([None, draw.uniform(0, 360)])
        assert failures(brand, accent, paper) == []


@pytest.mark.parametrize("brand", EXTREMES)
@pytest.mark.parametrize("accent", EXTREMES)
def test_every_pair_holds_for_the_extremes(brand: str, accent: str) -> None:
    assert failures(brand, accent, None) == []


def test_readable_colours_are_left_as_they_were_asked() -> None:
    chosen = palette("#3f6b4f", "#d9a441", 95)
    assert (chosen.tokens["brand"], chosen.tokens["accent"]) == ("#3f6b4f", "#d9a441")
    assert chosen.corrections == ()


def test_a_brand_too_pale_is_darkened_and_reported() -> None:
    chosen = palette("#ffe94d", "#d9a441")
    assert chosen.corrections == (Correction("brand", "#ffe94d", chosen.tokens["brand"]),)
    assert contrast(chosen.tokens["brand"], "#ffffff") >= 5


def test_an_accent_too_dark_is_lightened_and_reported() -> None:
    chosen = palette("#3f6b4f", "#402000")
    assert [each.role for each in chosen.corrections] == ["accent"]


@pytest.mark.parametrize(("written", "meant"), [("#ABC", "#aabbcc"), (" 3F6B4F ", "#3f6b4f"), ("#fff", "#ffffff")])
def test_a_colour_may_be_written_short_or_bare(written: str, meant: str) -> None:
    assert parse(written) == meant


@pytest.mark.parametrize("nonsense", ["", "vert", "#12", "#12345", "#gggggg", "red;}", "#1234567"])
def test_what_is_no_colour_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError, match="n’est pas une couleur"):
        palette(nonsense, "#d9a441")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_and_veiling_give_css_values() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert veil("#102030", 0.25) == "rgb(16 32 48/0.25)"
