"""The mark commits with what it announces; what each event marks is in test_receivers."""

import signal
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.db import connection

from sites.marking import mark
from sites.models import BakeState
from tests.servers.install import Install, install
from tests.world import World

KILLED_AFTER_COMMIT = """
import os, signal
from django.db import connection, transaction
from cms.models import Rubrique
from sites.models import BakeState
BakeState.objects.update(dirty_at=None)
connection.run_and_clear_commit_hooks = lambda: os.kill(os.getpid(), signal.SIGKILL)
with transaction.atomic():
    page = Rubrique.objects.filter(url_path__contains="aubord").first()
    page.intro = "Une phrase neuve"
    page.save()
"""
ROLLED_BACK = """
from django.db import transaction
from cms.models import Rubrique
from sites.models import BakeState
BakeState.objects.update(dirty_at=None)
with transaction.atomic():
    Rubrique.objects.filter(url_path__contains="aubord").first().save()
    transaction.set_rollback(True)
"""


def dirty(made: Install) -> list[str]:
    """The communes that wait."""
    asked = """SELECT insee FROM sites_commune JOIN sites_bakestate ON commune_id = sites_commune.id
               WHERE dirty_at IS NOT NULL"""
    with closing(sqlite3.connect(made.var / "db.sqlite3")) as database:
        return [insee for (insee,) in database.execute(asked)]


@pytest.mark.kill
def test_a_process_killed_as_soon_as_it_has_committed_leaves_its_mark() -> None:
    with install() as made:
        ended = made.beffroi("shell", "--verbosity", "0", "-c", KILLED_AFTER_COMMIT, check=False)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        assert dirty(made) == ["30020"]


def test_a_transaction_rolled_back_leaves_none() -> None:
    with install() as made:
        made.beffroi("shell", "--verbosity", "0", "-c", ROLLED_BACK)
        assert dirty(made) == []


@pytest.mark.django_db
def test_nobody_named_is_nobody_marked(world: World, django_capture_on_commit_callbacks: Any) -> None:
    connection.run_on_commit.clear()  # what the fixtures asked for
    BakeState.objects.update(dirty_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        mark(communes=[], pages=(), removals=1)
    assert not BakeState.objects.exclude(dirty_at=None).exists()
