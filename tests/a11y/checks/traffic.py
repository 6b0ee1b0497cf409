"""What a page asks for, leaves behind and complains of."""

from tests.a11y.checks import Found, View

KEPT = "() => document.cookie.length + localStorage.length + sessionStorage.length"


def traffic(view: View) -> Found:
    """Just after the page was opened."""
    origin = view.url[: view.url.index("/", 8)]
    for address in view.screen.asked:
        if not address.startswith((origin, "data:")):
            yield "third-party", address
    for complaint in view.screen.complaints:
        yield "console", complaint
    if view.screen.tab.evaluate(KEPT) or view.screen.tab.context.cookies():
        yield "kept", "un cookie ou une mémoire du navigateur"
