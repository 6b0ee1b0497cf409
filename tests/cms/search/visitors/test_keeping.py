import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import DocumentFile, Page
from cms.search.models import SiteIndex
from cms.search.visitors import keeping, pdf
from cms.search.visitors.entries import entries
from cms.search.visitors.find import UnavailableError, find, suggest
from cms.search.visitors.keeping import Keeper, synchronise
from cms.search.visitors.marks import changed
from cms.search.visitors.schema import folder_of, shard_of
from cms.worker.clock import SystemClock
from deploy.demo.pdf import document
from sites.bake.bakery import bake, store_of
from sites.models import BakeState
from tests.cms.search.visitors.conftest import learn_here
from tests.world import Town, World, add_page


def urls(town: Town, words: str) -> list[str]:
    return sorted(hit.url for hit in find(town.commune, words).hits)


def publish(town: Town, *, force: bool = False) -> None:
    """Bake, then index, as the worker does."""
    assert bake(town.commune, force=force).error == ""
    keeper = Keeper(SystemClock())
    while keeper.turn():
        pass


def test_what_stands_online_is_found_and_drafts_are_not(online: World) -> None:
    assert "/vie-municipale/conseil/" in urls(online.aubord, "conseil")
    assert urls(online.aubord, "budget") == []


def test_a_commune_finds_nothing_of_another(online: World) -> None:
    for town, other in (online.towns, online.towns[::-1]):
        assert urls(town, town.name) != []
        assert urls(town, other.name) == []


def test_what_is_published_then_withdrawn_is_found_then_not(online: World) -> None:
    town = online.aubord
    town.draft.save_revision().publish()
    publish(town)
    assert "/vie-municipale/budget/" in urls(town, "budget")
    Page.objects.get(pk=town.draft.pk).unpublish()
    publish(town)
    assert urls(town, "budget") == []


def test_a_page_reserved_to_some_is_not_found(online: World) -> None:
    town = online.aubord
    PageViewRestriction.objects.create(page=town.page, restriction_type=PageViewRestriction.LOGIN)
    assert "/vie-municipale/conseil/" in urls(town, "élus")
    publish(town)
    assert "/vie-municipale/conseil/" not in urls(town, "élus")


def test_the_pages_of_a_module_that_is_off_are_not_found(online: World) -> None:
    town = online.aubord
    assert "/actualites/fete/" in urls(town, "fête")
    town.commune.options = {"modules_off": ["actualites"]}
    town.commune.save()
    publish(town, force=True)  # what explains the pages that leave is written with the commit
    assert "/actualites/fete/" not in urls(town, "fête")


def test_a_published_document_is_found_by_its_text_and_one_that_no_page_shows_is_not(online: World) -> None:
    town = online.aubord
    shown, hidden = (
        DocumentFile.objects.create(
            title=f"Un {word}",
            file=ContentFile(document("Le guide", "Ville", f"Le {word} passe le mardi."), f"{word}.pdf"),
            collection=town.collection,
        )
        for word in ("ramoneur", "rémouleur")
    )
    body = [("documents", {"title": "", "documents": [{"document": shown}]})]
    add_page(town.home, Page(title="À télécharger", slug="telecharger", body=body), town.contributeur)
    publish(town)
    (hit,) = [hit for hit in find(town.commune, "ramoneur mardi").hits if hit.url.startswith("/_/d/")]
    assert hit.kind == "Documents"
    assert "Le <mark>ramoneur</mark> passe le <mark>mardi</mark>" in hit.extract
    assert hidden.pk
    assert urls(town, "rémouleur") == []


def test_a_site_is_indexed_once_for_each_generation(world: World) -> None:
    keeper = Keeper(SystemClock())
    assert keeper.turn() is False  # nothing stands online
    for town in world.towns:
        assert bake(town.commune).error == ""
    assert [keeper.turn() for _turn in range(3)] == [True, True, False]
    assert set(SiteIndex.objects.values_list("generation", "waiting")) == {(1, False)}
    assert not changed().exists()


def put_online(town: Town, files: int) -> None:
    """A page that shows so many PDFs."""
    rows = [
        DocumentFile.objects.create(
            title=f"Feuille {number}",
            file=ContentFile(document("Feuille", town.name, f"Numéro {number}."), f"{number}.pdf"),
            collection=town.collection,
        )
        for number in range(files)
    ]
    body = [("documents", {"title": "", "documents": [{"document": row} for row in rows]})]
    add_page(town.home, Page(title="À télécharger", slug="telecharger", body=body), town.contributeur)
    assert bake(town.commune).error == ""


def test_documents_are_read_a_few_at_a_time(online: World) -> None:
    town = online.aubord
    put_online(town, 3)
    keeper = Keeper(SystemClock())
    with mock.patch.object(keeping, "AT_ONCE", 2):
        assert keeper.turn()
        assert SiteIndex.objects.get(commune=town.commune).waiting
        assert len([url for url in urls(town, "feuille") if url.startswith("/_/d/")]) == 3
        while keeper.turn():
            pass
    assert not SiteIndex.objects.get(commune=town.commune).waiting


def test_the_documents_of_a_site_hold_up_neither_the_others_nor_the_pages_that_leave(online: World) -> None:
    aubord, belleville = online.towns
    keeper = Keeper(SystemClock())
    while keeper.turn():
        pass
    put_online(aubord, 2)
    belleville.draft.save_revision().publish()
    assert bake(belleville.commune).error == ""
    with mock.patch.object(pdf, "learn", side_effect=AssertionError("a document was read")):
        assert [keeper.turn(), keeper.turn()] == [True, True]
        assert "/vie-municipale/budget/" in urls(belleville, "budget")
        Page.objects.get(pk=aubord.page.pk).unpublish()
        assert bake(aubord.commune).error == ""
        assert keeper.turn()
        assert urls(aubord, "élus") == []

    put_online(belleville, 2)
    read: list[str] = []

    def learn(folder: Path, digest: str, file: Path) -> None:
        read.append(file.name)
        assert urls(belleville, "télécharger") != []  # what is fresh was written first
        learn_here(folder, digest, file)

    with mock.patch.object(pdf, "learn", learn), mock.patch.object(keeping, "AT_ONCE", 1):
        states = []
        while (state := changed(keeper._last_read).first()) is not None:
            states.append((state.pk, state.reading))
            assert keeper.turn()
    ours, others = aubord.commune.pk, belleville.commune.pk
    assert states == [(others, False), (ours, True), (others, True), (ours, True), (others, True)]
    assert len(read) == 4


def test_no_document_is_begun_when_the_time_of_a_turn_is_over(online: World) -> None:
    put_online(online.aubord, 3)
    with mock.patch.object(keeping, "READING", 0.0), mock.patch.object(pdf, "learn", side_effect=learn_here) as read:
        assert not synchronise(online.aubord.commune, read=3)
    assert read.call_count == 1


def test_what_could_not_be_read_comes_after_what_was_not_tried(online: World) -> None:
    put_online(online.aubord, 2)
    read: list[str] = []

    def fail(folder: Path, digest: str, file: Path) -> None:
        read.append(file.name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{digest}.tries").write_bytes(b".")

    with mock.patch.object(pdf, "learn", fail):
        assert [synchronise(online.aubord.commune, read=1) for _turn in range(2)] == [False, False]
    assert len(set(read)) == 2


def test_a_broken_manifest_empties_no_index_and_is_tried_again(online: World, caplog: pytest.LogCaptureFixture) -> None:
    town = online.aubord
    put_online(town, 1)
    with mock.patch.object(pdf, "learn", learn_here):
        publish(town)
    texts = sorted(folder_of(town.commune.insee).glob("texts/*.txt"))
    assert texts
    assert bake(town.commune, force=True).error == ""
    SiteIndex.objects.filter(commune=town.commune).update(generation=0)
    store = store_of(town.commune.insee)
    manifest = store.folder(store.generation()) / "manifest.json"
    manifest.write_bytes(b"{")
    clock = mock.Mock(monotonic=mock.Mock(return_value=0.0))
    keeper = Keeper(clock)
    assert keeper.turn()
    assert "La recherche de Aubord n’a pas pu être mise à jour" in caplog.text
    assert "/vie-municipale/conseil/" in urls(town, "conseil")
    assert sorted(folder_of(town.commune.insee).glob("texts/*.txt")) == texts
    assert changed().first().pk == town.commune.pk  # the index is not taken for the one of what stands

    shard_of(town.commune.insee).remove()
    for _broken in ("the notes", "the link"):
        with pytest.raises(UnavailableError):
            find(town.commune, "conseil")
        (store.root / "current").unlink(missing_ok=True)


def test_pages_are_read_from_the_generation_of_the_manifest(online: World) -> None:
    """A bake swaps the link while pages are read; then one takes the very folder away."""
    town = online.aubord
    store = store_of(town.commune.insee)
    shard_of(town.commune.insee).remove()

    def baking(*arguments: Any) -> Any:
        found = entries(*arguments)
        if store.generation() == 1:
            Page.objects.get(pk=town.page.pk).unpublish()
            assert bake(town.commune).error == ""
        return found

    with mock.patch.object(keeping, "entries", baking):
        synchronise(town.commune)
    assert "/vie-municipale/conseil/" in urls(town, "conseil")  # as it stood
    synchronise(town.commune)
    assert urls(town, "élus") == []

    def pruning(*arguments: Any) -> Any:
        found = entries(*arguments)
        if store.generation() == 2:
            assert bake(town.commune, force=True).error == ""
            shutil.rmtree(store.folder(2))
        return found

    shard_of(town.commune.insee).remove()
    with mock.patch.object(keeping, "entries", pruning):
        synchronise(town.commune)
    assert urls(town, town.name) != []


def test_a_site_that_cannot_be_indexed_stops_no_other_and_is_tried_again_later(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for town in world.towns:
        assert bake(town.commune).error == ""
    keeper = Keeper(SystemClock())
    with mock.patch.object(keeping, "keep", side_effect=[ValueError("broken"), None]) as kept:
        assert [keeper.turn() for _turn in range(2)] == [True, True]
    assert [call.args[0] for call in kept.call_args_list] == [town.commune for town in world.towns]
    assert "La recherche de Aubord n’a pas pu être mise à jour" in caplog.text


def test_only_what_changed_is_written(online: World) -> None:
    town = online.aubord
    with mock.patch("cms.search.shards.Shard.write") as written:
        synchronise(town.commune)
    assert not written.called


def index(towns: Iterable[Town]) -> None:
    """Once and for all, as the worker does after a bake."""
    with mock.patch.object(pdf, "learn", learn_here):
        keeper = Keeper(SystemClock())
        while keeper.turn():
            pass
    assert not SiteIndex.objects.filter(commune__in=[town.commune for town in towns], due=True).exists()


def test_a_lost_index_is_replaced_by_the_small_one_and_made_again_by_the_worker(online: World) -> None:
    town = online.aubord
    cache.delete(f"search-lost-{town.commune.insee}")
    index(online.towns)
    shard_of(town.commune.insee).remove()
    with mock.patch.object(keeping, "synchronise", side_effect=AssertionError("a visitor waited for it")):
        found = find(town.commune, "conseil")
        assert suggestions(town) is None
    assert found.reduced
    assert "/vie-municipale/conseil/" in [hit.url for hit in found.hits]
    assert "<mark>conseil</mark>" in found.hits[0].title
    assert not shard_of(town.commune.insee).stands
    assert [(row.commune, row.reading) for row in changed()] == [(town.commune, False)]
    index(online.towns)
    assert not find(town.commune, "conseil").reduced
    assert "/vie-municipale/conseil/" in urls(town, "conseil")


def suggestions(town: Town) -> list[tuple[str, str]] | None:
    try:
        return suggest(town.commune, "conseil")
    except UnavailableError:
        return None


def test_a_hundred_visitors_ask_once_for_a_lost_index(online: World) -> None:
    cache.delete(f"search-lost-{online.aubord.commune.insee}")
    index(online.towns)
    shard_of(online.aubord.commune.insee).remove()
    counts = []
    for _visitor in range(3):
        with CaptureQueriesContext(connection) as context:
            find(online.aubord.commune, "conseil")
        counts.append(len(context))
    assert counts == [1, 0, 0]


def test_a_site_baked_while_it_is_indexed_keeps_its_mark(online: World) -> None:
    index(online.towns)
    town = online.aubord
    town.draft.save_revision().publish()
    assert bake(town.commune).error == ""

    def baked_meanwhile(*arguments: Any, **options: Any) -> bool:
        assert bake(town.commune, force=True).error == ""
        return synchronise(*arguments, **options)

    with mock.patch.object(keeping, "synchronise", baked_meanwhile):
        assert Keeper(SystemClock()).turn()
    assert [row.commune for row in changed()] == [town.commune]
    index(online.towns)


def test_a_bake_that_changes_nothing_marks_nothing(online: World) -> None:
    index(online.towns)
    assert bake(online.aubord.commune).error == ""
    assert list(changed()) == []


def test_what_there_is_to_index_is_found_without_reading_every_commune(online: World) -> None:
    index(online.towns)
    assert BakeState._meta.db_table not in str(changed().query)
    if connection.vendor == "sqlite":
        assert "site_index_to_do" in changed().explain()


def test_a_site_that_left_the_web_is_searched_without_a_fault(world: World) -> None:
    assert urls(world.aubord, "conseil") == []


def test_indexing_costs_as_many_queries_as_reading_a_site(
    online: World,
) -> None:
    town = online.aubord
    counts = []
    for number, pages in enumerate((1, 3)):
        for extra in range(pages):
            title = f"Page {number} {extra}"
            add_page(town.home, Page(title=title, slug=f"page-{number}-{extra}"), town.contributeur)
        assert bake(town.commune, now=timezone.now()).error == ""
        with CaptureQueriesContext(connection) as context:
            synchronise(town.commune)
        counts.append(len(context))
    assert counts[0] == counts[1]
