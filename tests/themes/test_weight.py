"""A page stays light: the figures of the design, measured as they travel."""

import gzip
from pathlib import Path

import pytest

from sites.landscape import banner
from sites.palette import palette
from sites.store.compress import brotlied
from sites.themes import environment, load
from tests.themes.conftest import THEMES

ROOT = Path(__file__).resolve().parents[2]


def zipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def travels(content: bytes) -> int:
    """As a browser gets it over HTTPS."""
    return len(brotlied(content, 11))


@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "base"])
def test_what_a_theme_overrides_fits_in_two_and_a_half_kilobytes(theme: str) -> None:
    assert zipped((ROOT / "themes" / theme / "static" / "theme.css").read_bytes()) <= 2500


@pytest.mark.parametrize("theme", THEMES)
def test_styles_and_script_of_a_page_weigh_less_than_ten_kilobytes(theme: str) -> None:
    chosen = load(theme)
    tokens = palette(chosen.colours["brand"], chosen.colours["accent"], chosen.colours.get("paper")).tokens
    own = environment(chosen).get_template("site.css").render(palette=tokens, site={"static": chosen.static})
    shared = [chosen.statics[name].content for name in ("base.css", "theme.css", "site.js")]
    assert sum(map(travels, [own.encode(), *shared])) <= 10_000


@pytest.mark.parametrize("theme", THEMES)
def test_the_fonts_of_a_theme_weigh_less_than_sixty_kilobytes(theme: str) -> None:
    fonts = [file.content for name, file in load(theme).statics.items() if name.endswith(".woff2")]
    assert sum(map(len, fonts)) <= 60_000
    assert len(fonts) <= 2


def test_the_drawn_banner_weighs_less_than_a_photo() -> None:
    colours = palette("#3f6b4f", "#d9a441", 95).tokens
    assert max(travels(banner(f"46{number:03}", colours).encode()) for number in range(1, 40)) <= 12_000
