"""The contact sheets of a theme show every kind of page: drawn by ``make a11y``, for people to look at."""

from typing import Any

import pytest
from PIL import Image

from tests.a11y import sheets
from tests.a11y.browser import browser
from tests.a11y.catalogue import Catalogue, Seen
from tests.a11y.conftest import Baked
from tests.themes.conftest import THEMES

pytestmark = pytest.mark.a11y


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.xdist_group("a11y-audit")
@pytest.mark.whole
@pytest.mark.parametrize("theme", [theme for theme in THEMES if theme != "base"])
def test_the_sheets_of_a_theme_are_drawn(baked: Baked, judges: None, theme: str) -> None:
    catalogue = baked(theme)[theme]
    with browser() as chromium:
        made = sheets.draw(chromium, catalogue)
    assert [path.name for path in made] == [f"{theme}-{name}.png" for name in ("bureau", "mobile", "accueil")]
    assert {seen.kind for _label, seen in sheets.kinds(catalogue)} == {seen.kind for seen in catalogue.pages}


def test_a_sheet_is_as_large_as_its_pictures() -> None:
    pictures: Any = [(name, Image.new("RGB", (100, height))) for name, height in (("a", 50), ("b", 80), ("c", 20))]
    made = sheets.sheet(pictures, 100, 2)
    assert made.size == (2 * (100 + sheets.GAP) + sheets.GAP, 80 + 20 + 2 * (sheets.LABEL + sheets.GAP) + sheets.GAP)


def test_a_thumbnail_keeps_the_top_of_a_long_page() -> None:
    page = Image.new("RGB", (400, 4000), "#fff")
    page.paste("#f00", (0, 0, 400, 20))
    small = sheets.thumbnail(page, 100, 300)
    assert small.size == (100, 300)
    assert small.getpixel((50, 1)) == (255, 0, 0)


def test_a_page_joins_the_sheets_by_its_kind() -> None:
    pages = (Seen("/", "accueil"), Seen("/a/", "rubrique"), Seen("/a/b/", "page"), Seen("/servi/x/", "answer"))
    found = [label for label, _seen in sheets.kinds(Catalogue("causse", sheets.FOLDER, pages))]
    assert found == ["accueil", "answer x", "page", "rubrique"]
