"""The full audit of the pages of one theme: every check on every page, one load of a page serving many."""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from tests.a11y.browser import screen, served
from tests.a11y.catalogue import Catalogue, Seen
from tests.a11y.checks import CHECKS, Found, View, contrast, keyboard, media, menus, reading, site, sizes, traffic
from tests.a11y.ledger import Ledger

DESKTOP, PHONE = (1280,), (390,)
BOTH = (1280, 390)


@dataclass(frozen=True, slots=True)
class Stage:
    """Checks made together, in so many widths of the window."""

    name: str
    run: Callable[[View], Found]
    widths: tuple[int, ...]
    kinds: frozenset[str] | None = frozenset()
    """The sample looks at one page of each of these: at all pages where none is named, at one of each for ``None``."""


# Those that change the page for good come last, before those that open it again.
STAGES = (
    Stage("traffic", traffic.traffic, DESKTOP),
    Stage("reading", reading.read, DESKTOP),
    Stage("script", media.without_script, DESKTOP),
    Stage("keyboard", keyboard.walk, DESKTOP),
    Stage("paper", media.paper, DESKTOP),
    Stage("colours", media.forced_colours, DESKTOP),
    Stage("motion", media.motion, DESKTOP),
    Stage("widths", sizes.widths, sizes.WIDTHS),
    Stage("low", sizes.low, DESKTOP),
    Stage("larger", sizes.larger, BOTH),
    Stage("targets", sizes.targets, BOTH),
    Stage("pixels", contrast.pixels, BOTH),
    Stage("white", contrast.white, contrast.WIDTHS, frozenset({"accueil", "rubrique", "article"})),
    Stage("sheets", media.without_sheets, DESKTOP),
    Stage("skip", keyboard.skip, DESKTOP, None),
    Stage("phone menu", menus.phone_menu, PHONE, None),
    Stage("sub-menu", menus.sub_menu, DESKTOP, None),
)
# The one stage that looks at several pages at once.
SITE = "site"


def audit(chromium: Any, catalogue: Catalogue, ledger: Ledger, *, whole: bool = False) -> None:
    """Write in ``ledger`` what every stage finds on every page; the sample spares the slowest of them."""
    told = {}
    first = {page.kind: page for page in reversed(catalogue.pages)}
    with ExitStack() as stack:
        origin = stack.enter_context(served(catalogue.www))
        shown = stack.enter_context(screen(chromium))
        bare = stack.enter_context(screen(chromium, script=False))
        for seen in catalogue.pages:
            stages = [one for one in STAGES if whole or wanted(one, seen, first=first[seen.kind] is seen)]
            told[seen.path] = look(View(shown, bare, origin + seen.path, seen), ledger, stages)
    start = time.perf_counter()
    found = list(site.compared(told))
    ledger.looked(SITE, len(told), 1, time.perf_counter() - start)
    for check, path, sentence in found:
        ledger.fault(check, path, sentence)


def wanted(stage: Stage, seen: Seen, *, first: bool) -> bool:
    """Whether the sample makes this stage on this page, the ``first`` of its kind or not."""
    return stage.kinds == frozenset() or (first and (stage.kinds is None or seen.kind in stage.kinds))


def look(view: View, ledger: Ledger, stages: Iterable[Stage]) -> site.About:
    """One page through every stage; the answer is what it shares with the others."""
    view.screen.open(view.url)
    told = site.about(view.screen.tab)
    for stage in stages:
        start = time.perf_counter()
        found = list(stage.run(view))
        ledger.looked(stage.name, 1, len(stage.widths), time.perf_counter() - start)
        for check, sentence in found:
            assert CHECKS[check].stage == stage.name, check
            ledger.fault(check, view.seen.path, sentence)
        if stage.widths != DESKTOP:
            view.screen.tab.set_viewport_size({"width": 1280, "height": 900})
    return told
