"""Many communes, on several processors: one process each, one database connection each, one commune at a time."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from sites.bake.bakery import bake
from sites.bake.result import BakeResult

if TYPE_CHECKING:
    from sites.models import Commune

Progress = Callable[[BakeResult, int, int], None]
# What a test or a command may have changed since the settings file was read.
CARRIED = (
    "BEFFROI_VAR",
    "MEDIA_ROOT",
    "BEFFROI_THEMES",
    "BEFFROI_STRICT_TEMPLATES",
    "BEFFROI_SCHEME",
    "BEFFROI_PUBLIC_PORT",
)


def bake_many(
    communes: "Iterable[Commune]",
    processes: int = 2,
    progress: Progress | None = None,
    *,
    force: bool = False,
) -> list[BakeResult]:
    """Bake each commune; results come in the order in which they end.

    ``progress(result, done, total)`` is called here, in the caller's process, after each. A process that dies takes
    no other commune with it: its own is reported as failed, and what it had not begun is baked here.
    """
    wanted = list(communes)
    notify = progress or (lambda _result, _done, _total: None)
    several = min(processes, len(wanted)) > 1 and not _in_memory()
    results: list[BakeResult] = []
    for result in _spread(wanted, processes, force=force) if several else _one_by_one(wanted, force=force):
        results.append(result)
        notify(result, len(results), len(wanted))
    return results


def _one_by_one(communes: "Iterable[Commune]", *, force: bool) -> Iterator[BakeResult]:
    for commune in communes:
        yield bake(commune, force=force)


def _spread(communes: "list[Commune]", processes: int, *, force: bool) -> Iterator[BakeResult]:
    context = multiprocessing.get_context("spawn")  # a fork would share the parent's connections and locks
    carried = {name: getattr(settings, name) for name in CARRIED}
    start = (os.environ.get("DJANGO_SETTINGS_MODULE", ""), carried, str(connections["default"].settings_dict["NAME"]))
    left = {commune.pk: commune for commune in communes}
    try:
        with ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=start) as pool:
            yield from _results(pool, left, processes, force=force)
    except BrokenProcessPool:
        # Nobody can tell which commune killed the process: each of those left is tried here, one after the other.
        yield from _one_by_one(list(left.values()), force=force)


def _results(
    pool: ProcessPoolExecutor, left: "dict[int, Commune]", processes: int, *, force: bool
) -> Iterator[BakeResult]:
    """Two communes ahead of each process, no more: whoever interrupts waits for those only."""
    queue = iter(list(left.values()))
    running: dict[Future[BakeResult], int] = {}

    def feed() -> None:
        while len(running) < processes * 2 and (commune := next(queue, None)) is not None:
            running[pool.submit(_bake_one, commune.pk, force)] = commune.pk

    feed()
    while running:
        done, _pending = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            result = future.result()
            left.pop(running.pop(future))
            yield result
        feed()


def _start(settings_module: str, carried: dict[str, Any], database: str) -> None:
    """In the new process: the same install, the same database, its own connection.

    A terminal sends Ctrl-C to everybody: the parent alone answers, once the communes under way are whole.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module or "cms.settings")
    django.setup()
    for name, value in carried.items():
        setattr(settings, name, value)
    connections["default"].settings_dict["NAME"] = database


def _bake_one(commune_id: int, force: bool) -> BakeResult:  # noqa: FBT001  # positional: it crosses processes
    commune = apps.get_model("sites", "Commune")._default_manager.filter(pk=commune_id).first()
    if commune is None:
        return BakeResult("", error=_("Cette commune n’existe plus."))
    return bake(commune, force=force)


def _in_memory() -> bool:
    """A database that no other process can open."""
    name = str(connections["default"].settings_dict["NAME"])
    return ":memory:" in name or "mode=memory" in name
