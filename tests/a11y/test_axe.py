"""axe on every page, theme after theme, and what a theme may break by its style sheet alone: widths, 200 %, media.

The sample shows each page to axe in one width of each theme, another width in the next; the whole, in all of them.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest

from tests.a11y import axe
from tests.a11y.browser import browser, screen, served
from tests.a11y.catalogue import EXAMPLE, Catalogue
from tests.a11y.checks import Found, View, contrast, media, sizes, traffic
from tests.a11y.conftest import REPORT, WHOLE, Baked
from tests.a11y.ledger import Ledger
from tests.themes.conftest import THEMES

GROUPS = {"causse": "a11y-audit"}
# Words on a photo: the great banner, and the slim one of a page that has a picture.
BANNERS = ("/", "/actualites/fete/")
MEDIA = ("/", "/actualites/fete/", "/vie-municipale/conseil/")
pytestmark = [pytest.mark.a11y, pytest.mark.browser, pytest.mark.django_db]


def grouped(theme: str) -> Any:
    return pytest.param(theme, marks=pytest.mark.xdist_group(GROUPS.get(theme, "a11y-axe")))


@pytest.mark.parametrize("theme", [grouped(theme) for theme in THEMES])
def test_axe_finds_nothing_and_nothing_overflows_in_any_width(baked: Baked, judges: None, theme: str) -> None:
    catalogue = baked(theme)[theme]
    ledger = Ledger(f"axe-{theme}")
    with browser() as chromium:
        look(chromium, catalogue, ledger)
    ledger.write(REPORT)
    assert not ledger.faults, ledger.told()


@pytest.mark.whole
@pytest.mark.xdist_group("a11y-axe")
def test_nor_in_the_theme_that_a_contractor_is_shown_as_an_example(baked: Baked, judges: None, settings: Any) -> None:
    settings.BEFFROI_THEMES = [str(EXAMPLE.parent)]
    catalogue = baked(EXAMPLE.name)[EXAMPLE.name]
    ledger = Ledger(f"axe-{EXAMPLE.name}")
    with browser() as chromium:
        look(chromium, catalogue, ledger)
    ledger.write(REPORT)
    assert not ledger.faults, ledger.told()


def look(chromium: Any, catalogue: Catalogue, ledger: Ledger) -> None:
    turn = [*THEMES, EXAMPLE.name].index(catalogue.theme)
    with ExitStack() as stack:
        origin = stack.enter_context(served(catalogue.www))
        shown = stack.enter_context(screen(chromium))
        for place, seen in enumerate(catalogue.pages):
            view = View(shown, shown, origin + seen.path, seen)
            shown.open(view.url)
            _stage("traffic", traffic.traffic, 1, view, ledger)
            one = sizes.WIDTHS[(place + turn) % len(sizes.WIDTHS)]
            _axe(view, sizes.WIDTHS if WHOLE else (one,), ledger)
            _stage("widths", sizes.widths, len(sizes.WIDTHS), view, ledger)
            _stage("larger", sizes.larger, 2, view, ledger)
            if seen.path in MEDIA:
                _media(view, ledger)
            if seen.path in BANNERS:
                _stage("white", contrast.white, len(contrast.WIDTHS), view, ledger)


def _axe(view: View, widths: tuple[int, ...], ledger: Ledger) -> None:
    start = time.perf_counter()
    for width in widths:
        view.screen.tab.set_viewport_size({"width": width, "height": 900})
        for fault in axe.faults(view.screen.tab):
            ledger.fault("axe", view.seen.path, f"{width} px : {fault}")
    ledger.looked("axe", 1, len(widths), time.perf_counter() - start)


def _stage(name: str, run: Callable[[View], Found], widths: int, view: View, ledger: Ledger) -> None:
    start = time.perf_counter()
    for check, sentence in run(view):
        ledger.fault(check, view.seen.path, sentence)
    ledger.looked(name, 1, widths, time.perf_counter() - start)


def _media(view: View, ledger: Ledger) -> None:
    view.screen.tab.set_viewport_size({"width": 1280, "height": 900})
    for name, run in (("paper", media.paper), ("colours", media.forced_colours), ("motion", media.motion)):
        _stage(name, run, 1, view, ledger)
    # axe reads the colours of the style sheets, not those that the system puts in their place.
    for settings, without in (({"media": "print"}, ()), ({"forced_colors": "active"}, ("color-contrast",))):
        view.screen.tab.emulate_media(**settings)
        for fault in axe.faults(view.screen.tab, without):
            ledger.fault("axe", view.seen.path, f"{settings} : {fault}")
        view.screen.tab.emulate_media(media="screen", forced_colors="none")
