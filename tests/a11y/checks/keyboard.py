"""The page by the Tab key alone: each stop is reached in the order of the page, seen, on the screen, and left again."""

from typing import Any

from tests.a11y.checks import Found, View

# Numbers what can be reached, and tells how many there are. Radio buttons of one name are one stop.
COUNT = """() => {
  const wanted = 'a[href], button:not([disabled]), input:not([type=hidden], [disabled]), select, textarea, summary, iframe, [tabindex="0"]';
  const groups = new Set();
  const found = [...document.querySelectorAll(wanted)].filter((element) => {
    if (element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.type !== 'radio') return true;
    if (groups.has(element.name)) return false;
    return groups.add(element.name);
  });
  window.stops = found;
  // Tab goes on from where the focus was: from the top of the page, even where a summary of errors had taken it.
  const top = document.createElement('span');
  top.tabIndex = -1;
  document.body.prepend(top);
  top.focus();
  top.remove();
  scrollTo(0, 0);
  return found.length;
}"""
STOP = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const style = getComputedStyle(element);
  const box = element.getClientRects()[0] || element.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const over = document.elementFromPoint(x, y);
  const rgb = (text) => (text.match(/rgba?\\([^)]*\\)/)?.[0].match(/[\\d.]+/g) || []).map(Number);
  const lit = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, at) => sum + c * [.2126, .7152, .0722][at], 0);
  const against = (one, two) => (Math.max(lit(one), lit(two)) + .05) / (Math.min(lit(one), lit(two)) + .05);
  let behind = [255, 255, 255];
  for (let above = element.parentElement; above; above = above.parentElement) {
    const paint = rgb(getComputedStyle(above).backgroundColor);
    if (paint.length && (paint[3] ?? 1) === 1) { behind = paint; break; }
  }
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? rgb(style.outlineColor) : null;
  const halo = style.boxShadow !== 'none' ? rgb(style.boxShadow) : null;
  return {
    at: window.stops.indexOf(element),
    place: [...document.querySelectorAll('*')].indexOf(element),
    parts: ['date', 'time', 'datetime-local'].includes(element.type),
    drawn: Boolean(drawn),
    contrast: Math.max(drawn ? against(drawn, behind) : 0, drawn && halo ? against(halo, behind) : 0),
    inside: box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
    covered: Boolean(over) && !(element.contains(over) || over.contains(element)),
    html: element.outerHTML.replace(/\\s+/g, ' ').slice(0, 120),
  };
}"""
MISSED = "(reached) => window.stops.filter((_, at) => !reached.includes(at)).map((one) => one.outerHTML.slice(0, 120))"
SKIPPED = """() => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return Boolean(target) && (document.activeElement === target || target.contains(document.activeElement));
}"""
# Past its last stop Chromium goes back to the first or to none: a skip link that was left open would hide the words
# below it from the stages that follow.
LEAVE = "() => document.activeElement?.blur()"
ENOUGH = 3.0  # WCAG 1.4.11: the mark of the focus against what is beside it
ENDLESS = 6  # a date has three stops of its own


def walk(view: View) -> Found:
    """Every stop, to the last; nothing has the focus after it."""
    tab = view.screen.tab
    total = tab.evaluate(COUNT)
    reached: list[int] = []
    before: dict[str, Any] | None = None
    same = 0
    for _press in range(total * 2 + 20):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(STOP)
        if stop is None or (reached and stop["at"] == reached[0]):
            break
        same = same + 1 if before and stop["place"] == before["place"] else 0
        if same > (ENDLESS if stop["parts"] else 0):
            yield "keyboard-trap", stop["html"]
            break
        if not same:
            yield from _look(stop, before)
        reached.append(stop["at"])
        before = stop
    else:
        yield "keyboard-trap", "le parcours n’en finit pas"
    tab.evaluate(LEAVE)
    missed = tab.evaluate(MISSED, reached)
    yield from (("keyboard-reach", html) for html in missed)


def _look(stop: dict[str, Any], before: dict[str, Any] | None) -> Found:
    if before and stop["place"] < before["place"]:
        yield "keyboard-order", stop["html"]
    if not stop["drawn"] or stop["contrast"] < ENOUGH:
        yield "focus-seen", f"{stop['contrast']:.1f} : {stop['html']}"
    if not stop["inside"]:
        yield "focus-on-screen", stop["html"]
    elif stop["covered"]:
        yield "focus-covered", stop["html"]


def skip(view: View) -> Found:
    """The first stop leads to the content, and takes the focus with it."""
    tab = view.screen.tab
    view.screen.open(view.url)
    tab.evaluate(COUNT)
    tab.keyboard.press("Tab")
    if not tab.evaluate("() => document.activeElement.matches('a[href^=\"#\"]')"):
        yield "skip-first", tab.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        return
    tab.keyboard.press("Enter")
    if not tab.evaluate(SKIPPED):
        yield "skip-moves", "le focus ne suit pas le lien d’évitement"
