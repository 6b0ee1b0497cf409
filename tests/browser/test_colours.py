"""The colours of a site follow what is chosen, without a mouse and without leaving the screen."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.keyboard import SEES_FOCUS, tab_to
from tests.browser.test_packs import CONFORT

pytestmark = pytest.mark.browser
BRAND = "() => getComputedStyle(document.querySelector('.tones__button')).backgroundColor"


def test_the_samples_follow_the_colours_as_they_are_written(signed_in: Callable[..., Any], install: Install) -> None:
    page = signed_in("gestionnaire", CONFORT)
    page.add_init_script(SEES_FOCUS)
    page.goto(install.url("admin", "/settings/cms/identity/"))
    page.locator("[data-tones]").wait_for()
    before = page.evaluate(BRAND)
    tab_to(page, "[name=brand]")
    page.keyboard.type("#8f2f3f")
    page.wait_for_function(
        "before => getComputedStyle(document.querySelector('.tones__button')).backgroundColor !== before", arg=before
    )
    assert page.evaluate(BRAND) == "rgb(143, 47, 63)"
    tab_to(page, "input[type=color]")
    assert page.evaluate("document.activeElement.value") == "#8f2f3f"
    tab_to(page, "[name=accent]")
    page.keyboard.type("#12")
    page.get_by_role("status").get_by_text("Ce n’est pas encore une couleur").wait_for()
    assert page.locator("[name=brand]").input_value() == "#8f2f3f"
