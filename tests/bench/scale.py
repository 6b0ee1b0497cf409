"""A contributor's screens, baking and the API, with 10, 1 000 and 35 000 communes in PostgreSQL.

Every size stands ready in a database and a process of its own before anything is measured, and each call is made at
every size in turn: a machine that slows down for a while slows them all, and the ratios stay true.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rich.progress import track

from tests.servers.postgresql import postgresql

API = "API, "  # before the names of its rows
SIZES = (10, 1_000, 35_000)
REPEATS = 15
OK = 200

Calls = dict[str, Callable[[], Any]]


@dataclass(frozen=True)
class Cost:
    """Wall milliseconds, number of SQL queries and weight of the answer."""

    ms: float
    queries: int
    kilobytes: float


class Answerer:
    """A process that holds one size, and makes one call each time it is asked for."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.names: list[str] = self._read()

    def cost(self, name: str) -> Cost:
        """One call."""
        assert self._process.stdin
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        return Cost(**self._read())

    def _read(self) -> Any:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise RuntimeError("a size stopped answering")
        return json.loads(line)


def measure_all(sizes: tuple[int, ...] = SIZES) -> dict[int, dict[str, Cost]]:
    """The median of each call at each size; rows are named after the screens."""
    with postgresql() as url, ExitStack() as stack:
        environments = {size: _environment(url, size) for size in sizes}
        for size in sizes:
            start = time.perf_counter()
            _create(url, _database(size))
            subprocess.run([*_command("fill"), str(size)], env=environments[size], check=True)
            print(f"{size} communes written in {time.perf_counter() - start:.0f} s", file=sys.stderr)
        answering = {size: stack.enter_context(_answering(size, environments[size])) for size in sizes}
        names = answering[sizes[0]].names
        costs: dict[int, dict[str, Cost]] = {size: {} for size in sizes}
        for name in track(names, "Measuring"):
            rounds = [{size: one.cost(name) for size, one in answering.items()} for _ in range(REPEATS)]
            for size in sizes:
                costs[size][name] = _median([found[size] for found in rounds])
    return costs


def _median(found: list[Cost]) -> Cost:
    return Cost(round(statistics.median(one.ms for one in found), 2), found[-1].queries, found[-1].kilobytes)


def _command(role: str) -> list[str]:
    return [sys.executable, "-m", "tests.bench.scale", role]


def _database(size: int) -> str:
    return f"beffroi{size}"


def _environment(url: str, size: int) -> dict[str, str]:
    server, _name = url.rsplit("/", 1)
    return {
        **os.environ,
        "DATABASE_URL": f"{server}/{_database(size)}",
        # The screens are measured, not the making of 35 000 shards.
        "BEFFROI_SEARCH": "database",
        # The API reads what was baked: each size its own.
        "BEFFROI_VAR": str(Path("var") / "bench" / _database(size)),
    }


@contextmanager
def _answering(size: int, environment: dict[str, str]) -> Iterator[Answerer]:
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*_command("answer"), str(size)], env=environment, stdin=pipe, stdout=pipe, text=True
    ) as process:
        try:
            yield Answerer(process)
        finally:
            process.kill()


def _create(url: str, database: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}"')


def fill(size: int) -> None:
    """In this process, the database of the environment."""
    from django.core.management import call_command

    from tests.bench import fill as filling

    call_command("migrate", verbosity=0)
    filling.fill(size)


def answer(size: int) -> None:
    """In this process: the names of the calls on a line, then the cost of each that is asked for."""
    calls = {**_screens(size), **_bakes(size), **_api(size)}
    for call in calls.values():
        call()  # templates compiled, caches warm
    print(json.dumps(list(calls)), flush=True)
    for line in sys.stdin:
        print(json.dumps(asdict(_cost(calls[line.strip()]))), flush=True)


def _cost(call: Callable[[], Any]) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        start = time.perf_counter()
        response = call()
        ms = (time.perf_counter() - start) * 1000
    status = getattr(response, "status_code", OK)
    if status != OK:
        raise RuntimeError(f"status {status}")
    return Cost(ms, len(captured), round(len(getattr(response, "content", b"")) / 1000, 1))


def _screens(size: int) -> Calls:
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
    return {name: partial(client.get, url) for name, url in screens.items()}


def _bakes(size: int) -> Calls:
    from sites.bake.bakery import bake
    from sites.models import Commune

    commune = Commune.objects.order_by("pk")[size // 2]

    def baked() -> None:
        if error := bake(commune, force=True).error:
            raise RuntimeError(error)

    baked()  # the API reads it
    return {"bake of one commune": baked}


def _api(size: int) -> Calls:
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
    return {f"{API}{name}": partial(client.get, f"/_/api/v1/{path}") for name, path in asked.items()}


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
    import django

    django.setup()
    {"fill": fill, "answer": answer}[sys.argv[1]](int(sys.argv[2]))
