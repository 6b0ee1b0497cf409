"""Rows that are deleted together leave their shards together, and none does that was not deleted."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cms.models import DocumentFile
from cms.search.editors import places
from cms.search.editors.building import build, shard_of
from cms.search.editors.leaving import drop
from cms.search.editors.places import Place
from cms.search.shards import GONE
from tests.world import Town, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def folders(world: World) -> dict[str, Any]:
    """The shards of both communes, whose folder keeps the keys to drop."""
    for place in places.every([]):
        build(place)
    return {name: shard_of(Place(getattr(world, name).commune.insee)).folder for name in ("aubord", "belleville")}


def document(town: Town, title: str) -> DocumentFile:
    return DocumentFile.objects.create(title=title, file="x.pdf", collection=town.collection)


def keys(folder: Any) -> list[str]:
    file = folder / GONE
    return file.read_text().split() if file.exists() else []


def test_each_key_goes_to_the_shard_of_its_commune(
    world: World, folders: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    rows = [document(world.aubord, "a"), document(world.belleville, "b"), document(world.aubord, "c")]
    named = [f"cms.documentfile:{row.pk}" for row in rows]
    with django_capture_on_commit_callbacks(execute=True):
        DocumentFile.objects.filter(pk__in=[row.pk for row in rows]).delete()
        assert keys(folders["aubord"]) == [], "the deletion is not for good"
    assert (sorted(keys(folders["aubord"])), keys(folders["belleville"])) == ([named[0], named[2]], [named[1]])


@pytest.mark.parametrize("what", ["documents", "pages"])
def test_it_costs_as_many_queries_for_three_rows_as_for_one(
    world: World, folders: dict[str, Any], django_capture_on_commit_callbacks: Any, what: str
) -> None:
    town = world.aubord
    counts = []
    for most in (1, 3):
        rows: list[Any] = [town.page, town.draft, town.article][:most]
        if what == "documents":
            made = [document(town, f"{number}").pk for number in range(most)]
            rows = list(DocumentFile.objects.filter(pk__in=made))
        with CaptureQueriesContext(connection) as captured, django_capture_on_commit_callbacks(execute=True):
            for row in rows:
                drop(row)
        counts.append(len(captured) / len({type(row) for row in rows}))
    assert counts[0] == counts[1] > 0
    assert len(keys(folders["aubord"])) == 1 + 3


def test_what_a_savepoint_gives_back_stays_in_the_index(
    world: World, folders: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    kept, first, last = (document(world.aubord, title) for title in "abc")
    with django_capture_on_commit_callbacks(execute=True):
        drop(first)
        with transaction.atomic():
            drop(kept)
            transaction.set_rollback(True)
        drop(last)
    assert keys(folders["aubord"]) == [f"cms.documentfile:{row.pk}" for row in (first, last)]
