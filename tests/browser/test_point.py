"""The important point of a photo is shown in the form, with the mouse or with the keys, and crops keep it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.keyboard import SEES_FOCUS, tab_to

pytestmark = pytest.mark.browser
AREA = ".photo-point__area"


def with_a_photo(page: Any, title: str, photo: Path) -> None:
    page.get_by_role("link", name="Publier une actualité").click()
    page.locator("[name=title]").fill(title)
    page.locator("[name=intro]").fill("Vu de la place.")
    page.get_by_label("Envoyer une photo").set_input_files(str(photo))
    page.get_by_label("Ce que montre la photo").fill("Le clocher")
    page.get_by_label("Ce que montre la photo").press("Enter")
    page.locator(AREA).wait_for()


def classes(visit: Callable[..., Any], install: Install, title: str) -> set[str]:
    citizen = visit(390)
    citizen.goto(install.url("cajarc", "/actualites/"))
    citizen.get_by_role("link", name=title).first.click()
    citizen.get_by_role("heading", level=1, name=title).wait_for()
    return set((citizen.locator("main picture img").first.get_attribute("class") or "").split())


@pytest.mark.parametrize("width", [1280, 390])
def test_a_click_shows_what_counts_and_the_page_keeps_it_in_view(
    signed_in: Callable[..., Any], visit: Callable[..., Any], install: Install, photo: Path, width: int
) -> None:
    title = f"Le clocher, {width}"
    page = signed_in("contributeur", "cajarc", width)
    with_a_photo(page, title, photo)
    area = page.locator(AREA)
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    area.click(position={"x": box["width"] * 0.98, "y": box["height"] * 0.02})
    page.get_by_text("C’est noté : à 98 % de la gauche, à 2 % du haut.").wait_for()
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text(f"« {title} » : c’est publié.").wait_for()
    page.locator("[data-online]", has_text="En ligne à").wait_for()
    assert classes(visit, install, title) == {"fx4", "fy0"}


def test_the_arrow_keys_show_it_too_and_what_they_showed_last_is_kept(
    signed_in: Callable[..., Any], visit: Callable[..., Any], install: Install, photo: Path
) -> None:
    page = signed_in("contributeur", "cajarc")
    page.evaluate(SEES_FOCUS)
    with_a_photo(page, "Le clocher aux flèches", photo)
    page.evaluate(SEES_FOCUS)
    tab_to(page, AREA)
    for _key in range(5):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    tab_to(page, "button[name=action-publish]")  # without waiting: leaving is enough
    page.keyboard.press("Enter")
    page.get_by_text("« Le clocher aux flèches » : c’est publié.").wait_for()
    page.locator("[data-online]", has_text="En ligne à").wait_for()
    assert classes(visit, install, "Le clocher aux flèches") == {"fx1", "fy3"}
    page.get_by_role("link", name="Modifier").first.click()
    page.locator(AREA).wait_for()
    mark = page.locator(".photo-point__mark")
    assert (mark.evaluate("mark => mark.style.left"), mark.evaluate("mark => mark.style.top")) == ("24%", "75%")
