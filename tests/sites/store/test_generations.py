"""Generations of a public folder: what is written, linked, carried over, pruned."""

import gzip
import os
from collections.abc import Mapping
from pathlib import Path

import brotli
import pytest

from sites.store.generations import Store
from sites.store.manifest import Item, Manifest, UnsafePathError, compare

SITE = {"index.html": b"<p>accueil</p>", "mairie/index.html": b"<p>mairie</p>", "robots.txt": b"User-agent: *"}


def publish(store: Store, texts: Mapping[str, bytes], sources: Mapping[str, Path] | None = None) -> Manifest:
    items = {path: Item(content) for path, content in texts.items()}
    items |= {path: Item(source=source) for path, source in (sources or {}).items()}
    with store.lock():
        old = store.current()
        return store.write(old, compare(old, items, {}), items, {})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "46042")


def test_the_public_folder_holds_what_was_published(store: Store) -> None:
    publish(store, SITE)
    assert {path: (store.www / path).read_bytes() for path in SITE} == SITE


def test_a_brotli_and_a_gzip_copy_lie_beside_every_text_file_and_no_other(store: Store, tmp_path: Path) -> None:
    photo = tmp_path / "photo.webp"
    photo.write_bytes(b"RIFF")
    publish(store, SITE, {"_/i/1-abc-480.webp": photo})
    names = {path.relative_to(store.www).as_posix() for path in store.www.rglob("*") if path.is_file()}
    copies = {f"{path}{suffix}" for path in SITE for suffix in (".br", ".gz")}
    assert names == {*SITE, *copies, "_/i/1-abc-480.webp"}
    assert gzip.decompress((store.www / "index.html.gz").read_bytes()) == SITE["index.html"]
    assert brotli.decompress((store.www / "index.html.br").read_bytes()) == SITE["index.html"]


def test_an_unchanged_file_is_the_same_file_on_disk(store: Store) -> None:
    publish(store, SITE)
    before = {path: (store.www / path).stat().st_ino for path in SITE}
    publish(store, {**SITE, "mairie/index.html": b"<p>mairie ouverte</p>"})
    after = {path: (store.www / path).stat().st_ino for path in SITE}
    assert [path for path in SITE if before[path] == after[path]] == ["index.html", "robots.txt"]
    assert (store.www / "mairie/index.html.gz").stat().st_nlink == 1


def test_a_document_is_linked_and_not_copied(store: Store, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.4")
    publish(store, SITE, {"_/d/1-abc/compte-rendu.pdf": report})
    assert (store.www / "_/d/1-abc/compte-rendu.pdf").samefile(report)


def test_a_file_on_a_disk_that_cannot_be_linked_is_copied(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.4")

    def refuse(*_args: object) -> None:
        raise OSError(31, "Too many links")

    monkeypatch.setattr(os, "link", refuse)
    publish(store, SITE, {"_/d/1-abc/report.pdf": report})
    assert (store.www / "_/d/1-abc/report.pdf").read_bytes() == b"%PDF-1.4"


def test_a_style_sheet_already_compressed_is_linked_with_its_copies(store: Store, tmp_path: Path) -> None:
    for suffix, content in {"": b"a{}", ".gz": gzip.compress(b"a{}", mtime=0), ".br": brotli.compress(b"a{}")}.items():
        (tmp_path / f"base.12345678.css{suffix}").write_bytes(content)
    publish(store, SITE, {"_/s/base.12345678.css": tmp_path / "base.12345678.css"})
    assert all(
        (store.www / f"_/s/base.12345678.css{suffix}").samefile(tmp_path / f"base.12345678.css{suffix}")
        for suffix in ("", ".gz", ".br")
    )


def test_the_last_three_generations_stay(store: Store) -> None:
    for number in range(5):
        publish(store, {"index.html": f"{number}".encode()})
    assert store.generations() == [3, 4, 5]
    assert store.generation() == 5


def test_numbers_come_from_the_disk_so_that_a_rollback_is_not_overwritten(store: Store) -> None:
    for number in range(3):
        publish(store, {"index.html": f"{number}".encode()})
    link = store.root / "current"
    link.unlink()
    link.symlink_to("gen-000002")
    made = publish(store, {"index.html": b"repaired"})
    assert made.generation == 4
    assert (store.folder(3) / "www/index.html").read_bytes() == b"2"


def test_what_a_killed_bake_left_is_cleaned_by_the_next(store: Store) -> None:
    publish(store, SITE)
    half = store.root / "gen-000002.tmp" / "www"
    half.mkdir(parents=True)
    (half / "index.html").write_bytes(b"half")
    (store.root / "current.tmp").symlink_to("gen-000002.tmp")
    with store.lock():
        pass
    assert sorted(path.name for path in store.root.iterdir()) == [".lock", "current", "gen-000001"]


def test_a_style_sheet_no_longer_used_stays_three_generations_for_pages_already_loaded(
    store: Store, tmp_path: Path
) -> None:
    sheet = tmp_path / "site.11111111.css"
    sheet.write_bytes(b"a{}")
    publish(store, SITE, {"_/s/site.11111111.css": sheet})
    seen = []
    for number in range(5):
        publish(store, {**SITE, "index.html": f"{number}".encode()})
        seen.append((store.www / "_/s/site.11111111.css").exists())
    assert seen == [True, True, True, False, False]


def test_a_picture_taken_out_of_the_library_and_a_document_withdrawn_leave_at_once(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x")
    paths = ("_/i/7-abc-480.webp", "_/i/8-abc-480.webp", "_/d/1-abc/arrete.pdf")
    publish(store, SITE, dict.fromkeys(paths, file))
    items = {path: Item(content) for path, content in SITE.items()}
    with store.lock():
        old = store.current()
        store.write(old, compare(old, items, {}, gone=["_/i/7-"]), items, {})
    assert [path for path in paths if (store.www / path).exists()] == ["_/i/8-abc-480.webp"]


def test_a_file_lost_from_the_old_generation_is_written_again(store: Store) -> None:
    publish(store, SITE)
    (store.www / "mairie/index.html").unlink()
    publish(store, {**SITE, "index.html": b"changed"})
    assert (store.www / "mairie/index.html").read_bytes() == SITE["mairie/index.html"]


def test_the_same_site_changes_nothing(store: Store) -> None:
    publish(store, SITE)
    items = {path: Item(content) for path, content in SITE.items()}
    assert compare(store.current(), items, {}).nothing


@pytest.mark.parametrize("path", ["../secret", "a/../../b", "/etc/passwd", "a//b", "", "a/./b", "a\nb", "x" * 300])
def test_a_path_that_leaves_the_public_folder_is_refused(store: Store, path: str) -> None:
    with pytest.raises(UnsafePathError):
        publish(store, {path: b"x"})
    assert store.generation() == 0


def test_a_manifest_reads_back_as_it_was_written(store: Store) -> None:
    made = publish(store, SITE)
    assert store.current() == made == Manifest.loads(made.dumps())
