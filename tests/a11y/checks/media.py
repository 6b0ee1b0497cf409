"""Other ways to see the page: on paper, with forced colours, without motion, without script, without style sheets."""

from tests.a11y.checks import Found, View

# What is read in the content, away from menus, forms and asides. Long texts tell best where they come from.
TEXTS = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, td, th, dd, dt, figcaption, summary)')].filter((one) =>
  !one.closest('nav, aside, form, dialog, .side, .share, .pages, .hero__act, .vh, .quick, .embed, .plan__map, [hidden], [aria-hidden=true]') && one.checkVisibility() && one.textContent.trim()).map(
  (one) => one.textContent.replace(/\\s+/g, ' ').trim())"""
HIDDEN = """() => [...document.querySelectorAll('main details > :not(summary)')].filter(
  (one) => !one.checkVisibility()).map((one) => one.textContent.replace(/\\s+/g, ' ').trim().slice(0, 80))"""
NAVIGATION = "() => [...document.querySelectorAll('header nav, .skip')].filter((one) => one.checkVisibility()).map((one) => one.className)"
THINGS = """() => [...document.querySelectorAll('body :is(a, button, input, select, textarea, summary, h1, h2, h3, p, li, td, img, svg)')].filter((one) => {
  const box = one.getBoundingClientRect();
  return !one.closest('[aria-hidden=true] [aria-hidden=true]') && one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width && box.height;
}).length"""
BORDERLESS = """() => [...document.querySelectorAll('button, input:not([type=hidden], [type=checkbox], [type=radio]), textarea, .btn')].filter((one) =>
  one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true]') && !parseFloat(getComputedStyle(one).borderTopWidth)).map(
  (one) => one.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')].flatMap((one) => ['', '::before', '::after'].filter((part) => {
  const style = getComputedStyle(one, part || undefined);
  const lasts = (text) => text.split(',').some((value) => parseFloat(value) > 0);
  return lasts(style.transitionDuration) || (style.animationName !== 'none' && lasts(style.animationDuration)) || style.scrollBehavior === 'smooth';
}).map((part) => `${part} ${one.outerHTML.replace(/\\s+/g, ' ').slice(0, 100)}`)).slice(0, 3)"""
PLAYING = "() => document.getAnimations().filter((one) => one.playState === 'running').length + document.querySelectorAll('marquee, blink, video[autoplay], audio[autoplay]').length"
CONTENT = """() => [...document.querySelectorAll('main :is(h1, h2, h3, a[href]):not(template *)')].filter((one) => !one.closest('[data-plan], dialog')).map(
  (one) => one.textContent.replace(/\\s+/g, ' ').trim())"""
UNSTYLE = "() => { document.querySelectorAll('link[rel=stylesheet], style').forEach((one) => { (one.sheet || {}).disabled = true; }); }"
ORDER = """() => {
  const places = ['.skip a, a[href^="#"]', 'header', 'main', 'main h1', 'footer'].map((where) => document.querySelector(where));
  return places.slice(1).every((one, at) => one && places[at] && (places[at].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
}"""
UNSEEN = """() => [...document.querySelectorAll('main :is(h1, h2, h3, p, li, td, th)')].filter((one) => one.textContent.trim() &&
  !one.closest('[hidden], [popover], details:not([open]), template, dialog, [aria-hidden=true]') && !one.checkVisibility({ visibilityProperty: true })).map(
  (one) => one.outerHTML.slice(0, 120))"""


def paper(view: View) -> Found:
    """The menu goes, and no text of the content."""
    tab = view.screen.tab
    before = tab.evaluate(TEXTS)
    tab.emulate_media(media="print")
    after = set(tab.evaluate(TEXTS))
    lost = [text[:100] for text in dict.fromkeys(before) if text not in after]
    lost += tab.evaluate(HIDDEN)
    shown = tab.evaluate(NAVIGATION)
    tab.emulate_media(media="screen")
    yield from (("print-text", text) for text in lost)
    yield from (("print-menu", name) for name in shown)


def forced_colours(view: View) -> Found:
    """As many things are seen, and what one presses keeps an edge."""
    tab = view.screen.tab
    before = tab.evaluate(THINGS)
    tab.emulate_media(forced_colors="active")
    after = tab.evaluate(THINGS)
    bare = tab.evaluate(BORDERLESS)
    tab.emulate_media(forced_colors="none")
    if after < before:
        yield "forced-colours", f"{before - after} éléments disparaissent"
    yield from (("forced-colours", f"sans bord : {html}") for html in bare)


def motion(view: View) -> Found:
    """Nothing moves by itself; nothing moves at all for who asked for it."""
    tab = view.screen.tab
    yield from (("reduced-motion", html) for html in tab.evaluate(MOVING))
    tab.emulate_media(reduced_motion="no-preference")
    playing = tab.evaluate(PLAYING)
    tab.emulate_media(reduced_motion="reduce")
    if playing:
        yield "moves-alone", f"{playing} animations sans qu’on les demande"


def without_script(view: View) -> Found:
    """Titles and links of the content stand in the page as it is sent."""
    with_script = view.screen.tab.evaluate(CONTENT)
    view.bare.open(view.url)
    without = set(view.bare.tab.evaluate(CONTENT))
    yield from (("without-script", text) for text in dict.fromkeys(with_script) if text not in without)


def without_sheets(view: View) -> Found:
    """Skip links, header, content, foot: the order of the page is that of its code, and nothing of it goes away."""
    tab = view.screen.tab
    tab.evaluate(UNSTYLE)
    if not tab.evaluate(ORDER):
        yield "without-style", "l’ordre n’est pas : évitement, en-tête, contenu, pied"
    yield from (("without-style", f"caché : {html}") for html in tab.evaluate(UNSEEN))
