"""A form is published once in each commune, for as long as somebody may have it open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.several.models import Sent, State
from cms.several.sending import KEPT, LONGEST, Sending, drawn, forget
from tests.world import World

pytestmark = pytest.mark.django_db


def grow_old(age: timedelta) -> None:
    Sent.objects.update(at=timezone.now() - age)


def test_a_form_publishes_once_in_each_commune(world: World) -> None:
    sending = Sending(drawn(""))
    assert sending.begin(world.aubord.commune) is None
    assert sending.begin(world.belleville.commune) is None
    sending.done(world.aubord.commune)
    assert sending.begin(world.aubord.commune) == State.DONE
    assert sending.begin(world.belleville.commune) == State.UNDER_WAY
    assert Sending(drawn("")).begin(world.aubord.commune) is None


def test_a_request_cut_short_does_not_hold_its_form_for_a_day(world: World) -> None:
    sending = Sending(drawn(""))
    sending.begin(world.aubord.commune)
    grow_old(LONGEST + timedelta(seconds=1))
    assert sending.begin(world.aubord.commune) is None
    assert sending.begin(world.aubord.commune) == State.UNDER_WAY


def test_what_was_published_is_remembered_however_long_it_took(world: World) -> None:
    sending = Sending(drawn(""))
    sending.begin(world.aubord.commune)
    sending.done(world.aubord.commune)
    grow_old(LONGEST * 2)
    assert sending.begin(world.aubord.commune) == State.DONE


def test_forms_that_nobody_has_open_any_more_are_forgotten(world: World) -> None:
    old, new = Sending(drawn("")), Sending(drawn(""))
    old.begin(world.aubord.commune)
    grow_old(KEPT + timedelta(minutes=1))
    new.begin(world.belleville.commune)
    assert forget() == 1
    assert Sent.objects.get().form == new.number
