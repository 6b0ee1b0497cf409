"""How a card is drawn: the landscape of the commune under its deep colour, its logo and name, a title set in French."""

import io
import os
import re
import tempfile
from functools import lru_cache
from pathlib import Path

import resvg_py
from PIL import Image, ImageDraw, ImageFont

from sites.landscape import landscape
from sites.referencing.cards import HEIGHT, WIDTH, Card, drawn
from sites.rendering.french import NBSP
from sites.themes import load

MARGIN = 72
SIZES = (84, 76, 68, 60, 54, 48)  # of the title, in pixels: the first that holds in its place
MOST_LINES, LEADING = 4, 1.14
TITLE_TOP, TITLE_BOTTOM = 190, 500
LOGO = 104
QUALITY = 86
NARROW = "\u202f"
# Of Debian (fonts-dejavu-core), for a theme that has no font of its own.
PLAIN = ("DejaVuSerif-Bold.ttf", "DejaVuSans.ttf")
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw(card: Card) -> Path:
    """Write the card at its place, whole or not at all."""
    image = picture(card)
    target = drawn(card)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        image.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    Path(file.name).chmod(0o644)
    os.replace(file.name, target)  # noqa: PTH105  # named by a string
    return target


def picture(card: Card) -> Image.Image:
    """The card, 1200 pixels by 630."""
    colours = dict(card.colours)
    image = _ground(card.insee, card.colours).copy()
    pen = ImageDraw.Draw(image)
    left = _logo(image, card.logo)
    text = font(card.lettering, 1, 38)
    pen.text((left, MARGIN + LOGO / 2), typeset(card.above), font=text, fill=colours["on-deep"], anchor="lm")
    lines, heading = fitted(typeset(card.title), card.lettering)
    step = round(heading.size * LEADING)
    top = max(TITLE_TOP, (TITLE_TOP + TITLE_BOTTOM - step * len(lines)) // 2)
    for number, line in enumerate(lines):
        pen.text((MARGIN, top + step * number), line, font=heading, fill=colours["on-deep"])
    _dashes(pen, HEIGHT - MARGIN - 26, colours["accent"])
    small = font(card.lettering, 1, 30)
    pen.text((WIDTH - MARGIN, HEIGHT - MARGIN - 22), card.host, font=small, fill=colours["on-deep"], anchor="rm")
    return image


@lru_cache(maxsize=4)
def _ground(insee: str, colours: tuple[tuple[str, str], ...]) -> Image.Image:
    """The landscape of the commune, deep on the left where words stand: the long part of a card, done once for all."""
    tokens = dict(colours)
    svg = landscape(insee, tokens, "morning", WIDTH, HEIGHT, "village")
    bitmap = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH, height=HEIGHT, skip_system_fonts=True))
    scene = Image.open(io.BytesIO(bitmap)).convert("RGB")
    veil = Image.linear_gradient("L").rotate(90, expand=True).resize((WIDTH, HEIGHT))  # 0 at the left
    opacity = veil.point([255 - round(value * 0.34) for value in range(256)])
    return Image.composite(Image.new("RGB", (WIDTH, HEIGHT), tokens["deep"]), scene, opacity)


def _logo(image: Image.Image, file: str) -> int:
    """Put the logo on a white plate; where the words beside it begin."""
    if not file or not Path(file).is_file():
        return MARGIN
    with Image.open(file) as opened:
        logo = opened.convert("RGBA")
    logo.thumbnail((LOGO - 20, LOGO - 20), Image.Resampling.LANCZOS)
    plate = Image.new("RGBA", (LOGO, LOGO), (0, 0, 0, 0))
    ImageDraw.Draw(plate).rounded_rectangle((0, 0, LOGO - 1, LOGO - 1), 18, fill="white")
    plate.alpha_composite(logo, ((LOGO - logo.width) // 2, (LOGO - logo.height) // 2))
    image.paste(plate, (MARGIN, MARGIN), plate)
    return MARGIN + LOGO + 28


def _dashes(pen: ImageDraw.ImageDraw, top: int, colour: str) -> None:
    """The sign that the themes put under their titles."""
    left = MARGIN
    for length in (72, 30, 30):
        pen.rounded_rectangle((left, top, left + length, top + 9), 4, fill=colour)
        left += length + 14


@lru_cache(maxsize=64)
def font(theme: str, rank: int, size: int) -> ImageFont.FreeTypeFont:
    """The heading font of the theme (rank 0) or that of its text (1)."""
    worn = load(theme) if theme else None
    file = worn.lettering.fonts[-1 if rank else 0].file if worn and worn.lettering.fonts else ""
    if worn and file in worn.statics:
        found = ImageFont.truetype(io.BytesIO(worn.statics[file].content), size)
        if axes := found.get_variation_axes():
            found.set_variation_by_axes([axes[0]["maximum" if rank == 0 else "minimum"] or 0])
        return found
    return ImageFont.truetype(PLAIN[rank], size)


def typeset(text: str) -> str:
    """As French is printed: no line begins with a sign that is high, and apostrophes are curved."""
    text = re.sub(r"[ \u00a0\u202f]*([;!?]+)", rf"{NARROW}\1", text.replace("'", "’"))
    text = re.sub(rf"([\w»)])[ {NBSP}]:", rf"\1{NBSP}:", text)
    return re.sub(r"« ?", f"«{NBSP}", re.sub(r" ?»", f"{NBSP}»", text))


def fitted(text: str, theme: str) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The title cut in lines, in the largest size that holds; what is too long ends with « … »."""
    room = WIDTH - 2 * MARGIN
    for size in SIZES:
        heading = font(theme, 0, size)
        lines = _lines(text, heading, room)
        high = len(lines) * size * LEADING <= TITLE_BOTTOM - TITLE_TOP
        if len(lines) <= MOST_LINES and high and all(heading.getlength(line) <= room for line in lines):
            return _balanced(text, lines, heading), heading
    return _cut(_lines(text, heading, room), heading, room), heading


def _lines(text: str, heading: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        if lines and heading.getlength(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _balanced(text: str, lines: list[str], heading: ImageFont.FreeTypeFont) -> list[str]:
    """The same number of lines, of lengths as near as words allow: no word alone on the last one."""
    for room in range(WIDTH // 3, WIDTH - 2 * MARGIN, 12):
        found = _lines(text, heading, room)
        if len(found) == len(lines) and all(heading.getlength(line) <= room for line in found):
            return found
    return lines


def _cut(lines: list[str], heading: ImageFont.FreeTypeFont, room: int) -> list[str]:
    most = min(MOST_LINES, int((TITLE_BOTTOM - TITLE_TOP) // (heading.size * LEADING)))
    kept = lines[:most]
    long = len(lines) > most
    for number, line in enumerate(kept):
        last = long and number == len(kept) - 1
        while line and heading.getlength(line + ("…" if last else "")) > room:
            line, last = line[:-1], True  # noqa: PLW2901  # shortened until it holds
        kept[number] = f"{line.rstrip(' ,;:')}…" if last else line
    return kept
