"""The guide shows the screens of the demonstration as they are: each of its pages has its picture, taken here.

``BEFFROI_REWRITE_GUIDE=1`` takes them again.
"""

import csv
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import ViewportSize

from tests.browser.conftest import CHROMIUM, ROOT, Install, served
from tests.browser.guide import DESK_SHOTS, SHOTS, Shot
from tests.servers.ports import free_port

pytestmark = pytest.mark.browser
GUIDE = ROOT / "docs" / "contributeur"
DESK = ROOT / "docs" / "webmestre"
SIZE = ViewportSize(width=1000, height=680)
DESK_SIZE = ViewportSize(width=1280, height=800)
DRAWN_IN = 900  # seconds: four communes, fifty pictures, on a machine that tests other things
HEAVIEST = 45_000  # bytes
# Of 255, between two pictures reduced to a stamp: another day or another letter changes one, another screen ten.
ALIKE = 6.0


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """The four showcases, made and served by the commands that everybody uses."""
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    place = Install(tmp_path_factory.mktemp("guide"), free_port())
    place.run("cms", "demo", "--communes", "4", "--no-serve", within=DRAWN_IN)
    place.run("cms", "shell", "-c", "from modules.statistiques.collect import collect; collect()")  # before the worker
    with served(place):
        yield place


@pytest.fixture(scope="module")
def screen_of(demonstration: Install, chromium: Any) -> Iterator[Callable[[str], Any]]:
    """The home of an account, logged in once."""
    accounts = dict(csv.reader(io.StringIO((demonstration.var / "demo/comptes.tsv").read_text()), delimiter="\t"))
    opened: dict[str, Any] = {}

    def enter(who: str) -> Any:
        if who not in opened:
            page = opened[who] = chromium.new_context(viewport=SIZE, locale="fr-FR").new_page()
            page.set_default_timeout(60_000)
            page.on("dialog", lambda dialog: dialog.accept())  # leaving what was written for the picture
            page.goto(demonstration.url("admin"))
            page.get_by_label("Adresse électronique").fill(who)
            page.get_by_label("Mot de passe").fill(accounts[who])
            page.locator("button[type=submit]").first.click()
        page = opened[who]
        page.goto(demonstration.url("admin"))
        page.get_by_role("heading", name="Que voulez-vous faire").wait_for()
        return page

    yield enter
    for page in opened.values():
        page.context.close()


def go(page: Any, shot: Shot, place: Install) -> None:
    """Do what the guide tells."""
    if shot.tile:
        page.get_by_role("link", name=shot.tile).first.click()
    elif shot.path != "/":
        home = page.get_by_role("link", name="Modifier une page").first.get_attribute("href").strip("/").split("/")[-1]
        page.goto(place.url("admin", shot.path.format(home=home)))
    for name, text in shot.write.items():
        page.locator(f"[name={name}]").fill(text)
    if shot.block:
        body = page.locator("#panel-child-contenu-body-section")
        body.get_by_role("button", name="Insérer un bloc").first.click()
        page.get_by_role("option", name=shot.block).first.click()
    page.locator(":visible", has_text=shot.sees).last.wait_for()


@pytest.mark.parametrize("shot", SHOTS, ids=[shot.guide for shot in SHOTS])
def test_the_guide_shows_the_screen_as_it_is(
    shot: Shot, screen_of: Callable[[str], Any], demonstration: Install
) -> None:
    if shot.validated:
        demonstration.call("validate_named('Cahors')")
    page = screen_of(shot.who)
    go(page, shot, demonstration)
    held(page, GUIDE / "captures" / f"{shot.guide}.webp")


def held(page: Any, kept: Path) -> None:
    """The screen, against the picture that is kept of it."""
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(300)  # what folds and fades has done so
    seen = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    if os.environ.get("BEFFROI_REWRITE_GUIDE") == "1":
        kept.parent.mkdir(exist_ok=True)
        seen.save(kept, quality=55, method=6)
    assert kept.stat().st_size <= HEAVIEST
    assert distance(seen, Image.open(kept)) < ALIKE, f"{kept.stem} a changé : BEFFROI_REWRITE_GUIDE=1 le reprend."


@pytest.fixture(scope="module")
def desk(demonstration: Install, chromium: Any) -> Iterator[Any]:
    """The screen of the webmestre."""
    context = chromium.new_context(viewport=DESK_SIZE, locale="fr-FR")
    cookie = demonstration.call("webmestre_enters()").split()[-1]
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": demonstration.url("admin")}])
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def cahors(demonstration: Install) -> str:
    """Its number in the addresses of the desk."""
    asked = "from sites.models import Commune; print(Commune.objects.get(insee='46042').pk)"
    return demonstration.run("cms", "shell", "--verbosity", "0", "-c", asked).strip()


@pytest.mark.parametrize(("name", "path", "press", "sees"), DESK_SHOTS, ids=[shot[0] for shot in DESK_SHOTS])
def test_the_pages_of_the_webmestre_show_the_screens_as_they_are(
    name: str, path: str, press: str, sees: str, desk: Any, demonstration: Install, cahors: str
) -> None:
    desk.goto(demonstration.url("admin", path.format(cahors=cahors)))
    if press:
        desk.get_by_role("button", name=press).click()
    desk.locator(":visible", has_text=sees).last.wait_for()
    desk.wait_for_load_state("networkidle")  # the frames in it, too
    held(desk, DESK / "captures" / f"{name}.webp")


def distance(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures seen from afar, of 255."""
    far = [picture.convert("L").resize((50, 34), Image.Resampling.BOX) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*far)).mean[0])


def test_every_page_of_the_guide_has_its_picture_and_says_what_it_shows() -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in GUIDE.glob("*.md")}
    assert set(pages) == {shot.guide for shot in SHOTS}
    assert [name for name, text in pages.items() if f"](captures/{name}.webp)" not in text] == []
    assert [name for name, text in pages.items() if f"![](captures/{name}.webp)" in text] == []
    assert {path.stem for path in Path(GUIDE / "captures").iterdir()} == set(pages)


def test_every_picture_of_the_desk_is_shown_by_a_page_that_says_what_it_shows() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in DESK.glob("*.md"))
    names = {shot[0] for shot in DESK_SHOTS}
    assert {path.stem for path in (DESK / "captures").iterdir()} == names
    assert [name for name in sorted(names) if f"](captures/{name}.webp)" not in texts] == []
    assert [name for name in sorted(names) if f"![](captures/{name}.webp)" in texts] == []
