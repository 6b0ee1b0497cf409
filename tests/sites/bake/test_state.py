"""Which communes wait, what stands online, and the sentence the editor reads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sites.bake import state
from sites.models import BakeState, Commune
from tests.world import World

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def commune(world: World) -> Commune:
    BakeState.objects.update(dirty_at=None, removals=0, version=1)
    return world.aubord.commune


def row(commune: Commune) -> BakeState:
    return BakeState.objects.get(commune=commune)


def waiting(now: datetime) -> list[int]:
    return list(state.waiting(now).values_list("commune", flat=True))


def finish(commune: Commune, ticket: state.Ticket, *, changed: bool = True) -> None:
    state.finish(commune, ticket, generation=3, pages=7, changed=changed, due_at=None, now=NOON)


@pytest.mark.parametrize("count", [1, 2])
def test_marking_one_commune_or_several_is_one_statement(world: World, commune: Commune, count: int) -> None:
    ids = [town.commune.pk for town in world.towns[:count]]
    with CaptureQueriesContext(connection) as captured:
        state.mark_dirty(ids)
    assert len(captured) == 1
    assert sorted(waiting(NOON)) == sorted(ids)


def test_a_query_of_communes_is_part_of_the_same_statement(world: World, commune: Commune) -> None:
    with CaptureQueriesContext(connection) as captured:
        state.mark_dirty(Commune.objects.filter(name="Belleville").values("pk"))
    assert len(captured) == 1
    assert waiting(NOON) == [world.belleville.commune.pk]


def test_a_finished_bake_clears_the_mark_and_says_when(commune: Commune) -> None:
    state.mark_dirty([commune.pk], removals=4)
    finish(commune, state.begin(commune))
    done = row(commune)
    assert (done.dirty_at, done.removals, done.generation, done.pages, done.live_at) == (None, 0, 3, 7, NOON)


def test_a_bake_that_changed_nothing_does_not_say_that_something_went_online(commune: Commune) -> None:
    finish(commune, state.begin(commune))
    state.finish(
        commune, state.begin(commune), generation=3, pages=7, changed=False, due_at=None, now=NOON + timedelta(hours=1)
    )
    assert row(commune).live_at == NOON


def test_a_change_made_during_the_bake_stays_marked_with_what_it_removed(commune: Commune) -> None:
    state.mark_dirty([commune.pk], removals=2)
    ticket = state.begin(commune)
    state.mark_dirty([commune.pk], removals=5)
    finish(commune, ticket)
    assert row(commune).removals == 5
    assert waiting(NOON) == [commune.pk]


def test_a_failed_bake_is_tried_again_less_and_less_often_and_at_once_after_a_change(commune: Commune) -> None:
    state.mark_dirty([commune.pk])
    waits = []
    for _attempt in range(5):
        state.fail(commune, state.begin(commune), "Panne.", page="Le conseil", traceback="…", now=NOON)
        retry_at = row(commune).retry_at
        assert retry_at is not None
        waits.append(int((retry_at - NOON).total_seconds() / 60))
    assert waits == [1, 5, 30, 120, 120]
    assert waiting(NOON) == []
    assert waiting(NOON + timedelta(hours=3)) == [commune.pk]
    state.mark_dirty([commune.pk])
    assert waiting(NOON) == [commune.pk]


def test_dated_content_is_due_at_its_hour(commune: Commune) -> None:
    state.finish(
        commune, state.begin(commune), generation=1, pages=1, changed=True, due_at=NOON + timedelta(hours=1), now=NOON
    )
    assert waiting(NOON) == []
    assert waiting(NOON + timedelta(hours=1)) == [commune.pk]


def test_a_commune_without_a_row_gets_one(commune: Commune) -> None:
    BakeState.objects.filter(commune=commune).delete()
    assert state.begin(commune) == state.Ticket(0, 0, dirty=True)
    finish(commune, state.begin(commune))
    assert row(commune).generation == 3


def test_the_editor_reads_when_the_site_went_online(commune: Commune) -> None:
    stood = row(commune)
    assert state.online_sentence(stood, NOON) == "Jamais mis en ligne"
    stood.live_at = datetime(2026, 11, 22, 9, 42, tzinfo=UTC)
    assert state.online_sentence(stood, NOON) == "En ligne à 10\u00a0h\u00a042"
    assert (
        state.online_sentence(stood, NOON + timedelta(days=1))
        == "En ligne depuis le 22\u00a0novembre 2026 à 10\u00a0h\u00a042"
    )
    stood.dirty_at = NOON
    assert state.online_sentence(stood, NOON) == "Mise en ligne en cours…"
    stood.error = "La page « x » n’a pas pu être fabriquée."
    assert state.online_sentence(stood, NOON).endswith(stood.error)
