"""The log of what is read: pages, never people."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.visits import FOLDER, Visits
from cms.serving.wsgi import Composition
from tests.cms.serving.baked import lay
from tests.cms.serving.conftest import Ask, asking, django


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Aubord on line, its readings noted."""
    lay(tmp_path)
    return asking(Composition(Disk(tmp_path), "admin.localhost", django, Assets("/_/admin/"), (), Visits(tmp_path)))


def lines(var: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted((var / FOLDER).glob("*")) for line in file.read_text().splitlines()]


def test_a_page_that_is_read_leaves_its_address_and_nothing_of_its_reader(ask: Ask, tmp_path: Path) -> None:
    ask("/?q=mon+nom", user_agent="Mozilla/5.0", referer="https://ailleurs.fr/", x_forwarded_for="192.0.2.7")
    (line,) = lines(tmp_path)
    assert line.pop("ts") > 0
    assert line == {
        "status": 200,
        "request": {
            "method": "GET",
            "host": "aubord.localhost",
            "uri": "/",
            "headers": {"User-Agent": ["Mozilla/5.0"]},
        },
    }


def test_files_errors_and_the_admin_leave_nothing(ask: Ask, tmp_path: Path) -> None:
    ask("/robots.txt")
    ask("/rien/")
    ask("/", method="HEAD")
    ask("/", host="admin.localhost")
    ask("/_/contact/")
    assert lines(tmp_path) == []


def test_a_page_read_again_counts(ask: Ask, tmp_path: Path) -> None:
    etag = ask("/").headers["ETag"]
    assert ask("/", if_none_match=etag).status == 304
    assert [line["status"] for line in lines(tmp_path)] == [200, 304]


def test_each_hour_has_its_log(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 3600 * 500_000.0)
    ask("/")
    ask("/")
    monkeypatch.setattr(time, "time", lambda: 3600 * 500_001.0)
    ask("/")
    assert [len(file.read_text().splitlines()) for file in sorted((tmp_path / FOLDER).glob("*"))] == [2, 1]


def test_a_log_that_cannot_be_written_takes_no_page_away(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    assert ask("/").status == 200
