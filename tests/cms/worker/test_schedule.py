"""Planned publications and expiries, and a clock that somebody sets."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Revision

from cms.models import BasePage
from cms.worker.clock import Every, Watch
from cms.worker.schedule import PATIENCE, Schedule
from sites.models import BakeState, Commune
from tests.cms.worker.conftest import SetClock
from tests.world import World


def plan(page: BasePage, due: timedelta) -> None:
    """Approve the draft for later; then let time pass until ``due``."""
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    moment = timezone.now() + due
    revision = Revision.objects.exclude(approved_go_live_at=None).get(object_id=str(page.pk))
    revision.content["go_live_at"] = moment.isoformat()
    revision.approved_go_live_at = moment
    revision.save()


@pytest.mark.django_db
def test_a_planned_page_is_published_when_its_time_has_come(world: World, clock: SetClock) -> None:
    draft = world.aubord.draft
    plan(draft, timedelta(minutes=5))
    assert (Schedule(clock).look(), BasePage.objects.get(pk=draft.pk).live) == (0, False)
    plan_again = Revision.objects.exclude(approved_go_live_at=None).get()
    plan_again.content["go_live_at"] = (timezone.now() - timedelta(seconds=5)).isoformat()
    plan_again.approved_go_live_at = timezone.now() - timedelta(seconds=5)
    plan_again.save()
    assert (Schedule(clock).look(), BasePage.objects.get(pk=draft.pk).live) == (1, True)
    assert Schedule(clock).look() == 0


@pytest.mark.django_db
def test_a_page_whose_period_is_over_is_withdrawn(world: World, clock: SetClock) -> None:
    page = world.aubord.page
    BasePage.objects.filter(pk=page.pk).update(expire_at=clock.now() + timedelta(seconds=30))
    schedule = Schedule(clock)
    assert schedule.look() == 0
    clock.passes(31)
    assert schedule.look() == 1
    stored = BasePage.objects.get(pk=page.pk)
    assert (stored.live, stored.expired) == (False, True)
    assert schedule.look() == 0


@pytest.mark.django_db
def test_a_page_that_cannot_be_published_stops_no_other(
    world: World, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for town in world.towns:
        plan(town.draft, -timedelta(seconds=5))
    publish = Revision.publish
    tries = []

    def failing(revision: Revision, **named: object) -> None:
        tries.append(revision.object_id)
        if revision.object_id == str(world.aubord.draft.pk):
            raise RuntimeError
        publish(revision, **named)

    monkeypatch.setattr(Revision, "publish", failing)
    schedule = Schedule(clock)
    assert schedule.look() == 1
    assert BasePage.objects.get(pk=world.belleville.draft.pk).live
    schedule.look()
    assert len(tries) == 2, "what failed is not tried at each look"
    clock.passes(PATIENCE + 1)
    schedule.look()
    assert len(tries) == 3


def due_in(commune: Commune, clock: SetClock) -> float:
    """Seconds before dated content changes."""
    due = BakeState.objects.get(commune=commune).due_at
    assert due is not None
    return (due - clock.now()).total_seconds()


@pytest.mark.django_db
def test_a_clock_set_back_has_dated_sites_baked_once_and_nobody_wait(world: World, clock: SetClock) -> None:
    aubord, belleville = world.aubord.commune, world.belleville.commune
    BakeState.objects.update(dirty_at=None, due_at=None, live_at=None)
    BakeState.objects.filter(commune=aubord).update(due_at=clock.now() + timedelta(days=1))
    BakeState.objects.filter(commune=belleville).update(retry_at=clock.now() + timedelta(minutes=30))
    schedule = Schedule(clock)
    schedule.look()
    clock.passes(15)
    schedule.look()
    assert due_in(aubord, clock) > 0
    clock.is_set(-timedelta(days=365))
    schedule.look()
    assert due_in(aubord, clock) <= 0
    assert BakeState.objects.filter(commune=belleville, retry_at__lte=clock.now()).exists()
    BakeState.objects.filter(commune=aubord).update(due_at=clock.now() + timedelta(days=1))
    clock.passes(15)
    schedule.look()
    assert due_in(aubord, clock) > 0, "once, not at each look"


def test_a_small_correction_of_the_clock_is_nothing(clock: SetClock) -> None:
    watch = Watch(clock)
    assert not watch.went_back()
    clock.passes(15)
    clock.is_set(-timedelta(seconds=2))
    assert not watch.went_back()
    clock.passes(15)
    clock.is_set(timedelta(days=3))
    assert not watch.went_back()
    clock.passes(15)
    clock.is_set(-timedelta(minutes=5))
    assert watch.went_back()
    assert not watch.went_back()


def test_delays_do_not_look_at_the_date(clock: SetClock) -> None:
    every = Every(15, clock)
    assert every()
    clock.is_set(-timedelta(days=365))
    clock.elapsed += 14
    assert not every()
    clock.elapsed += 1
    assert every()
    clock.is_set(timedelta(days=700))
    assert not every()
