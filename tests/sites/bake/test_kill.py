"""A process killed anywhere, fifty times, while a visitor reads: never a mixed nor a missing page, nothing lost."""

import multiprocessing
import os
import random
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from sites.bake import bakery, state
from sites.bake.snapshot import Snapshot, take
from sites.bake.state import Ticket
from sites.store.check import Inspection, inspect
from sites.store.generations import Store
from sites.store.manifest import Item, compare
from tests.sites.bake.conftest import Grow
from tests.world import World

KILLS = 50
PAGES = 12
SEED = int(os.environ.get("BEFFROI_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)


# A forked process already holds Django, its settings and what the parent read: it begins to bake at once.
FORK = multiprocessing.get_context("fork")


def run(process: BaseProcess) -> int | None:
    process.start()
    process.join()
    return process.exitcode


def die_after(seconds: float) -> None:
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()


def site(edition: int, sheets: Path) -> dict[str, Item]:
    """Every page says which edition it is, and names the style sheet of that edition."""
    sheet = f"_/s/site.{edition:08d}.css"
    text = f"<link href=/{sheet}><p>édition {edition}</p>" + "x" * 4000
    pages = {f"page-{number}/index.html": Item(text.encode()) for number in range(PAGES)}
    return {**pages, "index.html": Item(text.encode()), sheet: Item(source=sheets / f"{edition}.css")}


def publish(root: Path, sheets: Path, edition: int, die_at: int, after: float) -> None:
    """One bake, killed at its ``die_at``th step, or after so many seconds."""
    step = 0

    def reached(_name: str) -> None:
        nonlocal step
        step += 1
        if step == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    if after:
        die_after(after)
    (sheets / f"{edition}.css").write_bytes(b"p{}" * edition)
    store = Store(root, reached)
    with store.lock():
        old, items = store.current(), site(edition, sheets)
        store.write(old, compare(old, items, {}), items, {})
    os._exit(0)


class Reader(threading.Thread):
    """Reads the whole site again and again, as a visitor whose browser follows the links of what it got."""

    def __init__(self, store: Store, paths: list[str], edition: re.Pattern[str]) -> None:
        super().__init__(daemon=True)
        self.store, self.paths, self.edition = store, paths, edition
        self.faults: set[str] = set()
        self.rounds = 0
        self.going = True

    def run(self) -> None:
        while self.going:
            self.rounds += 1
            try:
                self.read()
            except OSError as error:
                self.faults.add(f"missing: {error}")

    def read(self) -> None:
        folder = Path(os.path.realpath(self.store.root / "current")) / "www"
        pages = [(folder / path).read_text() for path in self.paths]
        editions = {found[0] if (found := self.edition.search(page)) else "none" for page in pages}
        if len(editions) != 1:
            self.faults.add(f"mixed: {sorted(editions)}")
        # Loaded after the page, through whatever generation stands by then.
        for sheet in set(re.findall(r'href="?/(_/s/[\w.-]+\.css)', pages[0])):
            if not (self.store.www / sheet).read_bytes():
                self.faults.add(f"empty: {sheet}")


@contextmanager
def reading(store: Store, paths: list[str], edition: str) -> Iterator[Reader]:
    reader = Reader(store, paths, re.compile(edition))
    reader.start()
    try:
        yield reader
        time.sleep(0.05)
    finally:
        reader.going = False
        reader.join()


def sound(store: Store) -> Inspection:
    with store.lock():
        return inspect(store, store.current())


@pytest.mark.kill
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")  # the child execs nothing
def test_killed_at_any_step_of_the_writing_a_bake_leaves_a_whole_site(tmp_path: Path) -> None:
    sys.stderr.write(f"\nBEFFROI_KILL_SEED={SEED}\n")
    dice = random.Random(SEED)  # noqa: S311  # to be run again
    store, sheets = Store(tmp_path / "46042"), tmp_path / "sheets"
    sheets.mkdir()
    assert run(FORK.Process(target=publish, args=(store.root, sheets, 1, 0, 0.0))) == 0
    killed = 0
    paths = ["index.html", *(f"page-{number}/index.html" for number in range(PAGES))]
    with reading(store, paths, r"édition \d+") as reader:
        for edition in range(2, KILLS + 2):
            die_at = dice.randrange(1, PAGES + 10)
            after = 0.0 if edition % 2 else dice.uniform(0.0001, 0.02)
            exit_code = run(FORK.Process(target=publish, args=(store.root, sheets, edition, die_at, after)))
            killed += exit_code == -signal.SIGKILL
            assert sound(store) == Inspection(), f"edition {edition}"
    assert reader.faults == set()
    assert reader.rounds > KILLS
    assert killed > KILLS // 2
    assert run(FORK.Process(target=publish, args=(store.root, sheets, 99, 0, 0.0))) == 0
    assert "édition 99" in (store.www / "index.html").read_text()
    assert [path.name for path in store.root.iterdir() if path.name.endswith(".tmp")] == []


def bake_again(world: World, snapshot: Snapshot, edition: int, after: float) -> None:
    """A whole bake, from what the parent read: a forked process must not share its connection."""
    stand_ins: list[tuple[Any, str, Any]] = [
        (bakery, "take", lambda *_args: snapshot),
        (state, "begin", lambda _commune: Ticket(edition, 0, dirty=True)),
        (state, "finish", lambda *_args, **_more: None),
        (state, "fail", lambda *_args, **_more: os._exit(3)),
    ]
    for module, name, stand_in in stand_ins:
        setattr(module, name, stand_in)
    snapshot.records["mairie"]["phone"] = f"01 99 00 00 {edition:02d}"
    if after:
        die_after(after)
    result = bakery.bake(world.aubord.commune)
    os._exit(0 if result.ok else 4)


@pytest.mark.kill
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")  # the child execs nothing
def test_killed_at_any_moment_a_whole_bake_never_shows_a_mixed_or_missing_page(world: World, grow: Grow) -> None:
    sys.stderr.write(f"\nBEFFROI_KILL_SEED={SEED}\n")
    dice = random.Random(SEED)  # noqa: S311  # to be run again
    grow(world.aubord, 15)
    first = bakery.bake(world.aubord.commune)
    assert first.error == ""
    snapshot = take(world.aubord.commune.pk)
    store = bakery.store_of(world.aubord.commune.insee)
    paths = sorted(path.relative_to(store.www).as_posix() for path in store.www.rglob("index.html"))
    start = time.perf_counter()
    assert run(FORK.Process(target=bake_again, args=(world, snapshot, 50, 0.0))) == 0
    whole = time.perf_counter() - start
    killed = 0
    with reading(store, paths, r"01 99 00 \d\d \d\d") as reader:
        for edition in range(1, KILLS + 1):
            after = dice.uniform(0.001, whole)
            exit_code = run(FORK.Process(target=bake_again, args=(world, snapshot, edition, after)))
            assert exit_code in {0, -signal.SIGKILL}, f"edition {edition}"
            killed += exit_code == -signal.SIGKILL
            assert sound(store) == Inspection(), f"edition {edition}"
    assert reader.faults == set()
    assert len(paths) > 20
    assert killed > KILLS // 3
    assert run(FORK.Process(target=bake_again, args=(world, snapshot, 77, 0.0))) == 0
    assert "01 99 00 00 77" in (store.www / "index.html").read_text()
