"""The pages in a real browser: no fault that axe knows (RGAA rules included), nothing that overflows or complains."""

import contextlib
import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.themes.conftest import AXE, CHROMIUM, ROOT, THEMES

FRENCH = ROOT / "node_modules/axe-core/locales/fr.json"
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
PAGES = [
    "/",
    "/vie-municipale/",
    "/vie-municipale/conseil/",
    "/actualites/",
    "/actualites/fete/",
    "/mentions-legales/",
    "/plan-du-site/",
    "/404.html",
]
RUN_AXE = """async ([locale, tags]) => {
  axe.configure({locale});
  const found = await axe.run(document, {resultTypes: ["violations"], runOnly: tags});
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(" | ").slice(0, 300)}`);
}"""
# The town hall of the gallery opens on Tuesdays, from 9 to 12, and on Thursdays. 29 March 2027 is an Easter Monday,
# 6 May 2027 Ascension Day.
MOMENTS = {
    "2026-09-15T09:30:00+02:00": "Ouvert jusqu’à 12 h",
    "2026-09-15T07:30:00+02:00": "Fermé, ouvre à 9 h",
    "2026-09-15T13:00:00+02:00": "Fermé, ouvre jeudi à 8 h 45",
    "2026-09-16T10:00:00+02:00": "Fermé, ouvre demain à 8 h 45",
    "2027-05-06T10:00:00+02:00": "Fermé, ouvre mardi à 9 h",
    "2027-03-29T10:00:00+02:00": "Fermé, ouvre demain à 9 h",
}
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Ranges of hours that take more than a line, or that leave their table.
BROKEN = """() => [...document.querySelectorAll(".hours .span")].filter((span) => {
  const text = document.createRange();
  text.selectNodeContents(span);
  const lines = new Set([...text.getClientRects()].map((line) => Math.round(line.top)));
  return lines.size > 1;
}).map((span) => span.textContent)"""
# A pixel of slack: fractions are rounded up.
SLACK = 1


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain file server, as any host would offer."""

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    answering = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@contextlib.contextmanager
def opened(width: int) -> Iterator[tuple[Any, list[str]]]:
    """A page of this width, and what the browser complains about."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce")
        page.set_default_timeout(60_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page, complaints
        browser.close()


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("shown", THEMES, indirect=True)
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_overflows(shown: Path, width: int) -> None:
    axe, locale = AXE.read_text("utf-8"), json.loads(FRENCH.read_text("utf-8"))
    faults: list[str] = []
    with served(shown) as origin, opened(width) as (page, complaints):
        for path in PAGES:
            page.goto(origin + path, wait_until="load")
            if page.evaluate(TOO_WIDE) > SLACK:
                faults.append(f"{path}: wider than {width} px")
            page.evaluate(axe)
            faults += [f"{path}: {fault}" for fault in page.evaluate(RUN_AXE, [locale, RULES])]
            page.add_style_tag(content="html{font-size:200%!important}")
            if page.evaluate(TOO_WIDE) > SLACK and width > 320:
                faults.append(f"{path}: wider than {width} px with a text twice as large")
        faults += complaints
    assert faults == []


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("shown", THEMES, indirect=True)
def test_opening_hours_are_never_broken_in_the_middle(shown: Path) -> None:
    """« 9 h 00 – 12 h 00 » stays on one line, in the panel, in the foot and in blocks, on the narrowest telephone."""
    broken: list[str] = []
    with served(shown) as origin, opened(1280) as (page, _complaints):
        for width in (320, 390, 800, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for path in ("/", "/vie-municipale/conseil/"):
                page.goto(origin + path, wait_until="load")
                for size in ("100%", "200%"):
                    page.add_style_tag(content=f"html{{font-size:{size}!important}}")
                    assert page.locator(".hours .span").count() > 0
                    broken += [f"{path} at {width} px, {size}: {said}" for said in page.evaluate(BROKEN)]
    assert broken == []


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["causse"], indirect=True)
def test_the_menu_of_a_phone_opens_and_closes_from_the_keyboard(shown: Path) -> None:
    with served(shown) as origin, opened(390) as (page, _complaints):
        page.goto(origin + "/", wait_until="load")
        page.focus(".menu-btn")
        page.keyboard.press("Enter")
        assert page.is_visible("#menu a[href='/vie-municipale/'], #menu summary")
        page.keyboard.press("Escape")
        assert not page.is_visible("#menu")
        assert page.evaluate("document.activeElement.className").find("menu-btn") >= 0


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["causse"], indirect=True)
def test_an_outside_tool_is_loaded_when_asked_for_and_not_before(shown: Path) -> None:
    asked: list[str] = []
    with served(shown) as origin, opened(1280) as (page, _complaints):
        page.on("request", lambda request: asked.append(request.url))
        page.route("https://**", lambda route: route.abort())
        page.goto(origin + "/vie-municipale/conseil/", wait_until="networkidle")
        assert [address for address in asked if not address.startswith(origin)] == []
        with page.expect_request("https://umap.openstreetmap.fr/fr/map/exemple_1"):
            page.click(".embed a")
        assert page.is_visible(".embed iframe[title='Une carte'][height='320']")


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["causse"], indirect=True)
def test_the_town_hall_is_said_open_by_the_clock_of_paris(shown: Path) -> None:
    heard = {}
    with served(shown) as origin, opened(1280) as (page, complaints):
        for moment in MOMENTS:
            page.clock.set_fixed_time(moment)
            page.goto(origin + "/", wait_until="load")
            page.wait_for_selector("#mairie [data-open]:not([hidden])")
            heard[moment] = page.inner_text("#mairie [data-open]").replace("\u00a0", " ")
    assert heard == MOMENTS
    assert complaints == []
