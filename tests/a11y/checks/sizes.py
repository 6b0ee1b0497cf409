"""The page in every width, with larger text, with more space between letters; and what a finger can touch."""

from tests.a11y.checks import Found, View

WIDTHS = (320, 390, 768, 1280, 1920)
PHONE, DESKTOP = 390, 1280
LOW = 256  # px of height: a screen of 1 280 × 1 024 at 400 %
# A pixel of slack: fractions are rounded up.
SLACK = 1
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  const over = document.documentElement.scrollWidth - room;
  const first = [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > room + 1 &&
    getComputedStyle(one).position !== 'fixed' && !one.closest('.scroll'));
  return [over, over > 1 && first ? first.outerHTML.replace(/\\s+/g, ' ').slice(0, 120) : ''];
}"""
CLIPPED = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const style = getComputedStyle(one);
  if (!one.checkVisibility() || style.clipPath !== 'none' || one.closest('[aria-hidden=true]') || !one.textContent.trim()) return false;
  const held = ['hidden', 'clip'];
  const tall = held.includes(style.overflowY) && one.scrollHeight > one.clientHeight + 2;
  const wide = held.includes(style.overflowX) && one.scrollWidth > one.clientWidth + 2;
  return tall || wide;
}).map((one) => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 120))"""
# WCAG 2.5.8: 24 px, but for links inside a sentence and for targets with 24 px to themselves.
SMALL = """() => {
  const targets = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(
    (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().right > 0);
  const boxes = new Map(targets.map((one) => {
    const held = one.closest('label')?.getBoundingClientRect() || one.getBoundingClientRect();
    return [one, held];
  }));
  const stretched = (one) => getComputedStyle(one, '::after').position === 'absolute' && getComputedStyle(one, '::after').content !== 'none';
  const inSentence = (one) => getComputedStyle(one).display === 'inline' &&
    [...one.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 2);
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const crowded = (one) => {
    const [x, y] = middle(boxes.get(one));
    return targets.some((other) => {
      if (other === one || other.contains(one) || one.contains(other) || stretched(other)) return false;
      const box = boxes.get(other);
      const dx = Math.max(box.left - x, 0, x - box.right), dy = Math.max(box.top - y, 0, y - box.bottom);
      return Math.hypot(dx, dy) < 12;
    });
  };
  return targets.filter((one) => {
    const box = boxes.get(one);
    return (box.width < 24 || box.height < 24) && !inSentence(one) && !stretched(one) && crowded(one);
  }).map((one) => `${Math.round(boxes.get(one).width)} × ${Math.round(boxes.get(one).height)} px : ${one.outerHTML.replace(/\\s+/g, ' ').slice(0, 120)}`);
}"""
STICKY = """() => [...document.querySelectorAll('body *')].filter((one) => ['fixed', 'sticky'].includes(getComputedStyle(one).position) &&
  one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().height > 100).map((one) => one.outerHTML.slice(0, 120))"""
LARGE = "html { font-size: 200% !important }"
# WCAG 1.4.12
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-bottom: 2em !important }"
)


def widths(view: View) -> Found:
    """No width makes a visitor scroll sideways."""
    for width in WIDTHS:
        view.screen.tab.set_viewport_size({"width": width, "height": 900})
        yield from _wide(view, "reflow", f"{width} px")


def low(view: View) -> Found:
    """On a screen of 256 px of height nothing stays in front of the text."""
    view.screen.tab.set_viewport_size({"width": DESKTOP, "height": LOW})
    for html in view.screen.tab.evaluate(STICKY):
        yield "reflow-low", html


def larger(view: View) -> Found:
    """The text at 200 %, on a computer and on a phone; then the spaces of WCAG 1.4.12."""
    for check, rule in (("text-200", LARGE), ("text-spacing", SPACED)):
        style = view.screen.tab.add_style_tag(content=rule)
        for width in (DESKTOP, PHONE):
            view.screen.tab.set_viewport_size({"width": width, "height": 900})
            yield from _wide(view, check, f"{width} px")
            for html in view.screen.tab.evaluate(CLIPPED):
                yield check, f"coupé à {width} px : {html}"
        style.evaluate("(one) => one.remove()")


def targets(view: View) -> Found:
    """What a finger touches, on a phone and on a computer."""
    for width in (PHONE, DESKTOP):
        view.screen.tab.set_viewport_size({"width": width, "height": 900})
        yield from (("target-size", f"{width} px : {found}") for found in view.screen.tab.evaluate(SMALL))


def _wide(view: View, check: str, where: str) -> Found:
    over, first = view.screen.tab.evaluate(TOO_WIDE)
    if over > SLACK:
        yield check, f"{over} px de trop à {where} : {first}"
