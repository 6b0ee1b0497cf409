"""What Wagtail leaves for later is done."""

from pathlib import Path

import pytest
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cms.worker.tasks import Tasks

pytestmark = pytest.mark.django_db
done: list[str] = []


@task()
def note(word: str) -> None:
    """A task of this test."""
    if word == "panne":
        raise RuntimeError(word)
    done.append(word)


def test_tasks_run_one_at_each_turn_and_a_failure_stops_nothing(var: Path) -> None:
    done.clear()
    for word in ("un", "panne", "deux"):
        note.enqueue(word)
    tasks = Tasks()
    assert [tasks.turn() for _ in range(4)] == [True, True, True, False]
    assert sorted(done) == ["deux", "un"]
    assert DBTaskResult.objects.failed().count() == 1


def test_a_task_cut_short_by_the_death_of_its_worker_goes_back_to_the_queue(var: Path) -> None:
    done.clear()
    note.enqueue("repris")
    DBTaskResult.objects.get().claim("dead")
    (var / "workers").mkdir()
    (var / "workers/dead").touch()
    tasks = Tasks()
    assert not tasks.turn()
    with tasks.signed_on():
        assert tasks.turn()
    assert done == ["repris"]
    assert list((var / "workers").iterdir()) == []


def test_a_task_of_a_worker_that_lives_is_left_to_it(var: Path) -> None:
    note.enqueue("ailleurs")
    other = Tasks()
    with other.signed_on():
        DBTaskResult.objects.get().claim(other.name)
        with Tasks().signed_on():
            assert DBTaskResult.objects.running().count() == 1


def test_old_results_are_forgotten(var: Path) -> None:
    Tasks().prune()
