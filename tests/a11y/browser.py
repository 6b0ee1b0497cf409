"""One Chromium for a whole run, and the file server it looks at."""

import contextlib
import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.a11y.catalogue import SEARCHED

CHROMIUM = shutil.which("chromium")
NO_CHROMIUM = "Chromium n’est pas installé : paquet Debian « chromium »."
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
DESKTOP = 1280
HEIGHT = 900


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A plain file server, as any host would offer."""

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


class Answering(Quiet):
    """With the answers of the CMS to who searches, as ``catalogue.answers`` kept them."""

    def translate_path(self, path: str) -> str:
        """Titles that begin so are never found."""
        if path.startswith("/_/recherche/titres.json"):
            return str(Path(self.directory, "servi", "titres.json"))
        kept = {address: folder for folder, address in SEARCHED.items()}
        return super().translate_path(kept.get(path, path))


@contextlib.contextmanager
def served(folder: Path, handler: type[Quiet] = Answering) -> Iterator[str]:
    """The origin that shows this folder."""
    answering = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@dataclass
class Screen:
    """A tab of the browser, and what it asked for and complained of since the page was opened."""

    tab: Any
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, url: str, width: int = DESKTOP, height: int = HEIGHT) -> None:
        """Show a page anew, its pictures with it."""
        self.asked.clear()
        self.complaints.clear()
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.goto(url, wait_until="load")


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """Playwright’s Chromium. No query to the database while it is open: Django refuses them beside an event loop."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where there is a browser

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@contextlib.contextmanager
def screen(chromium: Any, *, script: bool = True) -> Iterator[Screen]:
    """A visitor who never came, in French, who wants nothing to move."""
    context = chromium.new_context(
        locale="fr-FR",
        reduced_motion="reduce",
        java_script_enabled=script,
        viewport={"width": DESKTOP, "height": HEIGHT},
    )
    tab = context.new_page()
    tab.set_default_timeout(60_000)
    tab.route(lambda url: not url.startswith(("http://127.0.0.1", "data:")), lambda route: route.abort())
    yield Screen(tab)
    context.close()
