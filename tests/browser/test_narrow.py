"""The editor's screens on a telephone: what one came to read is not cut."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install

pytestmark = pytest.mark.browser
WIDTH = 390
# Words of titles that go on to a second line.
CUT = """() => [...document.querySelectorAll("td.title a")].flatMap((link) => {
  const walker = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  const cut = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const word of node.data.matchAll(/[^\\s]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) cut.push(word[0]);
    }
  }
  return cut;
})"""
BEYOND = """(width) => [...document.querySelectorAll(".w-slim-header__search-form :is(input, select, button)")].filter(
  (field) => field.offsetParent && field.type !== "radio"
).map((field) => field.getBoundingClientRect()).filter((box) => box.left < 0 || box.right > width + 1).length"""


def test_titles_in_a_list_of_pages_are_not_cut_inside_a_word(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "duravel", WIDTH)
    page.get_by_role("link", name="Modifier une page").click()
    page.locator("td.title a").first.wait_for()
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("library", ["images", "documents"])
def test_the_search_of_a_library_stands_within_the_screen(
    signed_in: Callable[..., Any], install: Install, library: str
) -> None:
    page = signed_in("contributeur", "duravel", WIDTH)
    page.goto(install.url("admin", f"/{library}/"))
    page.locator(".w-slim-header__search-form input").first.wait_for()
    assert page.evaluate(BEYOND, WIDTH) == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_the_help_and_the_strip_have_their_own_place_and_cover_nothing(
    signed_in: Callable[..., Any], install: Install, width: int
) -> None:
    page = signed_in("contributeur", "cajarc", width)
    paths = ["/", "/alertes/new/", "/documents/", page.locator(".desk__action--main").first.get_attribute("href")]
    for path in paths:
        page.goto(install.url("admin", path))
        page.get_by_role("link", name="Aide sur cet écran").wait_for()
        strip, main, link = (page.locator(name).bounding_box() for name in (".desk-strip", "main", ".desk-help"))
        assert strip["y"] == 0, path
        assert main["y"] >= strip["y"] + strip["height"] - 1, path
        assert link["y"] + link["height"] <= strip["y"] + strip["height"], path
        page.evaluate("document.body.classList.add('has-messages')")
        if width == WIDTH:
            button = page.locator(".sidebar-nav-toggle--mobile").bounding_box()
            assert button["y"] + button["height"] <= strip["y"] + strip["height"], path
        page.evaluate("document.querySelector('main').scrollTo(0, 100000)")
        assert page.evaluate("window.scrollY") == 0, f"{path}: l’écran défile sous la bande"
