"""The indexes kept in memory: the newest of each commune, and no more bytes than are allowed."""

import json
from pathlib import Path

import pytest

from cms.api.shelf import Indexes


def index(folder: Path, name: str, size: int = 100) -> Path:
    """A file of that many bytes."""
    path = folder / name
    path.write_text(json.dumps({"name": name, "filler": ""}).replace('""', f'"{"x" * size}"'), encoding="utf-8")
    return path


def test_an_index_is_read_once_until_its_mark_changes(tmp_path: Path) -> None:
    indexes, path = Indexes(10_000), index(tmp_path, "first")
    first = indexes.read("30020", path, "1")
    path.unlink()
    assert indexes.read("30020", path, "1") is first
    with pytest.raises(FileNotFoundError):
        indexes.read("30020", path, "2")


def test_a_new_generation_takes_the_place_of_the_former(tmp_path: Path) -> None:
    indexes = Indexes(10_000)
    for number in range(5):
        path = index(tmp_path, f"gen-{number}")
        assert indexes.read("30020", path, str(number))["name"] == path.name
    assert indexes.size == path.stat().st_size


def test_those_asked_longest_ago_leave_when_there_are_too_many_bytes(tmp_path: Path) -> None:
    paths = {insee: index(tmp_path, insee) for insee in ("30020", "30021", "30022")}
    each = paths["30020"].stat().st_size
    indexes = Indexes(2 * each)
    kept = {insee: indexes.read(insee, paths[insee], "1") for insee in ("30020", "30021")}
    assert indexes.read("30020", paths["30020"], "1") is kept["30020"]
    indexes.read("30022", paths["30022"], "1")
    assert indexes.size == 2 * each
    assert indexes.read("30020", paths["30020"], "1") is kept["30020"]
    assert indexes.read("30021", paths["30021"], "1") is not kept["30021"]


def test_one_that_is_larger_than_all_is_read_and_not_kept(tmp_path: Path) -> None:
    indexes, path = Indexes(50), index(tmp_path, "large")
    assert indexes.read("30020", path, "1")["name"] == "large"
    assert indexes.size == 0
