"""What a line of the log says, and what it is not asked."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.statistiques.parse import View, lost_of, view_of


def line(**changed: Any) -> bytes:
    request = {"method": "GET", "host": "aubord.fr", "uri": "/agenda/"}
    told = {"ts": 1795300200.5, "status": 200, "request": request | changed.pop("request", {})} | changed
    return json.dumps(told).encode()


def test_a_page_that_was_read_is_counted_on_its_day_in_paris() -> None:
    assert view_of(line()) == View(date(2026, 11, 21), "aubord.fr", "/agenda/")
    assert view_of(line(ts=1795300200.5 + 3600)) == View(date(2026, 11, 22), "aubord.fr", "/agenda/")


def test_a_page_the_browser_had_already_is_counted_too() -> None:
    assert view_of(line(status=304)) == view_of(line())


def test_the_query_the_port_and_capitals_change_nothing() -> None:
    assert view_of(line(request={"uri": "/agenda/?utm_source=lettre", "host": "AUBORD.fr:8000"})) == view_of(line())
    found = view_of(line(request={"uri": "/f%C3%AAtes/"}))
    assert found is not None
    assert found.path == "/fêtes/"


@pytest.mark.parametrize(
    "changed",
    [
        {"status": 404},
        {"status": 301},
        {"request": {"method": "HEAD"}},
        {"request": {"uri": "/_/s/base.css"}},
        {"request": {"uri": "/_/contact/"}},
        {"request": {"uri": "/robots.txt"}},
        {"request": {"uri": "/" + "a" * 300 + "/"}},
        {"request": {"uri": "/%ff/"}},
        {"request": {"uri": "/a%0Ab/"}},
        {"request": {"host": ""}},
        {"ts": "hier"},
        {"ts": 1e30},
        {"request": None},
    ],
)
def test_what_is_no_reading_is_not_counted(changed: dict[str, Any]) -> None:
    if changed.get("request", 0) is None:
        assert view_of(b'{"ts": 1, "status": 200, "request": null}') is None
    else:
        assert view_of(line(**changed)) is None


@given(st.binary(max_size=300))
def test_a_broken_line_is_passed_over(content: bytes) -> None:
    view_of(content)
    assert view_of(line() + content + b"x") is None


def test_a_line_without_end_is_not_even_read() -> None:
    assert view_of(line(padding="a" * 70_000)) is None


def test_a_lost_address_keeps_the_query_that_names_a_content_and_no_other() -> None:
    def lost(uri: str) -> str:
        found = lost_of(line(status=404, request={"uri": uri}))
        assert found is not None
        return found.path

    assert lost("/index.php?id=12") == "/index.php?id=12"
    assert lost("/index.php?nom=dupont") == "/index.php"
    assert lost("/vieux/?id=12") == "/vieux/"
