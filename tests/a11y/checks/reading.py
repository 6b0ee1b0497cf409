"""The checks of ``read/*.js``, all in one question to the page."""

from functools import lru_cache

from tests.a11y.checks import PLACE, Found, View

# Tells the faults and the milliseconds of each check.
ASK = """(context) => {
  %s
  const checks = Object.assign({}, %s);
  return Object.entries(checks).map(([id, check]) => {
    const start = performance.now();
    const faults = check(context);
    return [id, faults, performance.now() - start];
  });
}"""


@lru_cache
def _question() -> str:
    words, *rooms = sorted((PLACE / "read").glob("*.js"), key=lambda path: path.stem != "words")
    sources = [room.read_text("utf-8") for room in rooms]
    bodies = [source[source.index("({") :].rstrip() for source in sources]
    return ASK % (words.read_text("utf-8"), ", ".join(bodies))


def read(view: View) -> Found:
    """What the page says of itself as it stands."""
    for check, faults, _milliseconds in view.screen.tab.evaluate(_question(), {"status": view.seen.status}):
        yield from ((check, fault) for fault in faults)
