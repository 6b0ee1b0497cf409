"""A challenge is signed, dated, of one commune, and asks for work."""

import hashlib
import time
from types import SimpleNamespace
from typing import Any

import pytest

from cms.guichet import robots


def solved(commune: int = 1) -> dict[str, str]:
    """What an honest script sends back."""
    token = robots.challenge(commune)[robots.TOKEN]
    seed = robots.seed_of(token)
    number = next(n for n in range(10**7) if robots.holds(seed, str(n), robots.BITS))
    return {robots.TOKEN: token, robots.PROOF: str(number)}


def request(post: dict[str, str], commune: int = 1) -> Any:
    return SimpleNamespace(POST=post, META={"REMOTE_ADDR": "203.0.113.9"}, commune=SimpleNamespace(pk=commune))


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "BITS", 8)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Time goes by."""
    real = time.time

    def move(seconds: float) -> None:
        monkeypatch.setattr(time, "time", lambda: real() + seconds)

    return move


def test_work_done_in_a_reasonable_time_is_taken(later: Any) -> None:
    post = solved()
    later(robots.SOONEST + 1)
    assert robots.proven(request(post)) == hashlib.sha256(post[robots.TOKEN].encode()).hexdigest()[:40]


def test_too_soon_too_late_elsewhere_unsigned_or_undone_is_not(later: Any) -> None:
    post = solved()
    assert not robots.proven(request(post)), "written faster than anybody types"
    later(robots.LATEST + 1)
    assert not robots.proven(request(post))
    later(robots.SOONEST + 1)
    assert robots.proven(request(post))
    assert not robots.proven(request(post, commune=2))
    assert not robots.proven(request(post | {robots.TOKEN: post[robots.TOKEN] + "x"}))
    for wrong in ("", "-1", "1" * 13, "٣", "abc"):
        assert not robots.proven(request(post | {robots.PROOF: wrong}))
    assert not robots.proven(request({}))


def test_a_page_of_confirmation_holds_a_ticket_that_only_we_can_write() -> None:
    number, age = robots.ticket_read(robots.ticket(12)) or (0, 0)
    assert (number, age < 2) == (12, True)
    assert robots.ticket_read("12") is None
    assert robots.ticket_read(solved()[robots.TOKEN]) is None
