"""The gallery's dialog by the keyboard, the map when it is asked for, both without script, under the real policy."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cms.models import Picture
from cms.serving.headers import content_security_policy, content_type
from cms.uploads.renditions import make_renditions
from sites.bake.bakery import bake
from tests.a11y import axe
from tests.a11y.checks.sizes import TOO_WIDE
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.tools import AXE, AXE_FRENCH
from tests.world import Town, World, picture_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

ORIGIN = "http://aubord.test"
SHOWN = "() => document.querySelector('dialog[open] img')?.alt"
FOCUSED = "alt => document.activeElement.querySelector('img')?.alt === alt"
INSIDE = "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
TINY = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360f8cfc0f01f0005000201e0b8f6a90000000049454e44ae426082"
)


@pytest.fixture
def www(world: World, var: Path, settings: Any) -> Path:
    """The page of a commune, baked with an album of three photos and the map of its places."""
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    settings.BEFFROI_STRICT_TEMPLATES = True
    settings.BEFFROI_TILES_UPSTREAM = "https://tuiles.example/{z}/{x}/{y}.png"
    town = world.aubord
    photos = [_photo(town, alt) for alt in ("Le bal", "La halle", "Les lampions")]
    town.page.body = [
        {"type": "galerie_photos", "id": "g", "value": {"title": "La fête", "photos": photos}},
        {"type": "plan", "id": "p", "value": {"title": "Nous trouver", "kind": ""}},
    ]
    town.page.save_revision().publish()
    result = bake(town.commune)
    assert not result.error, result.failures
    return var / "sites" / town.commune.insee / "current" / "www"


def _photo(town: Town, alt: str) -> dict[str, Any]:
    picture = Picture.objects.create(title=alt, file=picture_file(f"{len(alt)}.jpg"), collection=town.collection)
    make_renditions(picture)
    image = {"image": picture.pk, "alt_text": alt, "decorative": False}
    return {"type": "item", "id": alt, "value": {"image": image, "caption": ""}}


@pytest.fixture
def visit(www: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page as the site serves it; ``asked`` notes every address, ``complaints`` what the browser says."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where there is a browser

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

        def new(width: int = 1280, **options: Any) -> Any:
            page: Any = browser.new_context(
                viewport={"width": width, "height": 900}, locale="fr-FR", reduced_motion="reduce", **options
            ).new_page()
            page.set_default_timeout(60_000)
            page.asked, page.complaints = [], []  # kept on the page for the tests
            page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.route("**/*", lambda route: _serve(route, page, www))
            page.goto(f"{ORIGIN}/vie-municipale/conseil/")
            return page

        yield new
        browser.close()


def _serve(route: Any, page: Any, www: Path) -> None:
    address = urlsplit(route.request.url)
    page.asked.append(route.request.url)
    if address.path.startswith("/_/plan/tuiles/"):
        route.fulfill(status=200, body=TINY, content_type="image/png")
        return
    file = www / (address.path.lstrip("/") + ("index.html" if address.path.endswith("/") else ""))
    policy = {"Content-Security-Policy": content_security_policy(())}
    if file.is_file():
        kind = content_type(f"/{file.name}")
        route.fulfill(status=200, body=file.read_bytes(), headers={**policy, "Content-Type": kind})
    else:
        route.fulfill(status=404, body="")


def faults(page: Any) -> list[str]:
    """What axe finds, injected through the debugger: the policy of the site lets no script in."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    words = json.loads(AXE_FRENCH.read_text("utf-8"))
    found: list[str] = page.evaluate(axe.RUN, [words, list(axe.TAGS), list(axe.EXPERIMENTAL)])
    return found


def test_photos_are_leafed_through_by_keyboard_and_the_focus_comes_back(visit: Callable[..., Any]) -> None:
    page = visit()
    page.locator(".gallery__list a").nth(1).focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    assert page.evaluate(SHOWN) == "La halle"
    assert page.locator(".viewer__place").inner_text() == "Photo 2 sur 3"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(SHOWN) == "Les lampions"
    page.keyboard.press("ArrowRight")  # after the last one, the first
    assert page.evaluate(SHOWN) == "Le bal"
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert page.evaluate(SHOWN) == "Le bal"
    assert faults(page) == []
    for _key in range(6):  # the focus stays in the dialog
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    page.wait_for_function(FOCUSED, arg="Le bal")
    assert page.complaints == []


@pytest.mark.parametrize("width", [1280, 320])
def test_the_dialog_and_the_map_fit_and_break_no_rule(visit: Callable[..., Any], width: int) -> None:
    page = visit(width)
    assert faults(page) == []
    page.get_by_role("button", name="Afficher le plan").click()
    page.locator(".leaflet-marker-icon").first.wait_for()
    assert faults(page) == []
    page.locator(".gallery__list a").first.click()
    page.get_by_role("button", name="Photo suivante").click()
    assert page.evaluate(SHOWN) == "La halle"
    assert page.evaluate(TOO_WIDE)[0] <= 1
    page.get_by_role("button", name="Fermer").click()
    assert page.complaints == []


def test_the_map_loads_nothing_before_it_is_asked_for_and_nothing_from_elsewhere(visit: Callable[..., Any]) -> None:
    page = visit()
    assert [url for url in page.asked if "leaflet" in url or "tuiles" in url] == []
    page.get_by_role("button", name="Afficher le plan").focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-tile-loaded").first.wait_for()
    assert [url for url in page.asked if not url.startswith(ORIGIN)] == []
    assert page.evaluate("() => document.activeElement.className").startswith("plan__draw")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first mark
    assert "Salle des fêtes, Aubord" in page.locator(".leaflet-popup-content").inner_text()
    assert page.complaints == []


def test_without_script_photos_are_links_and_places_are_words(visit: Callable[..., Any]) -> None:
    page = visit(java_script_enabled=False)
    assert page.get_by_role("button", name="Afficher le plan").count() == 0
    assert "2 place de Aubord" in page.locator(".plan__places").inner_text()
    page.locator(".gallery__list a").first.click()
    assert "/_/i/" in page.url
