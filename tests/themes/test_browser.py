"""What moves or is reckoned in a page: opening hours, outside tools, the clock. The rest of it is seen by the gate."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.a11y.browser import Quiet, browser
from tests.a11y.browser import served as served_by
from tests.themes.conftest import THEMES

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
# Ranges of hours that take more than a line, or that leave their table.
BROKEN = """() => [...document.querySelectorAll(".hours .span")].filter((span) => {
  const text = document.createRange();
  text.selectNodeContents(span);
  const lines = new Set([...text.getClientRects()].map((line) => Math.round(line.top)));
  return lines.size > 1;
}).map((span) => span.textContent)"""


def served(folder: Path, handler: type[Quiet] = Quiet) -> contextlib.AbstractContextManager[str]:
    """The origin of a plain server of files."""
    return served_by(folder, handler)


@contextlib.contextmanager
def opened(width: int) -> Iterator[tuple[Any, list[str]]]:
    """A page of this width, and what the browser complains about."""
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce")
        page.set_default_timeout(60_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page, complaints


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
