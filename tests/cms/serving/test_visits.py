"""The log of what is read: pages, never people."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.visits import FOLDER, LOST, Visits
from cms.serving.wsgi import Composition
from tests.cms.serving.baked import lay
from tests.cms.serving.conftest import Ask, asking, django

PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Aubord on line, its readings noted."""
    lay(tmp_path)
    return asking(Composition(Disk(tmp_path), "admin.localhost", django, Assets("/_/admin/"), (), Visits(tmp_path)))


def lines(var: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in sorted((var / FOLDER).glob("*")) for line in file.read_text().splitlines()]


def test_a_page_that_is_read_leaves_its_address_and_nothing_of_its_reader(ask: Ask, tmp_path: Path) -> None:
    ask("/?q=mon+nom", user_agent=PHONE, referer="https://ailleurs.fr/", x_forwarded_for="192.0.2.7")
    (line,) = lines(tmp_path)
    assert line.pop("ts") > 0
    assert line == {"status": 200, "request": {"method": "GET", "host": "aubord.localhost", "uri": "/"}}


def test_robots_and_who_gives_no_name_leave_nothing(ask: Ask, tmp_path: Path) -> None:
    ask("/", user_agent="Mozilla/5.0 (compatible; bnf.fr_bot)")
    ask("/", user_agent="curl/7.88.1")
    ask("/")
    assert lines(tmp_path) == []


def test_files_errors_and_the_admin_leave_nothing(ask: Ask, tmp_path: Path) -> None:
    ask("/robots.txt", user_agent=PHONE)
    ask("/rien/", user_agent=PHONE)
    ask("/", method="HEAD", user_agent=PHONE)
    ask("/", host="admin.localhost", user_agent=PHONE)
    ask("/_/contact/", user_agent=PHONE)
    assert lines(tmp_path) == []


def test_an_address_that_leads_nowhere_is_noted_apart_without_its_question_unless_it_is_a_number(
    ask: Ask, tmp_path: Path
) -> None:
    ask("/vieux/é.html?nom=moi", user_agent=PHONE)
    ask("/vieux.php?article=12", user_agent=PHONE)
    ask("/_/s/rien.css", user_agent=PHONE)
    ask("/vieux.html", user_agent="curl/7.88.1")
    ask("/vieux.html")
    ask("/vieux.html", host="inconnu.example", user_agent=PHONE)
    found = [json.loads(line) for file in (tmp_path / LOST).glob("*") for line in file.read_text().splitlines()]
    assert [(line["status"], line["request"]["host"], line["request"]["uri"]) for line in found] == [
        (404, "aubord.localhost", "/vieux/%C3%A9.html"),
        (404, "aubord.localhost", "/vieux.php?article=12"),
    ]
    assert lines(tmp_path) == []


def test_a_page_read_again_counts(ask: Ask, tmp_path: Path) -> None:
    etag = ask("/", user_agent=PHONE).headers["ETag"]
    assert ask("/", if_none_match=etag, user_agent=PHONE).status == 304
    assert [line["status"] for line in lines(tmp_path)] == [200, 304]


def test_each_hour_has_its_log(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 3600 * 500_000.0)
    ask("/", user_agent=PHONE)
    ask("/", user_agent=PHONE)
    monkeypatch.setattr(time, "time", lambda: 3600 * 500_001.0)
    ask("/", user_agent=PHONE)
    assert [len(file.read_text().splitlines()) for file in sorted((tmp_path / FOLDER).glob("*"))] == [2, 1]


def test_a_log_that_cannot_be_written_takes_no_page_away(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    assert ask("/", user_agent=PHONE).status == 200
