"""What modules ask the worker to do now and then."""

import threading

import pytest

from cms.worker import loop as loops
from cms.worker.loop import Loop
from modules.actualites.apps import Actualites
from sites.modules import Chore

DONE: list[str] = []
stop = threading.Event()


def fail() -> None:
    """A chore that never succeeds."""
    DONE.append("failed")
    raise ValueError("no network")


def count() -> None:
    """One that does, and is the last of this test."""
    DONE.append("counted")
    stop.set()


@pytest.mark.django_db
def test_each_has_its_turn_and_one_that_fails_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    DONE.clear()
    stop.clear()
    monkeypatch.setattr(loops, "PATIENCE", 0)
    monkeypatch.setattr(Actualites, "chores", (Chore(3600, f"{__name__}.fail"), Chore(3600, f"{__name__}.count")))
    loop = Loop(stop)
    asked = {work: due for due, work in loop._asked_by_parts()}
    loop._in_turn((asked[fail], fail), (asked[count], count))
    assert DONE == ["failed", "counted"]
    assert "no network" in caplog.text
    assert not asked[count](), "not before an hour"
