"""What a visit makes a browser fetch: measured on the pages as they are baked, in each theme."""

import gzip
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont

from sites.frontend import FRENCH
from tests.themes.conftest import THEMES, Baked

pytestmark = pytest.mark.django_db

# Bytes of CSS and JavaScript, gzip. A little more than half of it is what a commune with every module takes today.
LIMIT = 30_000
FAMILIES = 2
PAGES = ("index.html", "vie-municipale/conseil/index.html", "actualites/fete/index.html")
FACE = re.compile(r"@font-face\{([^}]*)\}")


def files(www: Path, page: str) -> tuple[BeautifulSoup, list[Path], list[Path]]:
    """A page, its style sheets and scripts, the fonts it asks for before them."""
    soup = BeautifulSoup((www / page).read_bytes(), "lxml")
    asked = [tag["href"] for tag in soup.select("link[rel=stylesheet]")]
    asked += [tag["src"] for tag in soup.select("script[src]")]
    early = [tag["href"] for tag in soup.select("link[rel=preload][as=font]")]
    return soup, [www / str(url).lstrip("/") for url in asked], [www / str(url).lstrip("/") for url in early]


@pytest.mark.parametrize("theme", THEMES)
def test_with_every_module_styles_and_scripts_take_little_more_than_half_of_thirty_kilobytes(
    baked: Baked, theme: str
) -> None:
    www = baked(theme)
    for page in PAGES:
        _soup, sheets, _fonts = files(www, page)
        weight = sum(len(gzip.compress(path.read_bytes(), 6)) for path in sheets)
        assert 0 < weight <= LIMIT * 0.6, (page, weight)


@pytest.mark.parametrize("theme", THEMES)
def test_at_most_two_families_are_fetched_early_and_hold_no_more_than_french(baked: Baked, theme: str) -> None:
    www = baked(theme)
    _soup, sheets, early = files(www, "index.html")
    faces = [face for path in sheets if path.suffix == ".css" for face in FACE.findall(path.read_text("utf-8"))]
    families = {found for face in faces for found in re.findall(r'font-family:"([^"]+)"', face)}
    named = {found for face in faces for found in re.findall(r"url\(([^)]+)\)", face)}
    assert len(families) <= FAMILIES
    assert {f"/{path.relative_to(www).as_posix()}" for path in early} == named
    for path in early:
        assert set(TTFont(path).getBestCmap()) <= set(FRENCH), path.name


@pytest.mark.parametrize("theme", THEMES)
def test_a_photo_comes_in_light_formats_and_in_the_size_of_the_screen(baked: Baked, theme: str) -> None:
    from cms.worker.pictures import Pictures  # noqa: PLC0415  # models load once Django is set up

    waiting = Pictures()
    while waiting.turn():
        pass
    www = baked(theme)
    photos = 0
    for page in PAGES:
        for picture in files(www, page)[0].select("picture"):
            image = picture.select_one("img")
            assert image is not None
            assert image["width"]
            assert image["height"]
            assert [source["type"] for source in picture.select("source")] == ["image/avif", "image/webp"]
            assert all(source["srcset"] and source["sizes"] for source in picture.select("source"))
            assert ("lazy" in (image.get("loading") or "")) != bool(image.get("fetchpriority"))
            photos += 1
    assert photos > 0
