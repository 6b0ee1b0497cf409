"""The archives handed over end on their day: not before, not those of a commune that has just left, and it is noted."""

import os
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from deploy.life import handing
from deploy.life.journal import history
from deploy.life.retention import kept_until, turn
from deploy.life.terms import ARCHIVE
from deploy.models import Line
from deploy.records import read_subscriptions
from sites.law.dated import first_day
from sites.rendering.french import date_text
from tests.deploy.desk.test_desk import subscribe
from tests.world import World

pytestmark = pytest.mark.usefixtures("in_november")


@pytest.fixture
def exports(world: World, tmp_path: Path, settings: LazySettings) -> Path:
    settings.BEFFROI_VAR = tmp_path
    for town in (world.aubord, world.belleville):
        subscribe(town.commune)
    return tmp_path / "exports"


def made_on(exports: Path, insee: str, day: date) -> Path:
    file = exports / insee / "remise.zip"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"archive")
    noon = datetime.combine(day, time(12), timezone.get_current_timezone()).timestamp()
    os.utime(file, (noon, noon))
    return file


def ended(insee: str, day: date) -> None:
    Line.objects.filter(subscription__commune=insee, kind="pack").update(until=day)


def test_its_last_day_is_kept_and_the_next_one_deletes_it_with_a_note(exports: Path, world: World) -> None:
    today = timezone.localdate()
    edge = first_day(ARCHIVE, today)
    kept = made_on(exports, world.aubord.commune.insee, edge)
    held = read_subscriptions([world.aubord.commune.insee])[world.aubord.commune.insee]
    last = kept_until(datetime.combine(edge, time(12), timezone.get_current_timezone()), held)
    assert abs((last - today).days) <= 3, "the ends of months"
    day = date(2026, 1, 15)
    over = made_on(exports, world.belleville.commune.insee, day)
    assert turn() == (2 if last < today else 1)
    assert (kept.exists(), over.exists()) == (last >= today, False)
    noted = [(one.by, one.sentence) for one in history(world.belleville.commune.insee)]
    assert noted == [("", f"Archive du {date_text(day)} effacée\u00a0: sa durée est passée.")]
    assert turn() == 0


def test_a_commune_that_left_lately_keeps_an_older_archive(exports: Path, world: World) -> None:
    insee = world.aubord.commune.insee
    kept = made_on(exports, insee, date(2026, 1, 15))
    ended(insee, timezone.localdate())
    assert (turn(), kept.exists()) == (0, True)
    ended(insee, date(2026, 1, 20))
    assert (turn(), kept.exists()) == (1, False)


def test_what_stands_there_of_a_commune_that_is_here_no_more_ends_too(exports: Path, world: World) -> None:
    file = made_on(exports, "99999", date(2026, 1, 15))
    assert (turn(), file.exists()) == (1, False)
    assert not history("99999")


def test_it_asks_as_much_of_the_database_for_one_archive_as_for_three(
    exports: Path, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert turn() == 0
    today = timezone.localdate()
    made_on(exports, world.aubord.commune.insee, today)
    with django_assert_num_queries(2):
        turn()
    made_on(exports, world.belleville.commune.insee, today)
    made_on(exports, "99999", today)
    with django_assert_num_queries(2):
        assert turn() == 0
    assert [handing.state(insee).size for insee in ("99999", "99998")] == [7, 0]
