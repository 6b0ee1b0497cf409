"""Communes are baked as they change, one at a time, by one worker at a time."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cms.worker.queue import CLAIM, OLDEST_EVERY, Queue, exclusive
from sites.bake import state
from sites.models import BakeState
from tests.cms.worker.conftest import SetClock
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(world: World, clock: SetClock) -> Queue:
    """Nothing is waiting."""
    BakeState.objects.update(dirty_at=None, due_at=None)
    clock.date = timezone.now() + timedelta(seconds=1)
    return Queue(clock)


def baked(queue: Queue) -> list[str]:
    """The communes that this queue bakes until none is waiting."""
    found = []
    while (result := queue.turn()) is not None:
        found.append(result.insee)
        assert len(found) < 50
    return found


def test_a_commune_that_changed_is_baked_once(queue: Queue, world: World, var: Path) -> None:
    state.mark_dirty([world.aubord.commune.pk])
    state.mark_dirty([world.aubord.commune.pk])
    assert baked(queue) == ["30020"]
    assert "Aubord" in (var / "sites/30020/current/www/index.html").read_text()
    assert baked(queue) == []


def test_a_change_made_during_the_bake_is_baked_too(
    queue: Queue, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.mark_dirty([world.aubord.commune.pk])
    finish = state.finish
    late = iter([True])

    def finish_late(*arguments: object, **named: object) -> None:
        if next(late, False):
            state.mark_dirty([world.aubord.commune.pk])
        finish(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(state, "finish", finish_late)
    assert baked(queue) == ["30020", "30020"]


def test_a_commune_in_other_hands_is_left_to_them(queue: Queue, world: World, var: Path) -> None:
    state.mark_dirty([world.aubord.commune.pk, world.belleville.commune.pk])
    with exclusive(var / "sites/30020" / CLAIM) as ours:
        assert ours
        assert baked(queue) == ["69264"]
    assert baked(queue) == ["30020"]


def test_what_another_worker_has_just_baked_is_not_baked_again(
    queue: Queue, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pk = world.aubord.commune.pk
    monkeypatch.setattr(Queue, "_candidates", lambda _self, _now: [pk])
    assert queue.turn() is None


def test_the_latest_change_comes_first_and_the_oldest_is_not_forgotten(queue: Queue, world: World) -> None:
    old, new = world.aubord.commune, world.belleville.commune
    BakeState.objects.filter(commune=old).update(dirty_at=timezone.now() - timedelta(hours=1))
    BakeState.objects.filter(commune=new).update(dirty_at=timezone.now())
    firsts = []
    for queue.turns in range(OLDEST_EVERY):
        firsts.append(queue._candidates(timezone.now())[0])
    assert firsts == [new.pk, new.pk, new.pk, old.pk]


def test_a_failure_is_kept_and_tried_again_later_and_later(
    queue: Queue, world: World, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.aubord.home.unpublish()
    state.mark_dirty([world.aubord.commune.pk])
    assert baked(queue) == ["30020"]
    row = BakeState.objects.get(commune=world.aubord.commune)
    assert (row.attempts, bool(row.error), row.dirty_at is not None) == (1, True, True)
    waits = []
    for _ in range(5):
        assert row.retry_at is not None
        waits.append(row.retry_at - clock.now())
        clock.passes(waits[-1].total_seconds() - 1)
        assert baked(queue) == []
        clock.passes(2)
        assert baked(queue) == ["30020"]
        row.refresh_from_db()
    assert waits == sorted(waits)
    assert waits[0] < waits[3] == waits[4]


def test_an_editors_change_does_not_wait_for_the_end_of_a_delay(queue: Queue, world: World) -> None:
    world.aubord.home.unpublish()
    state.mark_dirty([world.aubord.commune.pk])
    assert baked(queue) == ["30020"]
    world.aubord.home.save_revision().publish()
    state.mark_dirty([world.aubord.commune.pk])
    assert baked(queue) == ["30020"]
    assert BakeState.objects.get(commune=world.aubord.commune).error == ""


def test_dated_content_is_baked_when_its_day_comes(queue: Queue, world: World, clock: SetClock, var: Path) -> None:
    """At midnight in Paris, an article whose archiving day has come leaves the list."""
    tomorrow = timezone.localtime(clock.now()).date() + timedelta(days=1)
    article = world.aubord.article
    article.archive_at = tomorrow
    article.save_revision().publish()
    state.mark_dirty([world.aubord.commune.pk])
    assert baked(queue) == ["30020"]
    due = BakeState.objects.get(commune=world.aubord.commune).due_at
    assert due is not None
    local = timezone.localtime(due)
    assert (local.date(), local.hour, local.minute) == (tomorrow, 0, 0)
    news = var / "sites/30020/current/www/actualites/index.html"
    assert article.title in news.read_text()
    clock.date = due - timedelta(seconds=1)
    assert baked(queue) == []
    clock.date = due + timedelta(seconds=1)
    assert baked(queue) == ["30020"]
    assert article.title not in news.read_text()
    assert baked(queue) == [], "and not again before another day"


def test_a_commune_deleted_meanwhile_stops_nothing(queue: Queue, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Queue, "_candidates", lambda _self, _now: [999_999])
    assert queue.turn() is None
