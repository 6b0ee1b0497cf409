from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, Fuzzy, Phrase
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from cms.models import BasePage, DocumentFile, Page, Picture
from cms.search import shards
from cms.search.backend import SearchBackend
from cms.search.damage import ShortageError
from cms.search.editors import building
from cms.search.editors.bounds import places_within
from cms.search.editors.places import Place
from cms.search.shards import Shard
from cms.worker.tasks import Tasks
from sites.tenancy.reach import reachable
from tests.world import World, add_page

pytestmark = pytest.mark.django_db
OURS = Place("30020")


@pytest.fixture
def backend() -> SearchBackend:
    found = get_search_backend()
    assert isinstance(found, SearchBackend)
    return found


@pytest.fixture
def no_database(backend: SearchBackend) -> Any:
    """The database's own search must not be what answers."""
    with mock.patch.object(SearchBackend, "in_database", side_effect=AssertionError("the database answered")):
        yield


def work() -> None:
    tasks = Tasks()
    while tasks.turn():
        pass


def titles(results: Any) -> list[str]:
    return sorted(str(row) for row in results)


def mine(world: World, model: Any = BasePage) -> "QuerySet[Any]":
    return reachable(world.aubord.contributeur, model)


@pytest.mark.usefixtures("no_database")
def test_a_contributor_finds_her_drafts_and_only_her_commune(indexed: World, backend: SearchBackend) -> None:
    assert titles(backend.search("budgets", mine(indexed))) == ["Aubord le budget"]
    assert titles(backend.search("conseil élus", mine(indexed))) == ["Aubord le conseil"]
    assert titles(backend.search("Belleville", mine(indexed))) == []


@pytest.mark.usefixtures("no_database")
def test_accents_elision_plurals_and_synonyms_are_french(indexed: World, backend: SearchBackend) -> None:
    add_page(indexed.aubord.home, Page(title="L’eau au cœur des élections", slug="eau"), indexed.aubord.contributeur)
    building.build(_place(indexed))
    for words in ("eau", "coeur", "CŒUR", "l'eau", "robinet", "les élections du coeur"):
        assert titles(backend.search(words, mine(indexed))) == ["L’eau au cœur des élections"], words
    # A draft whose introduction says « à voter » is about elections too.
    assert "L’eau au cœur des élections" in titles(backend.search("election", mine(indexed)))


def _place(world: World) -> Place:
    (place,) = places_within(mine(world)) or []
    return place


@pytest.mark.usefixtures("no_database")
def test_pictures_and_documents_have_their_place(indexed: World, backend: SearchBackend) -> None:
    assert titles(backend.search("clocher", mine(indexed, Picture))) == ["Aubord vue du clocher"]
    assert titles(backend.autocomplete("comp", mine(indexed, DocumentFile))) == ["Aubord compte rendu du conseil"]


@pytest.mark.usefixtures("no_database")
def test_phrases_faults_facets_and_everything(indexed: World, backend: SearchBackend) -> None:
    rows = mine(indexed, Page)
    assert titles(backend.search(Phrase("Aubord le budget"), rows)) == ["Aubord le budget"]
    assert titles(backend.search(Phrase("budget Aubord"), rows)) == []
    assert titles(backend.search(Fuzzy("bugdet"), rows)) == ["Aubord le budget"]
    assert len(backend.search(MATCH_ALL, rows)) == rows.count()
    assert dict(backend.search("Aubord", rows).facet("live")) == {True: 1, False: 1}
    assert backend.search("le la les", rows).count() == 0


def test_what_keeps_to_no_commune_is_answered_by_the_database(indexed: World, backend: SearchBackend) -> None:
    with mock.patch.object(SearchBackend, "shard", side_effect=AssertionError("a shard was opened")):
        assert titles(backend.search("budget", BasePage.objects.all())) == ["Aubord le budget", "Belleville le budget"]


def test_a_missing_shard_is_answered_by_the_database_and_made_by_the_worker(
    indexed: World, backend: SearchBackend
) -> None:
    world = indexed
    building.shard_of(OURS).remove()
    assert titles(backend.search("budget", mine(world))) == ["Aubord le budget"]
    assert backend.search("budget", mine(world)).count() == 1
    assert DBTaskResult.objects.filter(task_path="cms.search.tasks.build_shard").count() == 1
    work()
    assert building.shard_of(OURS).stands
    with mock.patch.object(SearchBackend, "in_database", side_effect=AssertionError("the database answered")):
        assert titles(backend.search("budget", mine(world))) == ["Aubord le budget"]


def test_what_is_saved_is_found_once_the_worker_has_passed(indexed: World, backend: SearchBackend) -> None:
    page = Page.objects.get(pk=indexed.aubord.page.pk)
    page.title = "La halle aux grains"
    page.save()
    work()
    assert titles(backend.search("halles", mine(indexed))) == ["La halle aux grains"]


def test_what_is_deleted_is_found_no_more_and_leaves_the_shard_with_the_next_write(
    indexed: World, backend: SearchBackend, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    key = f"cms.basepage:{indexed.aubord.draft.pk}"
    shard = building.shard_of(OURS)
    assert key in set(shard.keys())
    with django_capture_on_commit_callbacks(execute=True):
        Page.objects.get(pk=indexed.aubord.draft.pk).delete()
    assert titles(backend.search("budget", mine(indexed))) == []
    building.put(Page, [Page.objects.get(pk=indexed.aubord.page.pk)])
    assert key not in set(shard.keys())


def test_a_row_that_another_writer_kept_out_has_the_shard_made_again(
    indexed: World, backend: SearchBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "PATIENCE", 0.05)
    page = Page.objects.get(pk=indexed.aubord.page.pk)
    page.title = "La halle aux grains"
    with shards._locked(building.shard_of(OURS).folder / shards.LOCK, 1.0):
        page.save()
        work()
    assert not building.shard_of(OURS).stands
    assert titles(backend.search("halle", mine(indexed))) == ["La halle aux grains"]  # the database answers
    work()
    with mock.patch.object(SearchBackend, "in_database", side_effect=AssertionError("the database answered")):
        assert titles(backend.search("halles", mine(indexed))) == ["La halle aux grains"]


def test_the_database_answers_while_the_machine_cannot_read_a_shard(indexed: World, backend: SearchBackend) -> None:
    with mock.patch.object(Shard, "reading", side_effect=ShortageError):
        assert titles(backend.search("budget", mine(indexed))) == ["Aubord le budget"]
    assert building.shard_of(OURS).stands


def test_update_index_makes_every_shard(world: World) -> None:
    call_command("update_index", verbosity=0)
    assert [building.shard_of(Place(town.commune.insee)).stands for town in world.towns] == [True, True]


def test_a_search_costs_as_many_queries_whatever_it_finds(
    indexed: World, backend: SearchBackend, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for words in ("budget", "Aubord"):  # one page, all of them
        with django_assert_num_queries(3):  # shards, which rows may be seen, those shown
            list(backend.search(words, mine(indexed, Page)))


def test_the_explorer_of_a_contributor_searches_her_shard(indexed: World, client: Client) -> None:
    client.force_login(indexed.aubord.contributeur)
    with mock.patch.object(SearchBackend, "in_database", side_effect=AssertionError("the database answered")):
        html = client.get(reverse("wagtailadmin_explore_results", args=[indexed.aubord.home.pk]), {"q": "budg"})
    assert "Aubord le budget" in html.content.decode()
    assert "Belleville" not in html.content.decode()


@pytest.mark.parametrize(
    "query", ["*", "a" * 10_000, "' OR 1=1 --", "<script>", "mot " * 3000, "\x00", "😀", "AND NOT ("]
)
def test_no_query_is_too_odd(indexed: World, backend: SearchBackend, query: str) -> None:
    assert list(backend.search(query, mine(indexed))) == []
    assert list(backend.autocomplete(query, mine(indexed))) == []


@pytest.mark.parametrize("typed", ['"Aubord le budget"', '"Aubord', 'le "budget" "x', '"a(b"', '">x"', '"" OR "'])
def test_quotation_marks_are_typed_like_any_other_sign(indexed: World, client: Client, typed: str) -> None:
    for person in (indexed.aubord.contributeur, indexed.webmestre, indexed.superuser):
        rows = reachable(person, BasePage)
        assert isinstance(list(get_search_backend().autocomplete(typed, rows)), list)
    client.force_login(indexed.aubord.contributeur)
    for name in ("wagtailadmin_pages:search", "wagtailadmin_choose_page_search", "wagtailimages:index"):
        assert client.get(reverse(name), {"q": typed}).status_code == 200
