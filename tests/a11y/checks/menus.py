"""The menus by the keyboard: that of a phone opens and closes, a sub-menu too, and the focus comes back."""

from tests.a11y.checks import Found, View

PHONE = 390
HOLDER = "[popovertarget]:not([popovertargetaction])"
OPENED = "(button) => Boolean(button.popoverTargetElement?.matches(':popover-open'))"
FOCUSED = "(element) => document.activeElement === element"


def phone_menu(view: View) -> Found:
    """At 390 px."""
    view.screen.open(view.url, PHONE)
    tab = view.screen.tab
    button = tab.query_selector(HOLDER)
    if button is None or not button.is_visible():
        yield "menu-phone", "aucun bouton n’ouvre le menu"
        return
    button.focus()
    tab.keyboard.press("Enter")
    if not button.evaluate(OPENED):
        yield "menu-phone", "la touche Entrée n’ouvre pas le menu"
        return
    tab.keyboard.press("Tab")
    if not tab.evaluate("() => Boolean(document.activeElement.closest(':popover-open'))"):
        yield "menu-phone", "le focus n’entre pas dans le menu ouvert"
    tab.keyboard.press("Escape")
    if button.evaluate(OPENED) or not button.evaluate(FOCUSED):
        yield "menu-phone", "Échap ne ferme pas le menu, ou ne rend pas le focus"


def sub_menu(view: View) -> Found:
    """At 1 280 px: it does not open under a passing mouse; Enter opens it, Escape closes it."""
    view.screen.open(view.url)
    tab = view.screen.tab
    heading = tab.query_selector("nav.menu summary")
    if heading is None:
        return
    heading.hover()
    if heading.evaluate("(one) => one.parentElement.open"):
        yield "menu-sub", "le sous-menu s’ouvre au survol"
    heading.focus()
    tab.keyboard.press("Enter")
    if not heading.evaluate("(one) => one.parentElement.open"):
        yield "menu-sub", "la touche Entrée n’ouvre pas le sous-menu"
    tab.keyboard.press("Tab")
    if not heading.evaluate("(one) => one.parentElement.contains(document.activeElement)"):
        yield "menu-sub", "le sous-menu ouvert n’est pas le suivant au clavier"
    tab.keyboard.press("Escape")
    if heading.evaluate("(one) => one.parentElement.open") or not heading.evaluate(FOCUSED):
        yield "menu-sub", "Échap ne ferme pas le sous-menu, ou ne rend pas le focus"
