"""Contact sheets: every kind of page of a theme in one picture, and its home page at every width."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from tests.a11y.browser import screen, served
from tests.a11y.catalogue import Catalogue, Seen
from tests.a11y.checks.sizes import WIDTHS

FOLDER = Path(__file__).resolve().parents[2] / "build" / "planches"
GAP, LABEL = 24, 34
GROUND, INK = "#e9e9ec", "#1b1b1f"
# Name, width of the window, width of a thumbnail, most of its height, thumbnails in a row.
SHEETS = (("bureau", 1280, 480, 900, 5), ("mobile", 390, 230, 760, 9))
# A phone goes through a page of 12 000 px; nobody does on a picture.
LONGEST = 3000
EAGER = """async () => {
  document.querySelectorAll('img[loading]').forEach((image) => { image.loading = 'eager'; });
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  await document.fonts.ready;
}"""


def kinds(catalogue: Catalogue) -> list[tuple[str, Seen]]:
    """One page of each kind, and each answer of the CMS, under its label."""
    told: dict[str, Seen] = {}
    for seen in sorted(catalogue.pages, key=lambda page: page.path.count("/")):
        parts = [part for part in seen.path.split("/") if part]
        served_by_hand = seen.path.startswith(("/servi/", "/_/"))
        own = seen.kind if not served_by_hand else f"{seen.kind} {parts[-1]}"
        told.setdefault(own if len(parts) < 3 or served_by_hand else f"{seen.kind} {parts[1]}", seen)
    return sorted(told.items(), key=lambda one: (one[0] != "accueil", one[0]))


def shot(tab: Any, url: str, width: int) -> Image.Image:
    """The page as it stands, no longer than ``LONGEST``."""
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(url, wait_until="load")
    tab.evaluate(EAGER)
    height = min(tab.evaluate("() => document.documentElement.scrollHeight"), LONGEST)
    taken = tab.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    return Image.open(io.BytesIO(taken)).convert("RGB")


def thumbnail(picture: Image.Image, width: int, tallest: int) -> Image.Image:
    """As wide as said; what is below ``tallest`` is left out."""
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    return small.crop((0, 0, width, min(small.height, tallest)))


def sheet(pictures: Iterable[tuple[str, Image.Image]], width: int, in_a_row: int) -> Image.Image:
    """Thumbnails in rows, each under its label; a row is as tall as its tallest."""
    listed = list(pictures)
    rows = [listed[at : at + in_a_row] for at in range(0, len(listed), in_a_row)]
    heights = [max(picture.height for _label, picture in row) + LABEL + GAP for row in rows]
    whole = Image.new("RGB", (in_a_row * (width + GAP) + GAP, sum(heights) + GAP), GROUND)
    pen, letters = ImageDraw.Draw(whole), ImageFont.load_default(18)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        for at, (label, picture) in enumerate(row):
            left = GAP + at * (width + GAP)
            pen.text((left, top), label, fill=INK, font=letters)
            whole.paste(picture, (left, top + LABEL))
        top += height
    return whole


def draw(chromium: Any, catalogue: Catalogue, folder: Path = FOLDER) -> list[Path]:
    """The three sheets of a theme."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with served(catalogue.www) as origin, screen(chromium) as shown:
        for name, window, width, tallest, in_a_row in SHEETS:
            pictures = [
                (label, thumbnail(shot(shown.tab, origin + seen.path, window), width, tallest))
                for label, seen in kinds(catalogue)
            ]
            made.append(folder / f"{catalogue.theme}-{name}.png")
            sheet(pictures, width, in_a_row).save(made[-1], optimize=True)
        homes = [(f"{width} px", thumbnail(shot(shown.tab, f"{origin}/", width), 460, 1100)) for width in WIDTHS]
        made.append(folder / f"{catalogue.theme}-accueil.png")
        sheet(homes, 460, len(WIDTHS)).save(made[-1], optimize=True)
    return made
