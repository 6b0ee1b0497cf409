"""The contrast of texts with what is really painted behind them: photos, veils and gradients included."""

import io
from typing import Any

from PIL import Image

from sites.palette import contrast
from tests.a11y.checks import Found, View

NORMAL, LARGE = 4.5, 3.0  # WCAG 1.4.3; large is 24 px, or 18.66 px bold
NEARLY = 0.03
LEAST = 0.02  # share of the ground that a colour must have to count: the edge of a letter beside is no ground
WIDTHS = (320, 390, 600, 768, 1024, 1280, 1920)
LONG_NAME = "Saint-Germain-du-Bel-Air-sur-Céou"
TEXTS = """() => {
  const told = (node) => node && (getComputedStyle(node).clipPath === 'inset(50%)' || told(node.parentElement));
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || parent.closest('script, style, svg, noscript, template, .skip')) continue;
    if (!parent.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(parent), size = parseFloat(style.fontSize);
    if (told(parent)) continue;
    const colour = style.color.match(/[\\d.]+/g).map(Number);
    if ((colour[3] ?? 1) < 1) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const frame = parent.closest('.scroll')?.getBoundingClientRect();
    const large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    for (const box of range.getClientRects())
      // What a frame that scrolls hides is painted nowhere: the pixels at its place are those of something else.
      if (box.width > 2 && box.height > 2 && box.left >= 0 &&
          (!frame || (box.left >= frame.left && box.right <= frame.right)))
        found.push([box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY, large,
          colour.slice(0, 3), walker.currentNode.data.trim().slice(0, 40)]);
  }
  return found;
}"""
HIDE = """*, *::before, *::after { color: transparent !important; -webkit-text-fill-color: transparent !important;
  text-decoration-color: transparent !important; caret-color: transparent !important }
  svg { visibility: hidden !important }"""
# A picture that a busy machine has not painted yet leaves its fallback behind the words.
PAINTED = """async () => {
  const images = [...document.images].filter((image) => image.checkVisibility());
  images.forEach((image) => { image.loading = 'eager'; });
  await Promise.all([document.fonts.ready, ...images.map((image) => image.decode().catch(() => {}))]);
}"""
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
ROUNDS, PAUSE = 3, 300  # times, milliseconds
# A town hall may choose a snow-white photo, and a commune may have a long name.
WHITEN = """async (name) => {
  const heading = document.querySelector('.hero h1');
  if (heading) heading.lastChild.textContent = ' ' + name;
  const blank = 'data:image/svg+xml,' + encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="760"><rect width="1600" height="760" fill="#fff"/></svg>');
  const images = [...document.querySelectorAll('main img')];
  document.querySelectorAll('main picture source').forEach((source) => source.remove());
  images.forEach((image) => { image.loading = 'eager'; image.srcset = ''; image.src = blank; });
  await Promise.all(images.map((image) => image.decode()));
  return images.length;
}"""


def pixels(view: View) -> Found:
    """As the page stands, on a computer and on a phone."""
    for width in (1280, 390):
        view.screen.tab.set_viewport_size({"width": width, "height": 900})
        yield from (("contrast-pixels", f"{width} px : {fault}") for fault in unreadable(view.screen.tab))


def white(view: View) -> Found:
    """With white photos and a long name: the words on a banner stay readable at every width."""
    if not view.screen.tab.evaluate(WHITEN, LONG_NAME):
        return
    for width in WIDTHS:
        view.screen.tab.set_viewport_size({"width": width, "height": 900})
        yield from (("contrast-white", f"{width} px : {fault}") for fault in unreadable(view.screen.tab))


def unreadable(tab: Any) -> list[str]:
    """Every text whose ground, somewhere, is too close to it, each time one looks.

    A page may change between words and pixels, and a busy machine may show letters that were just hidden.
    """
    found = _measured(tab)
    for _round in range(ROUNDS - 1):
        if not found:
            break
        tab.wait_for_timeout(PAUSE)
        again = set(_measured(tab))
        found = [fault for fault in found if fault in again]
    return found


def _measured(tab: Any) -> list[str]:
    tab.evaluate(PAINTED)
    texts = tab.evaluate(TEXTS)
    style = tab.add_style_tag(content=HIDE)
    tab.evaluate(NEXT_FRAME)  # or the letters of the last one are taken for their ground
    shot = Image.open(io.BytesIO(tab.screenshot(full_page=True, animations="disabled"))).convert("RGB")
    style.evaluate("(one) => one.remove()")
    faults = []
    for left, top, right, bottom, large, colour, words in texts:
        worst = _worst(shot.crop((int(left), int(top), int(right) + 1, int(bottom) + 1)), colour)
        if worst < (LARGE if large else NORMAL) - NEARLY:
            faults.append(f"{worst:.2f} « {words} »")
    return faults


def _worst(ground: Image.Image, colour: list[int]) -> float:
    small = ground.resize((min(ground.width, 48), min(ground.height, 12)), Image.Resampling.NEAREST)
    total = small.width * small.height
    counted: list[tuple[int, Any]] = small.getcolors(total) or []
    ink = _hexadecimal(colour)
    ratios = sorted((contrast(ink, _hexadecimal(paint)), count) for count, paint in counted)
    passed = 0
    for ratio, count in ratios:
        passed += count
        if passed >= total * LEAST:
            return ratio
    return ratios[-1][0]


def _hexadecimal(colour: Any) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in colour[:3])
