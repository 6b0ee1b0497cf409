"""An association registers by itself, and the town hall publishes its entry: both with the keyboard alone."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.keyboard import SEES_FOCUS, tab_to

pytestmark = pytest.mark.browser
SUBMIT = "form[data-form] button[type=submit]"


@pytest.fixture(scope="module")
def directory(install: Install) -> str:
    """Duravel, where people register."""
    install.call("open_directory('duravel')")
    install.run("cms", "bake", "--all")
    return install.url("duravel", "/annuaire/inscription/")


def fill(page: Any) -> None:
    """What an association tells of itself."""
    for name, words in (("holder_name", "Anne Marty"), ("holder_email", "anne@exemple.fr")):
        tab_to(page, f"#{name}")
        page.keyboard.type(words)
    tab_to(page, "[name=kind]")
    page.keyboard.press("Space")
    for name, words in (("name", "Les randonneurs du Lot"), ("about", "Une marche chaque dimanche.")):
        tab_to(page, f"#{name}")
        page.keyboard.type(words)


def test_an_entry_is_sent_then_published_without_a_mouse(
    visit: Callable[..., Any], signed_in: Callable[..., Any], install: Install, directory: str
) -> None:
    page = visit(390)
    page.add_init_script(SEES_FOCUS)
    page.goto(directory)
    fill(page)
    tab_to(page, SUBMIT)
    page.keyboard.press("Enter")  # without the agreement: nothing is lost, and the focus is where the fault is told
    page.get_by_role("heading", name="Votre envoi n’est pas encore parti").wait_for()
    assert page.locator("#name").input_value() == "Les randonneurs du Lot"
    tab_to(page, "#accord")
    page.keyboard.press("Space")
    tab_to(page, SUBMIT)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Merci, c’est bien arrivé").wait_for()

    desk = signed_in("contributeur", "duravel")
    desk.add_init_script(SEES_FOCUS)
    desk.goto(install.url("admin", "/annuaire/a-verifier/"))
    tab_to(desk, ".desk__action[href*='/annuaire/']")
    desk.keyboard.press("Enter")
    desk.get_by_text("Une marche chaque dimanche.").wait_for()
    tab_to(desk, "button[value=accepter]")
    desk.keyboard.press("Enter")
    desk.get_by_text("Les randonneurs du Lot").first.wait_for()
    install.run("cms", "bake", "--all")
    page.goto(install.url("duravel", "/annuaire/associations/les-randonneurs-du-lot/"))
    page.get_by_role("heading", name="Les randonneurs du Lot").wait_for()
