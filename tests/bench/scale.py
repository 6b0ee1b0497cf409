"""A contributor's screens, baking and the API, with 10, 1 000 and 35 000 communes in PostgreSQL."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.servers.postgresql import postgresql

API = "API, "  # before the names of its rows
SIZES = (10, 1_000, 35_000)
REPEATS = 7


@dataclass(frozen=True)
class Cost:
    """Median wall milliseconds, number of SQL queries and weight of the answer."""

    ms: float
    queries: int
    kilobytes: float


def measure_all(sizes: tuple[int, ...] = SIZES) -> dict[int, dict[str, Cost]]:
    """One fresh database and one fresh process per size; rows are named after the screens."""
    results: dict[int, dict[str, Cost]] = {}
    with postgresql() as url:
        server, _name = url.rsplit("/", 1)
        for size in sizes:
            database = f"beffroi{size}"
            _create(url, database)
            run = subprocess.run(
                [sys.executable, "-m", "tests.bench.scale", str(size)],
                # The screens are measured, not the making of 35 000 shards.
                env={**os.environ, "DATABASE_URL": f"{server}/{database}", "BEFFROI_SEARCH": "database"},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            results[size] = {name: Cost(**cost) for name, cost in json.loads(run.stdout.splitlines()[-1]).items()}
    return results


def _create(url: str, database: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')


def _median_cost(call: Callable[[], Any], repeats: int = REPEATS) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call()  # templates compiled, caches warm
    times, queries, weight = [], 0, 0.0
    for _ in range(repeats):
        with CaptureQueriesContext(connection) as captured:
            start = time.perf_counter()
            response = call()
            times.append((time.perf_counter() - start) * 1000)
        queries = len(captured)
        content = getattr(response, "content", b"")
        weight = len(content) / 1000
        status = getattr(response, "status_code", 200)
        if status != 200:
            raise RuntimeError(f"status {status}")
    return Cost(round(statistics.median(times), 1), queries, round(weight, 1))


def measure(size: int) -> dict[str, Cost]:
    """In this process, on the database of the environment, filled here."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.bench.fill import fill

    start = time.perf_counter()
    fill(size)
    print(f"{size} communes written in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return {**_screens(size), **_bakes(size), **_api(size)}


def _screens(size: int) -> dict[str, Cost]:
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from sites.models import Commune, Membership

    commune = Commune.objects.order_by("pk")[size // 2]
    home = commune.site.root_page
    page = home.get_children().get(slug="mairie").get_children().get(slug="services")
    client = Client(headers={"host": settings.BEFFROI_ADMIN_HOST})
    client.force_login(Membership.objects.get(commune=commune).user, backend="sites.tenancy.auth.MembershipBackend")
    screens = {
        "home": reverse("wagtailadmin_home"),
        "explorer": reverse("wagtailadmin_explore", args=[home.pk]),
        "page edit form": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "page history": reverse("wagtailadmin_pages:history", args=[page.pk]),
        "page chooser": reverse("wagtailadmin_choose_page_child", args=[home.pk]),
        "page search": reverse("wagtailadmin_pages:search") + "?q=travaux",
        "image chooser": reverse("wagtailimages_chooser:choose"),
        "images": reverse("wagtailimages:index"),
        "documents": reverse("wagtaildocs:index"),
    }
    return {name: _median_cost(partial(client.get, url)) for name, url in screens.items()}


def _bakes(size: int) -> dict[str, Cost]:
    from sites.bake.bakery import bake
    from sites.models import Commune

    commune = Commune.objects.order_by("pk")[size // 2]

    def baked() -> None:
        if error := bake(commune, force=True).error:
            raise RuntimeError(error)

    return {"bake of one commune": _median_cost(baked)}


def _api(size: int) -> dict[str, Cost]:
    """Of the commune that was just baked."""
    from django.test import Client

    from cms.api import views
    from sites.models import Commune
    from sites.public.visitors import Limiter

    views.limiter = Limiter(10**6, 60)
    host = Commune.objects.order_by("pk")[size // 2].site.hostname
    client = Client(headers={"host": host})
    number = client.get("/_/api/v1/pages").json()["results"][-1]["id"]
    views.searches = Limiter(10**6, 60)
    asked = {
        "list": "pages",
        "whole list": "pages?detail=true&per_page=100",
        "page": f"pages/{number}",
        "search": "search?q=travaux",
    }
    return {f"{API}{name}": _median_cost(partial(client.get, f"/_/api/v1/{path}"), 99) for name, path in asked.items()}


def rates(results: dict[int, dict[str, Cost]]) -> list[tuple[str, ...]]:
    """Rows for printing: what one processor of the API answers in a second, at each size."""
    names = [name for name in results[min(results)] if name.startswith(API)]
    return [(name, *(f"{1000 / results[size][name].ms:.0f}" for size in sorted(results))) for name in names]


def table(results: dict[int, dict[str, Cost]]) -> list[tuple[str, ...]]:
    """Rows for printing: the screen, its milliseconds and queries at each size, the ratio of the last to the first."""
    sizes = sorted(results)
    rows = []
    for name, first in results[sizes[0]].items():
        costs = [results[size][name] for size in sizes]
        cells = [f"{cost.ms:.1f} ms · {cost.queries} q · {cost.kilobytes:.0f} kB" for cost in costs]
        rows.append((name, *cells, f"× {costs[-1].ms / first.ms:.2f}"))
    return rows


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    os.environ.setdefault("BEFFROI_VAR", str(Path("var") / "bench"))
    print(json.dumps({name: asdict(cost) for name, cost in measure(int(sys.argv[1])).items()}))
