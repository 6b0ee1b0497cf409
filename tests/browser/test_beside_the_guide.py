"""The town hall says something beside a sheet of the national guide, and citizens read it there."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.keyboard import SEES_FOCUS, tab_to

pytestmark = pytest.mark.browser


def test_a_few_words_are_put_beside_a_sheet_without_a_mouse(
    visit: Callable[..., Any], signed_in: Callable[..., Any], install: Install
) -> None:
    install.call("open_guide('duravel')")
    desk = signed_in("contributeur", "duravel")
    desk.add_init_script(SEES_FOCUS)
    desk.goto(install.url("admin", "/guide/precisions/new/"))
    tab_to(desk, "#id_sheet-chooser .unchosen [data-chooser-action-choose]")
    desk.keyboard.press("Enter")
    desk.locator("[data-chooser-modal-search] [name=q]").wait_for()
    tab_to(desk, "[data-chooser-modal-search] [name=q]")
    desk.keyboard.type("rendre arrosoir")
    desk.get_by_role("link", name="Demander un arrosoir").wait_for(state="detached")
    tab_to(desk, "[data-chooser-modal-choice]")
    desk.keyboard.press("Enter")
    desk.locator("#id_sheet-title", has_text="Rendre un arrosoir").wait_for()
    tab_to(desk, "[name=title]")
    desk.keyboard.type("Au lavoir, le samedi")
    tab_to(desk, "[name=text]")
    desk.keyboard.type("La mairie y tient un bac.")
    tab_to(desk, "main form [type=submit]")
    desk.keyboard.press("Enter")
    desk.get_by_text("paraît à côté de la fiche « Rendre un arrosoir »").wait_for()
    install.run("cms", "bake", "--all")
    page = visit(390)
    page.goto(install.url("duravel", "/guide/particuliers/F2/"))
    page.get_by_role("heading", name="Rendre un arrosoir").wait_for()
    page.get_by_text("Au lavoir, le samedi").wait_for()
