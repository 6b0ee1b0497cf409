"""Pages that are wrong on purpose (``faulty/``): each check finds its fault there, so none is green by accident."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.a11y import axe, vnu
from tests.a11y.audit import audit
from tests.a11y.browser import browser, screen, served
from tests.a11y.catalogue import Catalogue, Seen
from tests.a11y.checks import CHECKS, View, keyboard
from tests.a11y.ledger import Ledger
from tests.tools import VNU

pytestmark = [pytest.mark.a11y, pytest.mark.browser, pytest.mark.xdist_group("a11y-axe")]
FOLDER = Path(__file__).resolve().parent / "faulty"
PAGES = tuple(Seen(f"/{name}.html", name, 422) for name in ("trap", "page", "order"))
ROUND = """<!doctype html><html lang="fr"><title>Ronde</title><a href="#la">Aller au contenu</a><main id="la">
<a href="/">Accueil</a><a href="/" onfocus="document.querySelector('a').focus()">Plan</a></main></html>"""
# Rules of axe that fail there: those that RGAA needs and that are off by default among them.
RULES = {"image-alt", "html-has-lang", "label", "link-in-text-block", "meta-viewport", "tabindex", "button-name"}


@pytest.fixture(scope="module")
def found(judges: None) -> Ledger:
    ledger = Ledger("faulty")
    with browser() as chromium, ExitStack() as stack:
        audit(chromium, Catalogue("faulty", FOLDER, PAGES), ledger, whole=True)
        origin = stack.enter_context(served(FOLDER))
        shown = stack.enter_context(screen(chromium))
        shown.open(f"{origin}/page.html")
        for fault in axe.faults(shown.tab):
            ledger.fault("axe", "/page.html", fault)
    return ledger


@pytest.mark.parametrize("check", [name for name, check in CHECKS.items() if check.stage != "vnu"])
def test_the_check_finds_its_fault(found: Ledger, check: str) -> None:
    assert found.faults.get(check, []) != []


def test_nothing_is_found_that_is_no_check(found: Ledger) -> None:
    assert set(found.faults) <= set(CHECKS)


def test_axe_finds_what_it_is_there_for(found: Ledger) -> None:
    rules = {fault.split(" : ")[1] for fault in found.faults["axe"]}
    assert rules >= RULES - {"html-has-lang", "tabindex"}


def test_a_walk_that_ends_where_it_began_leaves_no_skip_link_open(tmp_path: Path, judges: None) -> None:
    """Chromium does so now and then; here the page does it each time."""
    (tmp_path / "round.html").write_text(ROUND, "utf-8")
    with browser() as chromium, served(tmp_path) as origin, screen(chromium) as shown:
        shown.open(f"{origin}/round.html")
        walked = list(keyboard.walk(View(shown, shown, f"{origin}/round.html", Seen("/round.html", "round", 200))))
        assert shown.tab.evaluate("() => document.activeElement === document.body")
    assert {check for check, _html in walked} <= {"focus-seen", "keyboard-reach"}


@pytest.mark.skipif(vnu.JAVA is None or not VNU.is_file(), reason=vnu.NO_JAVA)
def test_vnu_finds_the_faults_of_the_page_and_of_its_sheet() -> None:
    assert {"/page.html", "/faulty.css"} <= set(vnu.faults(FOLDER))
