"""Many communes on several processors."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections

from sites.bake import pool
from sites.bake.bakery import store_of
from sites.bake.result import BakeResult
from sites.models import Commune
from tests.world import World


def test_every_commune_is_baked_and_each_end_is_told(world: World) -> None:
    told: list[tuple[str, int, int]] = []
    results = pool.bake_many(
        Commune.objects.order_by("name"),
        processes=1,
        progress=lambda one, done, total: told.append((one.insee, done, total)),
    )
    assert [(one.insee, one.error) for one in results] == [("30020", ""), ("69264", "")]
    assert told == [("30020", 1, 2), ("69264", 2, 2)]


def test_one_commune_that_fails_stops_no_other(world: World) -> None:
    Commune.objects.filter(pk=world.aubord.commune.pk).update(theme="disparu")
    results = {one.insee: one.error for one in pool.bake_many(Commune.objects.all(), processes=1)}
    assert "disparu" in results["30020"]
    assert results["69264"] == ""


def copy_tables(target: sqlite3.Connection) -> None:
    """Tables and rows, without the search index: SQLite's own backup waits for the end of the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        tables = [(name, sql) for name, sql in cursor.fetchall() if "search" not in name]
        for name, sql in tables:
            target.execute(sql)
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  # names of our own tables
            marks = ", ".join("?" for _column in cursor.description)
            target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', cursor.fetchall())  # noqa: S608


@pytest.fixture
def database_on_disk(world: World, var: Path) -> Iterator[None]:
    """What the other processes open: a copy of the tests' own database, which lives in memory."""
    with sqlite3.connect(var / "copy.sqlite3") as target:
        copy_tables(target)
    target.close()
    name = connections["default"].settings_dict["NAME"]
    connections["default"].settings_dict["NAME"] = str(var / "copy.sqlite3")
    yield
    connections["default"].settings_dict["NAME"] = name


@pytest.mark.server
def test_two_processes_share_the_communes_each_with_its_own_connection(world: World, database_on_disk: None) -> None:
    communes = list(Commune.objects.all())
    told: list[int] = []
    results = pool.bake_many(communes, processes=2, progress=lambda _one, done, _total: told.append(done))
    assert sorted((one.insee, one.error, one.pages) for one in results) == [("30020", "", 7), ("69264", "", 7)]
    assert told == [1, 2]
    assert all(store_of(commune.insee).generation() == 1 for commune in communes)


def test_what_a_dead_process_left_is_baked_here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(_pool: Any, left: dict[int, Commune], *_args: Any, **_more: Any) -> Iterator[BakeResult]:
        left.pop(min(left))
        yield BakeResult("30020")
        raise BrokenProcessPool

    monkeypatch.setattr(pool, "_results", dies)
    monkeypatch.setattr(pool, "_in_memory", lambda: False)
    results = pool.bake_many(Commune.objects.order_by("pk"), processes=2)
    assert [(one.insee, one.pages) for one in results] == [("30020", 0), ("69264", 7)]


def test_ctrl_c_is_for_the_parent_which_the_other_processes_leave_to_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    former = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("django.setup", lambda: None)
    try:
        pool._start("cms.settings", {}, str(connections["default"].settings_dict["NAME"]))
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, former)


def test_a_commune_deleted_meanwhile_is_one_sentence(world: World) -> None:
    assert pool._bake_one(999_999, False).error == "Cette commune n’existe plus."


def test_the_signal_that_kills_a_process_is_one_the_pool_survives() -> None:
    """The pool tells a killed process apart from a bake that fails: what ``_spread`` relies on."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        future = executor.submit(os.kill, executor.submit(os.getpid).result(), signal.SIGKILL)
        with pytest.raises(BrokenProcessPool):
            future.result()
