"""Tiles: kept, asked for with restraint, and nothing of the visitor goes upstream."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from modules.plan import source

NOW = 1_800_000_000.0
TILE = source.PNG + b"carte"
Answer = Callable[[httpx.Request], httpx.Response]


class Upstream:
    """What answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.answer: Answer = lambda _request: httpx.Response(200, content=TILE, headers={"Set-Cookie": "suivi=1"})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self.answer(request)


@pytest.fixture
def upstream(var: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    assert var.is_dir()
    settings.BEFFROI_TILES_UPSTREAM = "https://tuiles.example/{z}/{x}/{y}.png"
    made = Upstream()
    client = httpx.Client(transport=httpx.MockTransport(made), follow_redirects=False)
    monkeypatch.setattr(source, "_client", lambda: client)
    monkeypatch.setattr(source, "_failed_at", [])
    yield made
    client.close()


def kept(age: float) -> Path:
    file = source.folder() / "14" / "1" / "2.png"
    file.parent.mkdir(parents=True)
    file.write_bytes(source.PNG + b"ancienne")
    os.utime(file, (NOW - age, NOW - age))
    return file


def test_a_tile_is_asked_for_once_by_somebody_who_says_his_name(upstream: Upstream, settings: Any) -> None:
    assert source.tile(14, 1, 2) == TILE
    assert source.tile(14, 1, 2) == TILE
    [request] = upstream.asked
    assert str(request.url) == "https://tuiles.example/14/1/2.png"
    assert settings.BEFFROI_CDG_CONTACT in request.headers["User-Agent"]


def test_nothing_of_the_visitor_goes_upstream_and_no_cookie_comes_back(upstream: Upstream) -> None:
    source.tile(14, 1, 2)
    source.tile(14, 1, 3)
    names = {name for request in upstream.asked for name in request.headers}
    assert names == {"host", "accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda _request: httpx.Response(500),
        lambda _request: httpx.Response(429),
        lambda request: (_ for _ in ()).throw(httpx.ConnectTimeout("lent", request=request)),
    ],
    ids=["error", "too many", "silent"],
)
def test_an_upstream_that_fails_is_left_alone_for_a_while(upstream: Upstream, answer: Answer) -> None:
    upstream.answer = answer
    for _again in range(3):
        with pytest.raises(source.UpstreamError):
            source.tile(14, 1, 2)
    assert len(upstream.asked) == 1
    assert not list(source.folder().rglob("*.png"))


@pytest.mark.parametrize(
    "answer",
    [
        lambda _request: httpx.Response(404),
        lambda _request: httpx.Response(302, headers={"Location": "http://127.0.0.1/"}),
        lambda _request: httpx.Response(200, content=b"<html>"),
        lambda _request: httpx.Response(200, content=source.PNG + b"x" * source.MAX_TILE),
    ],
    ids=["missing", "redirection", "no picture", "too heavy"],
)
def test_a_tile_that_is_wrong_keeps_no_other_from_being_asked_for(upstream: Upstream, answer: Answer) -> None:
    right, upstream.answer = upstream.answer, answer
    with pytest.raises(source.UpstreamError):
        source.tile(14, 1, 2)
    upstream.answer = right
    assert source.tile(14, 1, 3) == TILE
    assert not (source.folder() / "14/1/2.png").exists()


def test_when_all_places_are_taken_a_visitor_is_told_at_once(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "PATIENCE", 0.01)
    for _place in range(source.AT_ONCE):
        source._places.acquire()
    try:
        with pytest.raises(source.UpstreamError):
            source.tile(14, 1, 2)
    finally:
        source._places.release(source.AT_ONCE)
    assert upstream.asked == []
    assert source.tile(14, 1, 2) == TILE, "nobody failed: the next one asks"


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    source._client.cache_clear()
    assert not source._client()._mounts
    source._client.cache_clear()


def test_an_old_tile_is_better_than_a_hole_and_a_too_old_one_is_not(upstream: Upstream) -> None:
    upstream.answer = lambda _request: httpx.Response(503)
    file = kept(source.FRESH + 1)
    assert source.tile(14, 1, 2, NOW) == file.read_bytes()
    os.utime(file, (NOW - source.LAST_RESORT, NOW - source.LAST_RESORT))
    with pytest.raises(source.UpstreamError):
        source.tile(14, 1, 2, NOW)


def test_a_week_later_it_is_asked_for_again(upstream: Upstream) -> None:
    kept(source.FRESH + 1)
    assert source.tile(14, 1, 2, NOW) == TILE
    assert len(upstream.asked) == 1


def test_without_upstream_there_is_no_tile(var: Path, settings: Any) -> None:
    assert var.is_dir()
    settings.BEFFROI_TILES_UPSTREAM = ""
    with pytest.raises(source.NoUpstreamError):
        source.tile(14, 1, 2)


def test_at_night_the_oldest_go_beyond_the_limit(upstream: Upstream) -> None:
    for number in range(3):
        source.tile(14, 1, number)
        os.utime(source.folder() / "14" / "1" / f"{number}.png", (NOW - number, NOW - number))
    source.prune(NOW, limit=2 * len(TILE))
    assert sorted(file.name for file in source.folder().rglob("*.png")) == ["0.png", "1.png"]
    source.prune(NOW + source.LAST_RESORT, limit=source.MAX_KEPT)
    assert not list(source.folder().rglob("*.png"))
    assert len(upstream.asked) == 3
