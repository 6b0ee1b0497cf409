"""``make bench``: prints every figure. ``make bench ONLY=pages,publish`` for some of ``PARTS``."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
os.environ["BEFFROI_VAR"] = str(Path("var") / "bench")

import django
from django.conf import settings
from rich.console import Console
from rich.table import Table

# What a snapshot may ask: so many, and so many more for each module that is on.
QUERIES, QUERIES_A_MODULE = 9, 2
PARTS = ("pages", "lot", "publish", "ask", "search", "scale", "web", "provision", "guide", "compose")
console = Console(width=140)


def printed(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """One table."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def pages() -> None:
    """CPU of a page, on the richest site of the demonstration."""
    from sites.models import Commune
    from tests.bench import baking

    commune = Commune.objects.get(name="Cahors")
    rows = [
        (c.name, f"{c.bytes}", f"{c.render:.3f}", *(f"{x:.3f}" if x else "" for x in (c.gzip, c.brotli, c.write)))
        for c in baking.pages(commune)
    ]
    printed("CPU milliseconds per page (Cahors)", ("page", "bytes", "render", "gzip-6", "brotli-5", "write"), rows)
    compared = baking.with_and_without_modules(commune)
    printed(
        "The same commune, every module of its pack on, then off",
        ("modules", "home, ms of CPU", "mean of its pages", "SQL queries", "at most"),
        [
            (
                f"{c.modules}",
                f"{c.home:.3f}",
                f"{c.mean:.3f}",
                f"{c.queries}",
                f"{QUERIES + QUERIES_A_MODULE * c.modules}",
            )
            for c in compared
        ],
    )
    whole = baking.whole_commune(commune)
    printed(
        "One commune (Cahors)",
        ("", "figure"),
        [
            ("SQL queries of a bake", f"{whole['queries']:.0f}"),
            ("full bake, every file anew", f"{whole['full']:.0f} ms"),
            ("bake where nothing changed", f"{whole['nothing changed']:.0f} ms"),
        ],
    )


def lot() -> None:
    """Every site of the demonstration again."""
    from sites.bake.pool import bake_many
    from sites.models import Commune

    communes = list(Commune.objects.all())
    rows = []
    for label, force in (("every file anew", True), ("nothing changed", False)):
        start = time.perf_counter()
        results = bake_many(communes, force=force)
        seconds = time.perf_counter() - start
        total = sum(result.pages for result in results)
        failed = sum(not result.ok for result in results)
        rows.append((label, f"{len(results)}", f"{total}", f"{failed}", f"{seconds:.1f} s"))
    printed("The whole Lot, two processes", ("", "sites", "pages", "failures", "wall"), rows)


def publish() -> None:
    """From the click to the citizen."""
    from tests.bench import publishing

    done, served = publishing.measure()
    printed(
        f"Publish → live, {publishing.PUBLISHES} times on a site of {done.pages} pages",
        ("", "figure"),
        [
            ("p50", f"{done.p50:.0f} ms"),
            ("p95", f"{done.p95:.0f} ms"),
            ("the first after a start, while the worker starts", f"{done.first:.0f} ms"),
            ("of which the request itself, p50", f"{done.request_p50:.0f} ms"),
            ("pages served, four clients on the same processors", f"{served.page:.0f} / s"),
            ("answers « not modified »", f"{served.not_modified:.0f} / s"),
        ],
    )


def ask() -> None:
    """What the web server asks before a certificate."""
    from tests.bench import asking

    rows = [
        (name, *(f"{value:.2f}" for value in (cost.p50, cost.p95, cost.p99, cost.worst)))
        for name, cost in asking.measure().items()
    ]
    title = f"May a certificate be asked? {asking.HOSTS} hosts, {asking.ASKED} questions, milliseconds (aim: 5)"
    printed(title, ("name", "p50", "p95", "p99", "worst"), rows)


def search() -> None:
    """What visitors ask, of ours and of Wagtail's."""
    from tests.bench import searching

    columns = ("", "index", "p50 ms", "p95 ms", "MB", "MRR", "recall@5")
    title = f"{searching.DOCUMENTS} documents, one question at a time"
    printed(title, columns, searching.table(searching.measure_all()))


def web() -> None:
    """What Lighthouse says."""
    from tests.bench import web as judged

    columns = ("", *judged.CATEGORIES, "largest paint", "layout shift", "requests", "sent")
    title = f"Lighthouse, a telephone, median of {judged.RUNS} (target {judged.TARGET} each)"
    printed(title, columns, judged.table(judged.measure()))


def provision() -> None:
    """From an approved order to sites that stand."""
    from tests.bench import provisioning

    results = provisioning.measure_all()
    rows = [
        (f"{one.communes}", f"{one.changes}", f"{one.errors}", *(f"{x:.1f}" for x in (one.plan, one.apply, one.bake)))
        for one in results
    ]
    columns = ("communes", "changes", "failures or waiting", "plan, s", "apply, s", "bake, s")
    printed("An order: domain, zone, mailbox, site, person, on the real servers", columns, rows)
    names = sorted({name for one in results for name in one.shares})
    shares = [(name, *(f"{one.shares.get(name, 0):.2f} s" for one in results)) for name in names]
    printed("Of which each driver", ("driver", *(f"{one.communes} communes" for one in results)), shares)


def scale() -> None:
    """The same screens with 10, 1 000 and 35 000 communes."""
    from tests.bench import scale as measures

    results = measures.measure_all()
    sizes = tuple(f"{size} communes" for size in sorted(results))
    printed("PostgreSQL, a contributor's screens", ("screen", *sizes, "last / first"), measures.table(results))
    printed("PostgreSQL, requests a second of one process of the API", ("asked", *sizes), measures.rates(results))


def guide() -> None:
    """The archives of the national guide, where they are kept."""
    from tests.bench import guide as packing

    costs, found = packing.measure()
    rows = [
        (cost.name, f"{cost.count}", f"{cost.made}", f"{cost.seconds:.1f}", f"{cost.size / 1e6:.1f}") for cost in costs
    ]
    printed("Packing the national guide (aim: 30 s)", ("audience", "sheets", "made", "seconds", "MB"), rows)
    if found:
        row = (
            f"{found.sheets}",
            f"{found.seconds:.0f}",
            f"{found.recall:.2f}",
            f"{found.reciprocal:.2f}",
            f"{found.answer:.0f}",
        )
        printed("Searching it", ("sheets", "seconds to index", "recall@5", "MRR", "median ms"), (row,))
        console.print(f"Beyond the first five (0: not in ten): {found.beyond}")


def compose() -> None:
    """Sheets of the guide, joined to the page of each site when they are read."""
    from tests.bench import composing

    rows = [
        (cost.name, f"{cost.p50:.1f}", f"{cost.p95:.1f}", f"{cost.worst:.0f}", f"{cost.size}", f"{cost.failed}")
        for cost in composing.measure()
    ]
    title = f"A sheet of {composing.SHEETS}, on one of {composing.SITES} sites, in the embedded server"
    printed(title, ("asked", "p50 ms", "p95 ms", "worst ms", "bytes", "failed"), rows)


def main() -> None:
    """Prepare the demonstration once, then measure."""
    wanted = [part for part in PARTS if part in (os.environ.get("ONLY") or ",".join(PARTS)).split(",")]
    django.setup()
    if {"pages", "lot"} & set(wanted):
        from django.core.management import call_command

        console.print(f"Preparing the communes of the Lot in {settings.BEFFROI_VAR}")
        call_command("demo", no_serve=True)
    elif "web" in wanted:
        from django.core.management import call_command

        call_command("demo", communes=4, no_serve=True)
    for part in wanted:
        globals()[part]()
        sys.stdout.flush()


if __name__ == "__main__":
    main()
