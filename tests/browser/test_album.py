"""An album in the editor: several photos sent at once, their captions, their order by the mouse and by the keyboard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.browser.conftest import Install

pytestmark = pytest.mark.browser

CAPTIONS = "[name$='-value-caption']"
ITEMS = "[data-contentpath='photos'] [data-streamfield-child]"


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three pictures that differ."""
    made = []
    for number, colour in enumerate(("#8c2f39", "#2f6f4f", "#0f5c7a"), 1):
        path = tmp_path / f"photo-{number}.jpg"
        Image.new("RGB", (1200, 800), colour).save(path)
        made.append(path)
    return made


def captions(page: Any) -> list[str]:
    """As the editor shows them, in order."""
    found = page.locator(CAPTIONS)
    return [found.nth(at).input_value() for at in range(found.count())]


def test_several_photos_are_sent_at_once_captioned_and_put_in_order(
    signed_in: Callable[..., Any], install: Install, photos: list[Path]
) -> None:
    number = install.call('open_album("cajarc")').strip().splitlines()[-1]
    page = signed_in("contributeur", "cajarc")
    page.goto(install.url("admin", f"/pages/{number}/edit/"))
    page.get_by_label("Ce que montrent ces photos").fill("La fête du village")
    page.get_by_label("Vos photos").set_input_files(photos)
    page.get_by_text("3 photos ajoutées à la fin de la liste").wait_for()
    assert page.locator(CAPTIONS).count() == 3
    for at, caption in enumerate(("Le bal", "La halle", "Les lampions")):
        page.locator(CAPTIONS).nth(at).fill(caption)

    down = page.locator(f"{ITEMS} button[title='Descendre'], {ITEMS} button[title='Déplacer vers le bas']").first
    down.focus()
    page.keyboard.press("Enter")  # by the keyboard: the first photo becomes the second
    page.wait_for_function(f"() => document.querySelector({CAPTIONS!r}).value === 'La halle'")
    assert captions(page) == ["La halle", "Le bal", "Les lampions"]

    page.set_viewport_size({"width": 1280, "height": 3600})  # a hand that drags sees where it goes
    handle = page.locator(f"{ITEMS} [data-streamfield-action='DRAG']").nth(2).bounding_box()
    target = page.locator(ITEMS).nth(0).bounding_box()
    page.mouse.move(handle["x"] + 4, handle["y"] + 4)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + 200, steps=25)
    page.mouse.move(target["x"] + 60, target["y"] + 6, steps=25)
    page.mouse.up()
    page.wait_for_function(f"() => document.querySelector({CAPTIONS!r}).value === 'Les lampions'")
    assert captions(page) == ["Les lampions", "La halle", "Le bal"]

    page.locator("button[name=action-publish]").click()
    page.get_by_text("c’est publié").wait_for()
    shown = signed_in("contributeur", "cajarc")
    shown.goto(install.url("cajarc", "/les-photos/"))
    assert shown.locator(".gallery__list a").count() == 3
