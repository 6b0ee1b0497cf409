"""Without a mouse: log in, write a news item, publish it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.seed import PASSWORD

pytestmark = pytest.mark.browser
FAR = 120  # more keys than anybody should need


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus, which must be seen on the way."""
    for _key in range(FAR):
        if page.evaluate("selector => !!document.activeElement && document.activeElement.matches(selector)", selector):
            assert page.evaluate("sees_focus()"), f"On ne voit pas où est le focus : {selector}"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Le clavier n’atteint pas {selector}.")


SEES_FOCUS = """
window.sees_focus = () => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
};
"""


def test_a_contributor_publishes_with_the_keyboard_alone(visit: Callable[..., Any], install: Install) -> None:
    page = visit()
    page.add_init_script(SEES_FOCUS)
    page.goto(install.url("admin"))
    page.locator("#id_username").wait_for()
    tab_to(page, "#id_username")
    page.keyboard.type("contributeur@bagnac.example")
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Que voulez-vous faire").wait_for()
    tab_to(page, ".desk__action--main")
    page.keyboard.press("Enter")
    page.locator("[name=title]").wait_for()
    tab_to(page, "[name=title]")
    page.keyboard.type("Coupure d’eau jeudi")
    tab_to(page, "[name=intro]")
    page.keyboard.type("De neuf heures à midi, rue du Lavoir.")
    tab_to(page, "button[name=action-publish]")
    page.keyboard.press("Enter")
    page.get_by_text("« Coupure d’eau jeudi » : c’est publié.").wait_for()


def test_the_first_key_skips_the_menu(signed_in: Callable[..., Any]) -> None:
    page = signed_in("contributeur", "bagnac")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Aller au contenu"
