"""A night without a good copy is told: by a letter a day, and at the head of « À faire »."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from deploy.backups import watching as backups
from tests.entering import enter
from tests.world import World

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    cache.clear()
    settings.BEFFROI_VAR = tmp_path
    return tmp_path


def copied(place: Path, at: datetime) -> None:
    (place / "backups").mkdir(exist_ok=True)
    (place / "backups" / "last").write_text(at.strftime(backups.STAMP) + "\n")


def test_where_no_backup_was_installed_nobody_is_warned() -> None:
    assert backups.alarm(NOW) == ""


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(hours=25, minutes=59), ""),
        (timedelta(hours=26), ""),
        (timedelta(hours=26, minutes=1), "La dernière bonne sauvegarde date du 9\xa0mars 2026 à 10\xa0h\xa059."),
    ],
)
def test_a_copy_is_late_after_twenty_six_hours(place: Path, age: timedelta, said: str) -> None:
    copied(place, NOW - age)
    assert backups.alarm(NOW) == said


@pytest.mark.parametrize("content", ["", "demain", "\xe9"])
def test_a_note_that_says_nothing_is_no_good_copy(place: Path, content: str) -> None:
    (place / "backups").mkdir()
    (place / "backups" / "last").write_text(content)
    os.utime(place / "backups", (0, 0))
    assert backups.alarm(NOW) == "Aucune sauvegarde n’a encore été faite."


def test_an_installation_of_today_has_until_its_first_night(place: Path) -> None:
    (place / "backups").mkdir()
    os.utime(place / "backups", (NOW.timestamp() - 3600,) * 2)
    assert backups.alarm(NOW) == ""


def test_one_letter_a_day_and_a_new_one_when_it_happens_again(place: Path) -> None:
    copied(place, datetime.now(UTC) - timedelta(days=2))
    assert [backups.turn(), backups.turn()] == [True, False]
    (letter,) = mail.outbox
    assert letter.subject == "Les sauvegardes sont en retard"
    assert letter.to == ["assistance@cdg.example"]
    copied(place, datetime.now(UTC))
    assert backups.turn() is False
    copied(place, datetime.now(UTC) - timedelta(days=2))
    assert backups.turn() is True


@pytest.mark.django_db
def test_the_webmasters_read_it_at_the_head_of_what_they_have_to_do(place: Path, world: World) -> None:
    client = enter(world.webmestre)
    quiet = client.get(reverse("taches:index")).content.decode()
    copied(place, datetime.now(UTC) - timedelta(days=2))
    told = client.get(reverse("taches:index")).content.decode()
    assert ["bonne sauvegarde" in page for page in (quiet, told)] == [False, True]
