"""Addresses are cut before they are counted, and counting stays small."""

import pytest

from sites.public.visitors import REMEMBERED, Limiter, forget_everyone, truncated


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::"),
        ("", ""),
        ("n’importe quoi", ""),
    ],
)
def test_an_address_is_cut_to_its_neighbourhood(address: str, kept: str) -> None:
    assert truncated(address) == kept


def test_so_many_pass_then_none_then_some_again() -> None:
    now = [0.0]
    limiter = Limiter(3, 60, clock=lambda: now[0])
    assert [limiter.takes("rue") for _time in range(5)] == [True, True, True, False, False]
    assert limiter.takes("autre rue")
    assert not limiter.would_take("rue")
    now[0] = 60.0
    assert limiter.would_take("rue")
    assert limiter.takes("rue")


def test_everyone_starts_anew_at_once() -> None:
    limiters = Limiter(1, 60), Limiter(1, 60)
    assert [limiter.takes("rue") for limiter in limiters] == [True, True]
    forget_everyone()
    assert [limiter.would_take("rue") for limiter in limiters] == [True, True]


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    limiter = Limiter(1, 60)
    for number in range(REMEMBERED + 50):
        limiter.takes(number)
    assert len(limiter._seen) == REMEMBERED
