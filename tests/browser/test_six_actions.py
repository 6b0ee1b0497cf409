"""From the home of the editor to a news item with a picture that citizens read: six clicks and fields, no more."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Install

pytestmark = pytest.mark.browser
AT_MOST = 6


class Hand:
    """Clicks and fills, and counts."""

    def __init__(self) -> None:
        self.actions: list[str] = []

    def click(self, element: Any, what: str) -> None:
        self.actions.append(what)
        element.click()

    def fill(self, element: Any, text: str, what: str) -> None:
        self.actions.append(what)
        element.fill(text)

    def take(self, element: Any, file: Path, what: str) -> None:
        self.actions.append(what)
        element.set_input_files(str(file))


@pytest.mark.parametrize("width", [1280, 390])
def test_a_news_item_with_a_picture_takes_six_actions(
    signed_in: Callable[..., Any], visit: Callable[..., Any], install: Install, photo: Path, width: int
) -> None:
    title = f"La foire aux chevaux, {width}"
    page, hand = signed_in("contributeur", "cajarc", width), Hand()
    hand.click(page.get_by_role("link", name="Publier une actualité"), "Publier une actualité")
    hand.fill(page.locator("[name=title]"), title, "le titre")
    hand.fill(page.locator("[name=intro]"), "Dimanche, sur le foirail.", "l’essentiel")
    hand.take(page.get_by_label("Envoyer une photo"), photo, "la photo")
    hand.fill(page.get_by_label("Ce que montre la photo"), "Des chevaux sur le foirail", "ce qu’elle montre")
    hand.click(page.get_by_role("button", name="Publier", exact=True), "Publier")
    page.get_by_text(f"« {title} » : c’est publié.").wait_for()
    page.locator("[data-online]", has_text="En ligne à").wait_for()
    assert len(hand.actions) <= AT_MOST, hand.actions

    citizen = visit(390)
    citizen.goto(install.url("cajarc", "/actualites/"))
    citizen.get_by_role("link", name=title).first.click()
    picture = citizen.locator("main picture img").first
    picture.scroll_into_view_if_needed()
    citizen.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=picture.element_handle())
    assert picture.get_attribute("alt") == "Des chevaux sur le foirail"


def test_a_photo_without_description_is_asked_for_before_the_page_leaves(
    signed_in: Callable[..., Any], photo: Path
) -> None:
    page = signed_in("contributeur", "cajarc")
    page.get_by_role("link", name="Publier une actualité").click()
    page.locator("[name=title]").fill("Sans description")
    page.locator("[name=intro]").fill("Une photo que personne ne décrit.")
    page.get_by_label("Envoyer une photo").set_input_files(str(photo))
    page.get_by_role("button", name="Publier", exact=True).click()
    page.get_by_text("Dites ce que montre la photo").wait_for()
    assert page.evaluate("document.activeElement.name") == "image_alt"
    assert page.locator("[name=title]").input_value() == "Sans description"


def test_what_a_photo_shows_is_asked_once_and_another_photo_asks_again(
    signed_in: Callable[..., Any], photo: Path
) -> None:
    page = signed_in("contributeur", "cajarc")
    page.get_by_role("link", name="Publier une actualité").click()
    question = page.get_by_label("Ce que montre la photo")
    question.wait_for()
    assert question.count() == 1
    page.get_by_label("Envoyer une photo").set_input_files(str(photo))
    question.fill("Des chevaux sur le foirail")
    question.press("Enter")  # sends the photo, not the page
    page.locator(".image-chooser:not(.blank)").first.wait_for()
    assert (question.count(), question.input_value()) == (1, "Des chevaux sur le foirail")
    held = page.locator("input[name=image]")
    held.evaluate("field => { field.value = '1'; field.dispatchEvent(new Event('change', { bubbles: true })); }")
    assert question.input_value() == ""
