"""A commune that is deleted: what was indexed of it leaves the disk, and the next of its code answers for itself."""

from pathlib import Path
from typing import Any

from django.test import Client

from cms.search.editors import building, places
from cms.search.visitors.schema import folder_of
from sites.bake.bakery import store_of
from sites.models import BakeState, Commune
from tests.cms.search.visitors.conftest import online  # noqa: F401  # a fixture
from tests.world import World, build_commune


def shards_of(commune: Commune) -> list[Path]:
    """The folders of a commune, filled."""
    (place,) = places.every([], commune.insee)
    building.build(place)
    texts = folder_of(commune.insee) / "texts"
    texts.mkdir(parents=True, exist_ok=True)
    (texts / "a.txt").write_text("Secours", encoding="utf-8")
    return [building.shard_of(place).folder, folder_of(commune.insee)]


def delete(commune: Commune, callbacks: Any) -> None:
    with callbacks(execute=True):
        commune.delete()


def test_the_indexes_and_texts_of_a_deleted_commune_leave_and_those_of_others_stay(
    online: World,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    gone, kept = shards_of(online.belleville.commune), shards_of(online.aubord.commune)
    assert all(folder.is_dir() for folder in (*gone, *kept))
    delete(online.belleville.commune, django_capture_on_commit_callbacks)
    assert not any(folder.exists() for folder in gone)
    assert all(folder.is_dir() for folder in kept)


def test_nothing_leaves_before_the_deletion_is_for_good(
    online: World,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    folders = shards_of(online.belleville.commune)
    with django_capture_on_commit_callbacks():
        online.belleville.commune.delete()
    assert all(folder.is_dir() for folder in folders)


def ask(name: str, path: str) -> Any:
    return Client(headers={"host": f"{name}.localhost"}).get(path)


def test_a_commune_of_the_same_code_says_nothing_until_it_is_baked(
    online: World,  # noqa: F811
    django_capture_on_commit_callbacks: Any,
) -> None:
    former = online.belleville.commune
    paths = ["/_/api/v1/pages", "/_/api/v1/settings", "/_/recherche/?q=conseil"]
    assert [ask("belleville", path).status_code for path in paths] == [200, 200, 200]
    delete(former, django_capture_on_commit_callbacks)
    assert store_of(former.insee).generation() > 0, "the files stay"
    new = build_commune(former.departement, former.insee, "Nouvelle")
    assert [ask("nouvelle", path).status_code for path in paths] == [503, 503, 503]
    assert ask("nouvelle", "/_/recherche/titres.json?q=conseil").content == b"[]"
    assert not folder_of(new.insee).exists(), "nobody indexed the former generation"
    BakeState.objects.filter(commune=new).update(generation=1)
    assert ask("nouvelle", paths[0]).status_code == 200
