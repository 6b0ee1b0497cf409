"""What a page costs: rendering, compressing and writing apart, in milliseconds of CPU; then a whole commune."""

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from sites.bake.bakery import bake
from sites.bake.snapshot import Snapshot, take
from sites.bake.views import PageView
from sites.models import Commune
from sites.modules import active_codes
from sites.rendering.identity import whole_site_view
from sites.rendering.look import look_of, statics_of
from sites.rendering.renderer import Renderer
from sites.store.compress import brotlied, gzipped
from sites.themes import load

REPEATS = 300


@dataclass(frozen=True)
class PageCost:
    """One page: bytes of HTML, then CPU milliseconds of each step."""

    name: str
    bytes: int
    render: float
    gzip: float
    brotli: float
    write: float


def cpu_ms(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median over five rounds of the CPU time of one call, in milliseconds."""
    work()
    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(repeats // 5):
            work()
        rounds.append((time.process_time() - start) * 1000 / (repeats // 5))
    return statistics.median(rounds)


def renderer_of(commune: Commune) -> tuple[Snapshot, Renderer]:
    """A snapshot and what renders it, as a bake has them."""
    snapshot = take(commune.pk)
    look = look_of(load(snapshot.commune.theme), snapshot.records["identity"])
    renderer = Renderer(snapshot, look, whole_site_view(snapshot, statics_of(look, snapshot.modules)))
    return snapshot, renderer


def page_cost(name: str, renderer: Renderer, page: PageView) -> PageCost:
    """The cost of one page, the chrome being already there as for every page but the first."""
    html = renderer.page(page).encode()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "index.html"
        written = cpu_ms(lambda: file.write_bytes(html))
    return PageCost(
        name=name,
        bytes=len(html),
        render=cpu_ms(lambda: renderer.page(page)),
        gzip=cpu_ms(lambda: gzipped(html)),
        brotli=cpu_ms(lambda: brotlied(html)),
        write=written,
    )


def typical_pages(snapshot: Snapshot) -> dict[str, PageView]:
    """The real home, the page with the greatest variety of blocks, the longest article."""
    pages = [page for page in snapshot.pages if page.fields.get("body") or page.type == "accueil"]
    home = next(page for page in pages if page.type == "accueil")
    others = [page for page in pages if page.type in {"page", "rubrique"}]
    richest = max(others, key=lambda page: len({block["type"] for block in page.fields["body"]}))
    kinds = len({block["type"] for block in richest.fields["body"]})
    article = max((page for page in pages if page.type == "article"), key=lambda page: len(str(page.fields["body"])))
    return {"home": home, f"page with {kinds} kinds of blocks": richest, "article": article}


def pages(commune: Commune) -> list[PageCost]:
    """The three pages of a commune, and the mean of them all."""
    snapshot, renderer = renderer_of(commune)
    _ = renderer.chrome
    costs = [page_cost(name, renderer, page) for name, page in typical_pages(snapshot).items()]
    everything = cpu_ms(lambda: [renderer.page(page) for page in snapshot.pages], 25) / len(snapshot.pages)
    size = sum(len(renderer.page(page).encode()) for page in snapshot.pages) // len(snapshot.pages)
    return [*costs, PageCost(f"mean of {len(snapshot.pages)} pages", size, everything, 0, 0, 0)]


@dataclass(frozen=True)
class ModulesCost:
    """One commune with so many modules: CPU milliseconds of its home, of a page on average; queries of a bake."""

    modules: int
    home: float
    mean: float
    queries: int


def with_and_without_modules(commune: Commune) -> list[ModulesCost]:
    """The commune as it stands, then with no module but those that nobody may switch off; nothing is kept."""
    found = [_with_its_modules(commune)]
    with transaction.atomic():
        off = sorted(active_codes(commune))
        Commune.objects.filter(pk=commune.pk).update(options={**commune.options, "modules_on": [], "modules_off": off})
        found.append(_with_its_modules(commune))
        transaction.set_rollback(True)
    return found


def _with_its_modules(commune: Commune) -> ModulesCost:
    with CaptureQueriesContext(connection) as captured:
        snapshot, renderer = renderer_of(commune)
    _ = renderer.chrome
    home = next(page for page in snapshot.pages if page.type == "accueil")
    mean = cpu_ms(lambda: [renderer.page(page) for page in snapshot.pages], 25) / len(snapshot.pages)
    return ModulesCost(len(snapshot.modules), cpu_ms(lambda: renderer.page(home)), mean, len(captured))


def whole_commune(commune: Commune) -> dict[str, float]:
    """SQL queries of a bake; wall milliseconds of a full one, and of one where nothing changed."""
    bake(commune, force=True)
    with CaptureQueriesContext(connection) as captured:
        take(commune.pk)
    full = [bake(commune, force=True).ms["total"] for _ in range(5)]
    idle = [bake(commune).ms["total"] for _ in range(9)]
    return {
        "queries": len(captured),
        "full": statistics.median(full),
        "nothing changed": statistics.median(idle),
    }
