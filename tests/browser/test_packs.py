"""For each right that exists: the admin as Découverte and as Confort, side by side."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Install

pytestmark = pytest.mark.browser

DECOUVERTE, CONFORT, EXPERT, MINI_SITE = "bagnac", "cajarc", "duravel", "albas"
SignedIn = Callable[..., Any]


def entries(page: Page) -> list[str]:
    """What the menu offers."""
    page.locator(".sidebar-main-menu").wait_for()
    return [text.strip() for text in page.locator(".sidebar-main-menu__list > li").all_inner_texts()]


def under_the_home(page: Page) -> None:
    """The list of what lies below the home page."""
    page.goto(page.url)
    page.get_by_role("link", name="Modifier une page").click()
    page.get_by_role("heading", level=1).wait_for()


def types_offered(page: Page) -> str:
    """What one may add under the home page, in words."""
    under_the_home(page)
    page.get_by_role("link", name=re.compile("Ajouter une page")).first.click()
    page.locator("main").wait_for()
    return page.locator("main").inner_text()


def test_the_tree_belongs_to_confort(signed_in: SignedIn) -> None:
    assert "Rubrique" in types_offered(signed_in("contributeur", CONFORT))
    without = signed_in("contributeur", DECOUVERTE)
    assert "Rubrique" not in types_offered(without)


def test_with_the_tree_comes_the_order_of_the_menu(signed_in: SignedIn) -> None:
    for town, offered in ((CONFORT, True), (DECOUVERTE, False)):
        page = signed_in("contributeur", town)
        under_the_home(page)
        page.get_by_role("button", name="Actions").first.click()
        menu = page.get_by_role("link", name="Changer l’ordre dans le menu")
        assert bool(menu.count()) is offered, town


def test_the_document_library_belongs_to_confort(signed_in: SignedIn, install: Install) -> None:
    assert "Fichiers" in entries(signed_in("contributeur", CONFORT))
    without = signed_in("contributeur", DECOUVERTE)
    assert "Fichiers" not in entries(without)
    without.goto(install.url("admin", "/documents/"))
    without.get_by_text("Cet écran n’est pas ouvert à votre compte.").wait_for()


def test_colours_belong_to_confort(signed_in: SignedIn) -> None:
    for town, offered in ((CONFORT, True), (DECOUVERTE, False)):
        page = signed_in("gestionnaire", town)
        page.get_by_role("button", name="Réglages").click()
        page.get_by_role("link", name="Mairie").wait_for()
        identity = page.get_by_role("link", name="Apparence du site")
        assert bool(identity.count()) is offered, town
        if offered:
            identity.click()
            page.locator("[name=brand]").wait_for()
            assert page.locator("[name=accent]").count() == 1


def test_photos_belong_to_confort(signed_in: SignedIn) -> None:
    for town, offered in ((CONFORT, True), (DECOUVERTE, False)):
        page = signed_in("gestionnaire", town)
        under_the_home(page)
        page.get_by_role("button", name="Actions").first.click()
        page.get_by_role("link", name="Modifier", exact=True).first.click()
        page.locator("[name=title]").wait_for()
        assert bool(page.locator("[name=banner]").count()) is offered, town


def test_pages_are_counted_for_decouverte_only(signed_in: SignedIn) -> None:
    counted = re.compile(r"pages et rubriques sur les 15 du pack Découverte")
    assert signed_in("contributeur", DECOUVERTE).get_by_text(counted).count() == 1
    assert signed_in("contributeur", CONFORT).get_by_text(re.compile("pages et rubriques")).count() == 0


def test_accounts_belong_to_expert(signed_in: SignedIn) -> None:
    assert "Comptes" in entries(signed_in("gestionnaire", EXPERT))
    for town in (DECOUVERTE, CONFORT):
        assert "Comptes" not in entries(signed_in("gestionnaire", town)), town


def test_a_mini_site_sees_news_and_documents_and_nothing_else(signed_in: SignedIn) -> None:
    page = signed_in("contributeur", MINI_SITE)
    shown = entries(page)
    assert {"Actualités", "Documents et actes", "Fichiers"} <= set(shown)
    assert not {"Pages", "Images", "Réglages", "Formulaires"} & set(shown)
    buttons = [text.split("(")[0].strip() for text in page.locator(".desk__action").all_inner_texts()]
    assert buttons[0] == "Publier une actualité"
    assert {"Déposer un document", "Voir le site"} <= set(buttons)
    assert "Modifier une page" not in buttons


def test_a_mini_site_chooses_its_tone_in_a_panel(signed_in: SignedIn) -> None:
    page = signed_in("gestionnaire", MINI_SITE)
    page.get_by_role("button", name="Réglages").click()
    page.get_by_role("link", name="Apparence du site").click()
    page.get_by_role("radio", name="Vin de Cahors").check()
    assert page.locator("[name=accent]").count() == 0
