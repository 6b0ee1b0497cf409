"""A citizen writes to the town hall with the keyboard alone, with and without script, and the agent reads it."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install
from tests.browser.keyboard import SEES_FOCUS, tab_to

pytestmark = pytest.mark.browser
PAGE = "/ecrire-a-la-mairie/"


@pytest.fixture(scope="module")
def counter(install: Install) -> str:
    """Bagnac, whose town hall may be written to."""
    install.call("open_counter('bagnac')")
    install.run("cms", "bake", "--all")
    return install.url("bagnac", PAGE)


def fill(page: Any, subject: str) -> None:
    """Type what is asked, and press Enter on the button."""
    answers = (("nom", "Anne Marty"), ("adresse", "anne@exemple.fr"), ("objet", subject), ("message", "Rue Haute."))
    for name, text in answers:
        tab_to(page, f"#{name}")
        page.keyboard.type(text)
    tab_to(page, "form[data-form] button[type=submit]")
    page.keyboard.press("Enter")


def test_with_its_script_then_without_and_the_agent_reads_both(
    chromium: Any, signed_in: Callable[..., Any], counter: str
) -> None:
    for script in (True, False):
        context = chromium.new_context(
            java_script_enabled=script, locale="fr-FR", viewport={"width": 390, "height": 800}
        )
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.add_init_script(SEES_FOCUS)
        page.goto(counter)
        if script:
            fill(page, "Un lampadaire éteint")
        else:
            page.locator("#nom").fill("Anne Marty")
            page.locator("#adresse").fill("anne@")
            page.locator("#objet").fill("Une ornière")
            page.locator("#message").fill("Rue Basse.")
            page.keyboard.press("Tab")
            page.locator("form[data-form] button[type=submit]").press("Enter")
            page.get_by_role("heading", name="Votre envoi n’est pas encore parti").wait_for()
            assert page.locator("#message").input_value() == "Rue Basse."
            page.locator("#adresse").fill("anne@exemple.fr")
            page.locator("form[data-form] button[type=submit]").press("Enter")
            page.get_by_role("heading", name="Relisez, puis confirmez").wait_for()
            time.sleep(6)  # the time to read again
            page.get_by_role("button", name="Confirmer l’envoi").press("Enter")
        page.get_by_role("heading", name="Merci, c’est bien arrivé").wait_for()
        context.close()
    desk = signed_in("contributeur", "bagnac")
    desk.get_by_role("link", name="Messages reçus").first.click()
    for text in ("Rue Haute.", "Rue Basse."):
        desk.get_by_role("link", name="Message à la mairie").first.click()
        desk.get_by_text("Anne Marty").wait_for()
        assert desk.get_by_text("Rue ").count() == 1, text
        desk.get_by_role("button", name="Marquer comme répondu").click()
        desk.get_by_text("Le message est marqué comme répondu").wait_for()
    desk.get_by_text("Rien à lire ici").wait_for()


def test_when_the_site_does_not_answer_the_visitor_reads_the_telephone_and_loses_nothing(
    visit: Callable[..., Any], counter: str
) -> None:
    page = visit(390)
    page.add_init_script(SEES_FOCUS)
    page.goto(counter)
    page.route("**/_/contact/**", lambda route: route.abort())
    fill(page, "Une question")
    away = page.locator("[data-away]")
    away.wait_for()
    assert "01 99 00 12 34" in away.text_content()
    assert page.locator("#message").input_value() == "Rue Haute."
