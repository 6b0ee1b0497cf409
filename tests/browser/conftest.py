"""One install, one server and one browser for all the tests of this folder; each test has its own sessions."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps
from playwright.sync_api import sync_playwright

from tests import schema
from tests.browser.seed import PASSWORD
from tests.servers.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]
# Those of the package chromium-l10n: the fields of dates and the complaints of the browser itself, as people see them.
FRENCH: dict[str, str | float | bool] = {**os.environ, "LANGUAGE": "fr"}
READY_IN = 180  # seconds, on a busy machine


@dataclass(frozen=True)
class Install:
    """A running install."""

    var: Path
    port: int

    def url(self, host: str, path: str = "/") -> str:
        """An address of one of its hosts."""
        return f"http://{host}.localhost:{self.port}{path}"

    def mails(self) -> list[Any]:
        """Messages sent, the oldest first."""
        files = sorted((self.var / "outbox").glob("*"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    def mail(self, to: str, subject: str) -> Any:
        """The message, once the worker has sent it."""
        end = time.monotonic() + READY_IN
        while time.monotonic() < end:
            if found := [one for one in self.mails() if one["To"] == to and one["Subject"] == subject]:
                return found[-1]
            time.sleep(0.5)
        pytest.fail(f"Pas de message «\u00a0{subject}\u00a0» à {to}.")

    def run(self, *command: str, within: float = READY_IN) -> str:
        """A command, as everybody runs them, that ends ``within`` so many seconds."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=within,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout

    def call(self, sentence: str) -> str:
        """A function of the seed, in a process of this install."""
        return self.run("cms", "shell", "--verbosity", "0", "-c", f"from tests.browser import seed; seed.{sentence}")

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the machine's own install."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BEFFROI_")}
        return kept | {
            "BEFFROI_VAR": str(self.var),
            "BEFFROI_PORT": str(self.port),
            "BEFFROI_SECRET_KEY": "tests-only",
            "DJANGO_SETTINGS_MODULE": "cms.settings",
            "PYTHONPATH": str(ROOT),
        }


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Install]:
    """Migrated, sown, baked and served by the commands that everybody uses."""
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    place = Install(tmp_path_factory.mktemp("browser"), free_port())
    schema.restore(place.var / "db.sqlite3")
    place.run("cms", "migrate", "--verbosity", "0")
    place.call("sow()")
    place.run("cms", "bake", "--all")
    with served(place):
        yield place


@contextmanager
def served(place: Install) -> Iterator[None]:
    """An install whose pages and editor answer."""
    with (place.var / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "cms", "serve", "--port", str(place.port)],
            cwd=ROOT,
            env=place.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(place, server)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)


def _wait(place: Install, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + READY_IN
    while time.monotonic() < end:
        if server.poll() is not None:
            pytest.fail((place.var / "serve.log").read_text()[-4000:])
        connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
        try:
            connection.request("GET", "/login/", headers={"Host": f"admin.localhost:{place.port}"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    pytest.fail("Le serveur ne répond pas.")


@pytest.fixture
def photo(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A picture as a telephone makes them, of this test alone: one sent twice is answered by a question."""
    colour = f"#{zlib.crc32(request.node.nodeid.encode()) & 0xFFFFFF:06x}"
    path = tmp_path / "marche.jpg"
    ImageOps.colorize(Image.radial_gradient("L").resize((1600, 1200)), colour, "white").save(path, quality=85)
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, one for all."""
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, env=FRENCH)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page in a session of its own, which notes what the browser complains about."""
    contexts = []

    def new(width: int = 1280) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="fr-FR")
        context.set_default_timeout(60_000)
        contexts.append(context)
        return context.new_page()

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def signed_in(visit: Callable[..., Any], install: Install) -> Callable[..., Any]:
    """Logs somebody in by the form, as people do: ``signed_in("contributeur", "cajarc")``."""

    def enter(role: str, town: str, width: int = 1280) -> Any:
        page = visit(width)
        page.goto(install.url("admin"))
        page.get_by_label("Adresse électronique").fill(f"{role}@{town}.example")
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="S’identifier").click()
        page.get_by_role("heading", name="Que voulez-vous faire").wait_for()
        return page

    return enter
