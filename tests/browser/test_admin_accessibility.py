"""Our screens of the admin, as axe sees them: every address of the resolver that is ours, for each role.

The screens are drawn for a town full of data, with the arguments that the walk of the isolation test makes; a browser
then reads them as they were sent, with the sheets and scripts of the admin. A view that is added joins by itself. The
sample shows each role in one width; ``make a11y`` in three.
"""

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Model
from django.test import Client
from wagtail.coreutils import resolve_model_string

from cms.models import BasePage
from tests.a11y.conftest import WHOLE
from tests.entering import enter
from tests.sites.tenancy.planted import Planted, build_planted_world
from tests.sites.tenancy.sweep.addresses import Address
from tests.sites.tenancy.sweep.sweep import Case, Report, cases
from tests.themes.test_browser import opened
from tests.tools import AXE, AXE_FRENCH, MISSING

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]
OURS = frozenset({"cms", "modules", "deploy", "sites"})
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
WIDTHS = (390, 768, 1280)
ORIGIN = "http://admin.localhost"
STOCK = ("/pages/", "/images/", "/reports/locked/")
SCRIPTS = ("/jsi18n/",)
# Written by Wagtail alone, though about a row of ours.
WAGTAIL = (":usage", ":history", "_results", ":workflow_history")
# What Wagtail's own frame has, where nothing is ours, and why it is left: no template of ours writes that element.
FRAME = {"landmark-unique": "two search forms of the frame have no name: the side bar’s and the list’s"}
# White on red, in Wagtail’s own ribbon of messages, wherever one is shown.
RIBBON = ("color-contrast", '<li class="error">')
# Of one screen, by its address and the rule.
KNOWN = {("/reports/workflow/", "empty-heading"): "Wagtail’s own heading above a report without results"}
# Not screens of the admin, but a piece of a site shown in one.
VISITORS = "a page as visitors have it, with the sheets of a site: the public gate reads those"
ELSEWHERE = {"composants:preview": VISITORS, "orders:home": VISITORS}
# Wagtail lets its messages appear in half a second: read in between, any of them is pale.
STILL = "*, *::before, *::after { transition: none !important; animation: none !important }"
SLOW = """<!doctype html><html lang="fr"><title>Lente</title><style>@keyframes late { from { opacity: .1 } }</style>
<main><h1>Lente</h1><p style="animation: late 60s">La convention est refusée.</p></main></html>"""
RUN = """async ([locale, tags]) => {
  axe.configure({locale});
  const found = await axe.run(document, {resultTypes: ["violations"], runOnly: tags});
  return found.violations.flatMap((v) => v.nodes.map((node) => [v.id, node.html.slice(0, 200)]));
}"""


def ours(address: Address) -> bool:
    """A view of ours in the admin, or a view of Wagtail on rows of ours."""
    if not address.name or address.name.startswith("public:") or address.route.startswith(("_/", "api/")):
        return False
    view = getattr(address.view, "view_class", address.view)
    roots = {str(getattr(view, "__module__", "")).partition(".")[0]}
    model = model_of(address)
    if model is not None and not issubclass(model, BasePage):
        roots.add(model.__module__.partition(".")[0])
    return bool(roots & OURS) and not address.name.endswith((*WAGTAIL, *ELSEWHERE))


def model_of(address: Address) -> type[Model] | None:
    """The model that a class-based view tells."""
    view_class = getattr(address.view, "view_class", None)
    model = getattr(address.view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    return resolve_model_string(model) if isinstance(model, str | type) else None


def drawn(client: Client, found: list[Case]) -> dict[str, str]:
    """The screens that somebody may see, by address: one of each view, whole pages only."""
    told: dict[str, str] = {}
    seen: set[str] = set()
    for case in found:
        if case.address.name in seen:
            continue
        answer = client.get(case.url, dict(case.query))
        if answer.status_code == 200 and (html := whole(answer)):
            seen.add(case.address.name)
            told[case.url] = html
    return told


def whole(answer: Any) -> str:
    """The text of a page; nothing for a piece of one, a file or a picture."""
    if answer.streaming or not answer["Content-Type"].startswith("text/html"):
        return ""
    text: str = answer.content.decode()
    return text if "<html" in text[:500] else ""


def answering(pages: dict[str, str]) -> Any:
    """What the browser gets: the pages drawn, the static files of the admin, and nothing else."""

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(ORIGIN).partition("?")[0]
        if path in pages:
            kind = "text/javascript" if path in SCRIPTS else "text/html"
            route.fulfill(body=pages[path], content_type=f"{kind}; charset=utf-8")
        elif path.startswith(settings.STATIC_URL) and (file := finders.find(path.removeprefix(settings.STATIC_URL))):
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
            route.fulfill(body=Path(file).read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    return answer


def faults(page: Any, path: str) -> set[tuple[str, str]]:
    """What axe finds on a screen."""
    page.goto(ORIGIN + path, wait_until="load")
    page.add_style_tag(content=STILL)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(RUN, [json.loads(AXE_FRENCH.read_text("utf-8")), RULES])
    return {(rule, html) for rule, html in found} - {RIBBON}


@pytest.fixture
def town(db: None, var: Path) -> Planted:
    if not AXE.is_file():
        pytest.skip(MISSING.format("axe"))
    return build_planted_world().aubord


@pytest.mark.a11y
@pytest.mark.parametrize(
    ("who", "width", "least"), [("webmestre", 1280, 60), ("gestionnaire", 390, 40), ("contributeur", 1280, 25)]
)
def test_our_screens_have_no_fault_but_those_of_wagtails_own_frame(
    town: Planted, who: str, width: int, least: int
) -> None:
    client = enter(town.people[who])
    pages = drawn(client, [case for case in cases(town, Report()) if ours(case.address)])
    assert len(pages) >= least
    stock = {path: whole(client.get(path, follow=True)) for path in STOCK}
    words = {path: client.get(path).content.decode() for path in SCRIPTS}
    left = [
        f"{path}, {one} px: {rule} {html}"
        for one in (WIDTHS if WHOLE else (width,))
        for path, rule, html in left_in(one, stock, pages, words)
    ]
    assert not left, "\n".join(left)


def left_in(
    width: int, stock: dict[str, str], pages: dict[str, str], words: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """The faults of our screens in a width: address, rule, element."""
    with opened(width) as (page, _complaints):
        page.route("**/*", answering({**stock, **pages, **words}))
        frame = set().union(*(faults(page, path) for path in stock))
        assert {rule for rule, _html in frame} <= set(FRAME)
        for path in pages:
            for rule, html in sorted(faults(page, path) - frame):
                if rule not in FRAME and (path, rule) not in KNOWN:
                    yield path, rule, html


def test_a_fault_of_ours_would_be_seen() -> None:
    if not AXE.is_file():
        pytest.skip(MISSING.format("axe"))
    with opened(1280) as (page, _complaints):
        page.route("**/*", answering({"/faute/": "<html><p><img src=x></p>"}))
        assert "image-alt" in {rule for rule, _html in faults(page, "/faute/")}


def test_a_message_that_is_still_appearing_is_read_as_it_will_be() -> None:
    if not AXE.is_file():
        pytest.skip(MISSING.format("axe"))
    with opened(1280) as (page, _complaints):
        page.route("**/*", answering({"/lente/": SLOW}))
        assert "color-contrast" not in {rule for rule, _html in faults(page, "/lente/")}
