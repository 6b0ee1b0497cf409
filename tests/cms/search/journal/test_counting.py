"""Questions are counted by commune and day, and nothing else is known of them."""

from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.search.journal import counting
from cms.search.journal.counting import collect, note, purge
from cms.search.models import Asked
from cms.worker.loop import Loop
from sites.models import Commune
from tests.world import World


def rows() -> list[tuple[str, str, int, int]]:
    return sorted(
        (row.commune.name, row.words, row.count, row.empty) for row in Asked.objects.select_related("commune")
    )


def test_questions_are_added_up_by_commune_and_day(world: World) -> None:
    one, other = world.aubord.commune, world.belleville.commune
    note(one, "Déchets", found=True)
    note(one, "dechets", found=False)
    note(other, "déchets", found=True)
    assert (collect(), collect()) == (3, 0)
    note(one, "DÉCHETS", found=False)
    note(one, "jean@example.org", found=False)
    assert collect() == 1
    assert rows() == [("Aubord", "dechets", 3, 2), ("Belleville", "dechets", 1, 0)]


def test_nothing_but_the_commune_the_day_and_the_words_is_written(world: World, var: Path) -> None:
    note(world.aubord.commune, "Déchets", found=True)
    (file,) = (var / "search" / "asked").iterdir()
    assert file.read_text() == f"{world.aubord.commune.pk}\t{timezone.localdate()}\t1\tdechets\n"
    collect()
    assert list(file.parent.iterdir()) == []
    assert {field.name for field in Asked._meta.fields} == {"id", "commune", "day", "words", "count", "empty"}


def test_a_day_after_another_is_another_row_and_both_are_purged_in_time(world: World) -> None:
    town, today = world.aubord.commune, timezone.localdate()
    for age in (0, 1, 90, 91, 400):
        Asked.objects.create(commune=town, day=today - timedelta(days=age), words="eau", count=1, empty=1)
    assert purge() == 2
    assert Asked.objects.filter(day__lt=today - timedelta(days=90)).count() == 0
    assert Asked.objects.count() == 3
    assert purge(date(2100, 1, 1)) == 3


def test_the_worker_adds_up_and_forgets(world: World) -> None:
    loop = Loop(mock.Mock(is_set=mock.Mock(return_value=True)))
    # The thread of the chores closes its own connection: here it would be the one of the test.
    with mock.patch.object(loop, "_in_turn") as turns, mock.patch("cms.worker.loop.connections"):
        loop._chores()
    chores = {chore for _every, chore in turns.call_args.args}
    assert {counting.collect, counting.purge} <= chores


def test_a_flood_fills_neither_the_disk_nor_the_table(world: World, var: Path) -> None:
    town = world.aubord.commune
    with mock.patch.object(counting, "MOST_A_DAY", 3):
        for letter in "abcdef":
            note(town, letter, found=True)
        note(town, "a", found=True)
        collect()
        note(town, "g", found=True)
        note(town, "a", found=True)
        collect()
    assert [(words, count) for _name, words, count, _empty in rows()] == [("a", 3), ("b", 1), ("c", 1)]
    with mock.patch.object(counting, "MOST_WAITING", 10):
        for _again in range(5):
            note(town, "dechets", found=True)
    assert (var / "search" / "asked" / "asked").stat().st_size < 100


def test_a_folder_that_cannot_be_written_to_stops_no_search(
    world: World, var: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (var / "search").mkdir(exist_ok=True)
    (var / "search" / "asked").write_text("a file where a folder should be")
    note(world.aubord.commune, "eau", found=True)
    assert "n’a pas pu être comptée" in caplog.text


def test_what_was_asked_of_a_commune_that_is_gone_is_counted_for_nobody(world: World) -> None:
    gone = Commune(pk=987654, insee="99999", name="Ancienne")
    note(gone, "eau", found=True)
    note(world.belleville.commune, "eau", found=True)
    collect()
    assert rows() == [("Belleville", "eau", 1, 0)]


def test_what_a_worker_that_died_had_taken_is_added_up_by_the_next(world: World, var: Path) -> None:
    note(world.aubord.commune, "eau", found=True)
    with mock.patch.object(counting, "_added", side_effect=OSError), pytest.raises(OSError):  # noqa: PT011
        collect()
    assert collect() == 1
    assert rows() == [("Aubord", "eau", 1, 0)]


def test_adding_up_costs_as_many_queries_whatever_was_asked(world: World) -> None:
    counts = []
    for number in (1, 3):
        for town in world.towns:
            for rank in range(number):
                note(town.commune, f"eau {rank}", found=True)
                note(town.commune, f"rue {number} {rank}", found=True)
        with CaptureQueriesContext(connection) as context:
            collect()
        counts.append(len([it for it in context.captured_queries if "SAVEPOINT" not in it["sql"]]))
    assert counts[1] <= counts[0] + 1  # the first time there was nothing to replace
