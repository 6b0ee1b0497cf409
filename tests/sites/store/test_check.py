"""The disk held against its manifest."""

from pathlib import Path

import pytest

from sites.store.check import Inspection, inspect
from sites.store.generations import Store
from sites.store.manifest import Item, compare


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = Store(tmp_path / "46042")
    items = {path: Item(path.encode()) for path in ("index.html", "mairie/index.html")}
    with made.lock():
        old = made.current()
        made.write(old, compare(old, items, {}), items, {})
    return made


def test_a_sound_site_has_nothing_to_say(store: Store) -> None:
    assert inspect(store, store.current()) == Inspection()


def test_a_changed_byte_is_found_in_the_file_and_in_its_copies(store: Store) -> None:
    (store.www / "index.html").write_bytes(b"index.htmk")
    (store.www / "mairie/index.html.br").write_bytes(b"not brotli")
    (store.www / "mairie/index.html.gz").write_bytes(b"not gzip")
    damaged = inspect(store, store.current()).damaged
    assert damaged == ("index.html", "mairie/index.html.br", "mairie/index.html.gz")


def test_a_missing_and_a_foreign_file_are_named(store: Store) -> None:
    (store.www / "index.html.gz").rename(store.www / "intrus.php")
    assert inspect(store, store.current()) == Inspection(missing=("index.html.gz",), foreign=("intrus.php",))
