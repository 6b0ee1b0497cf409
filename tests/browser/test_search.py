"""The search of a site answers while one types, without taking the focus, and goes on without script."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Install

pytestmark = pytest.mark.browser
COUNT = "section .find__count"
STATUS = "[data-status]"
FIELD = "#q"
FOUND = "ol.found h3 a"
IS_THERE = "([where, said]) => document.querySelector(where)?.textContent.includes(said)"


def wait_for(page: Any, where: str, said: str) -> None:
    page.wait_for_function(IS_THERE, arg=[where, said])


@pytest.fixture
def search(visit: Callable[..., Any], install: Install) -> Any:
    """The baked page; ``asked`` holds what it asks of the CMS."""
    page = visit(390)
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url) if "/_/recherche/" in request.url else None)
    page.goto(install.url("cajarc", "/recherche/"))
    page.wait_for_load_state("networkidle")
    return page


def test_answers_come_while_one_types_and_are_told_without_taking_the_focus(search: Any) -> None:
    search.focus(FIELD)
    search.keyboard.type("conseil", delay=20)
    wait_for(search, STATUS, "trouvée")
    assert search.text_content(STATUS) == search.text_content(COUNT)
    assert search.locator(STATUS).get_attribute("role") == "status"
    assert search.locator(FOUND).count() >= 1
    assert search.title().startswith("Recherche\u00a0: conseil")
    assert search.evaluate("document.activeElement.id") == "q"
    assert len([url for url in search.asked if "titres.json" not in url]) == 1  # seven letters, one question


def test_the_beginning_of_a_word_offers_titles(search: Any) -> None:
    search.fill(FIELD, "cajarc le cons")
    link = search.locator("[data-part=found] .links a").first
    link.wait_for()
    assert "conseil" in link.inner_text()
    wait_for(search, STATUS, "Titres qui commencent ainsi")


def test_the_keyboard_goes_from_the_field_to_a_result_and_back_finds_the_question_again(search: Any) -> None:
    search.focus(FIELD)
    search.keyboard.type("conseil")
    wait_for(search, STATUS, "trouvée")
    for _key in range(10):
        search.keyboard.press("Tab")
        if search.evaluate("document.activeElement.matches('ol.found a')"):
            break
    search.keyboard.press("Enter")
    search.wait_for_url("**/vie-municipale/**")
    search.go_back()
    wait_for(search, COUNT, "trouvée")
    assert search.input_value(FIELD) == "conseil"


def test_enter_asks_at_once_and_each_question_is_a_step_back(search: Any) -> None:
    for words in ("conseil", "mentions"):
        search.fill(FIELD, words)
        search.press(FIELD, "Enter")
        wait_for(search, "h1", words)
    search.go_back()
    wait_for(search, "h1", "conseil")
    assert search.input_value(FIELD) == "conseil"


def test_what_was_typed_and_left_so_is_counted_once_and_its_letters_are_not(search: Any) -> None:
    search.clock.install()
    search.reload()

    def counted() -> list[str]:
        return [
            url.rpartition("?")[2] for url in search.asked if "?q=" in url and "titres" not in url and "vif" not in url
        ]

    for words in ("cons", "conse", "conseil"):
        search.fill(FIELD, words)
        search.clock.run_for(300)
        wait_for(search, "h1", words)
    assert counted() == []
    search.clock.run_for(5000)
    assert counted() == ["q=conseil"]
    search.fill(FIELD, "mentions")
    search.clock.run_for(300)
    wait_for(search, "h1", "mentions")
    search.locator(FOUND).first.click()
    search.wait_for_url("**/mentions-legales/")
    assert counted() == ["q=conseil", "q=mentions"]


def test_a_late_answer_never_takes_the_place_of_a_newer_one(search: Any) -> None:
    held: list[Any] = []
    search.route("**/_/recherche/?q=conseil&vif=1", lambda route: held.append(route))  # noqa: PLW0108  # it names its handlers
    search.fill(FIELD, "conseil")
    with search.expect_request("**/_/recherche/?q=conseil&vif=1"):
        pass
    search.fill(FIELD, "mentions")
    wait_for(search, "h1", "mentions")
    assert held[0].request.failure == "net::ERR_ABORTED"
    assert search.title().startswith("Recherche\u00a0: mentions")


def test_an_answer_moves_nothing_under_who_reads_the_former(search: Any) -> None:
    search.fill(FIELD, "conseil")
    wait_for(search, STATUS, "trouvée")
    with search.expect_response("**/_/recherche/?q=mentions&vif=1"):
        search.fill(FIELD, "mentions")
        search.locator(FOUND).first.focus()
    search.wait_for_timeout(300)
    assert "conseil" in search.locator(FOUND).first.inner_text()
    search.focus(FIELD)
    wait_for(search, "h1", "mentions")


def test_a_cms_that_stops_answering_is_replaced_by_the_device_and_takes_its_place_again(search: Any) -> None:
    search.route("**/_/recherche/**", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    search.fill(FIELD, "conseil")
    wait_for(search, STATUS, "Recherche réduite")
    assert search.locator(FOUND).count() >= 1
    search.unroute("**/_/recherche/**")
    search.fill(FIELD, "mentions")
    wait_for(search, "h1", "mentions")
    assert "Recherche réduite" not in search.text_content("[data-part=found]")


def test_the_page_is_complete_without_script(chromium: Any, install: Install) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(install.url("cajarc", "/recherche/"))
    page.fill(FIELD, "conseil")
    page.press(FIELD, "Enter")
    page.wait_for_url("**/_/recherche/?q=conseil")
    assert page.locator(FOUND).count() >= 1
    context.close()
