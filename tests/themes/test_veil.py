"""A town hall may choose a snow-white photo: the words on the banner must stay readable, at every width."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from sites.palette import contrast
from tests.themes.test_browser import opened, served

WIDTHS = (320, 390, 600, 768, 1024, 1280, 1920)
LONG_NAME = "Saint-Germain-du-Bel-Air-sur-Céou"
NORMAL, LARGE = 4.5, 3.0  # WCAG 1.4.3; large is 24 px, or 18.66 px bold
WHITEN = """async (name) => {
  document.querySelector('h1').lastChild.textContent = ' ' + name;
  const blank = 'data:image/svg+xml,' + encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="760">' +
    '<rect width="1600" height="760" fill="#fff"/></svg>');
  const images = [...document.querySelectorAll('.hero__img img, .title__img img')];
  document.querySelectorAll('.hero__img source, .title__img source').forEach((source) => source.remove());
  images.forEach((image) => { image.srcset = ''; image.src = blank; });
  await Promise.all(images.map((image) => image.decode()));
}"""
TEXTS = """() => {
  const found = [], walker = document.createTreeWalker(document.querySelector('.hero, .title'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement, style = getComputedStyle(parent);
    const size = parseFloat(style.fontSize);
    if (!walker.currentNode.data.trim() || parent.closest('.btn, .vh, .tag')) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    for (const box of range.getClientRects())
      found.push({x: box.left + scrollX, y: box.top + scrollY, w: box.width, h: box.height, large,
                  colour: style.color.match(/[0-9]+/g).slice(0, 3).map(Number), text: walker.currentNode.data.trim()});
  }
  return found;
}"""
HIDE = "*{color:transparent!important}svg{visibility:hidden!important}"


def hexadecimal(colour: Any) -> str:
    return "#" + "".join(f"{channel:02x}" for channel in colour[:3])


def unreadable(page: Any) -> list[str]:
    """Every text of the banner whose ground, somewhere, is too close to it."""
    texts = page.evaluate(TEXTS)
    assert texts
    page.add_style_tag(content=HIDE)
    shot = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")
    faults = []
    for text in texts:
        ground = shot.crop((text["x"], text["y"], text["x"] + text["w"], text["y"] + text["h"])).resize((24, 6))
        found = {hexadecimal(colour) for _count, colour in ground.getcolors(24 * 6) or []}
        ink = hexadecimal(text["colour"])
        worst = min(contrast(ink, colour) for colour in found)
        if worst < (LARGE if text["large"] else NORMAL):
            faults.append(f"{worst:.2f} « {text['text'][:40]} »")
    return faults


@pytest.mark.browser
@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["causse"], indirect=True)
def test_words_on_the_banner_stay_readable_on_a_white_photo(shown: Path) -> None:
    faults = []
    with served(shown) as origin, opened(1280) as (page, _complaints):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for path in ("/", "/vie-municipale/", "/actualites/fete/"):
                page.goto(origin + path, wait_until="load")
                page.evaluate(WHITEN, LONG_NAME)
                faults += [f"{path} {width} px: {fault}" for fault in unreadable(page)]
    assert faults == []
