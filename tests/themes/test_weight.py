"""A page stays light: the figures of the design, measured as they travel."""

import gzip
from pathlib import Path

import pytest

from sites.landscape import banner
from sites.palette import palette
from sites.rendering.look import look_of, statics_of
from sites.store.compress import brotlied
from sites.themes import load
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
    own = statics_of(look_of(chosen, {})).own["site.css"].content
    shared = [chosen.statics[name].content for name in ("base.css", "theme.css", "site.js")]
    assert sum(map(travels, [own, *shared])) <= 10_000


@pytest.mark.parametrize("theme", THEMES)
def test_the_fonts_of_a_theme_weigh_less_than_sixty_kilobytes(theme: str) -> None:
    fonts = [file.content for name, file in load(theme).statics.items() if name.endswith(".woff2")]
    assert sum(map(len, fonts)) <= 60_000
    assert len(fonts) <= 2


def test_the_drawn_banner_weighs_less_than_a_photo() -> None:
    colours = palette("#3f6b4f", "#d9a441", 95).tokens
    assert max(travels(banner(f"46{number:03}", colours).encode()) for number in range(1, 40)) <= 12_000
