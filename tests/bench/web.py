"""What Lighthouse says of the showcases, as a telephone on a slow network meets them: the median of three runs."""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

from deploy.demo.towns import SHOWCASES
from sites.bake.bakery import store_of
from sites.bake.pool import bake_many
from sites.models import Commune
from tests.servers.install import until
from tests.servers.ports import free_port
from tests.tools import LIGHTHOUSE, ROOT

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
TRIES = 4  # a browser without a screen now and then records nothing, and Lighthouse says so
TARGET = 100
CHROME = (
    "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu --disable-background-networking "
    "--disable-component-update"
)

OPTIONS = ("--quiet", f"--chrome-flags={CHROME}", "--output=json", "--output-path=stdout")


@dataclass(frozen=True, slots=True)
class Score:
    """Each category out of 100; ``paint`` of the largest thing in seconds, ``shift`` of the layout, bytes as sent."""

    name: str
    scores: Mapping[str, int]
    paint: float
    shift: float
    requests: int
    bytes: int


def measure() -> list[Score]:
    """The four home pages and an article, served by the embedded server, as real sites and not demonstrations."""
    communes = list(Commune.objects.filter(insee__in=SHOWCASES).order_by("insee"))
    with _as_real_sites(communes), _served() as port:
        return [_score(name, url.format(port)) for name, url in _pages(communes)]


@contextmanager
def _as_real_sites(communes: list[Commune]) -> Iterator[None]:
    """A demonstration asks search engines to stay away, which costs it a third of what is judged there."""
    chosen = Commune.objects.filter(pk__in=[commune.pk for commune in communes])
    try:
        for demo in (False, True):
            chosen.update(demo=demo)
            failed = [result for result in bake_many(list(chosen)) if not result.ok]
            assert not failed, failed
            if not demo:
                yield
    finally:
        chosen.update(demo=True)


@contextmanager
def _served() -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "cms", "serve", "--port", str(port)]
    environment = {**os.environ, "BEFFROI_VAR": str(settings.BEFFROI_VAR), "BEFFROI_PORT": str(port)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            until(lambda: _answers(port))
            yield port
        finally:
            server.terminate()


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", headers={"host": "cahors.localhost"}).is_success
    except httpx.TransportError:
        return False


def _pages(communes: list[Commune]) -> Iterator[tuple[str, str]]:
    for commune in communes:
        yield f"{commune.name}, {commune.theme}: home", f"http://{SHOWCASES[commune.insee].folder}.localhost:{{}}/"
    www = store_of("46042").www
    article = min((www / "actualites").glob("*/index.html")).parent
    yield "Cahors: an article", f"http://cahors.localhost:{{}}/{article.relative_to(www).as_posix()}/"


def _score(name: str, url: str) -> Score:
    print(f"  {name}", flush=True)
    reports = [_report(url) for _run in range(RUNS)]

    def median(*keys: str) -> float:
        return statistics.median(_at(report, *keys) for report in reports)

    items = reports[0]["audits"]["network-requests"]["details"]["items"]
    return Score(
        name,
        {category: round(100 * median("categories", category, "score")) for category in CATEGORIES},
        median("audits", "largest-contentful-paint", "numericValue") / 1000,
        median("audits", "cumulative-layout-shift", "numericValue"),
        len(items),
        int(sum(item.get("transferSize", 0) for item in items)),
    )


def _at(report: Mapping[str, Any], *keys: str) -> float:
    found: Any = report
    for key in keys:
        found = found[key]
    return float(found or 0)


def _report(url: str) -> dict[str, Any]:
    chrome = shutil.which("chromium")
    node = shutil.which("node")
    if chrome is None or node is None or not Path(LIGHTHOUSE).is_file():
        sys.exit("Lighthouse wants Chromium and node (packages « chromium » and « npm »), and python -m tests.tools.")
    command = [node, str(LIGHTHOUSE), url, *OPTIONS]
    environment = {**os.environ, "CHROME_PATH": chrome}
    for _try in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=180)
        if not done.returncode:
            told: dict[str, Any] = json.loads(done.stdout)
            return told
    sys.exit(f"Lighthouse could not judge {url}: {done.stderr.strip()[-600:]}")


def table(scores: list[Score]) -> list[tuple[str, ...]]:
    """One row a page."""
    return [
        (
            score.name,
            *(f"{score.scores[category]}" for category in CATEGORIES),
            f"{score.paint:.1f} s",
            f"{score.shift:.3f}",
            f"{score.requests}",
            f"{score.bytes / 1000:.0f} kB",
        )
        for score in scores
    ]
