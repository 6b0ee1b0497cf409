"""Ctrl-C is obeyed, even where Python swallows it."""

import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from cms.terminal.interruption import heeded, obey, whole
from cms.terminal.progress import bar

FORMER = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)


class Dying:
    """Ctrl-C arrives while this is thrown away."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)


@pytest.fixture
def swallowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What Python swallowed in finalizers."""
    found: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda said: found.append(said.exc_type))
    yield found
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == FORMER


def die() -> None:
    dying = Dying()
    del dying


def test_a_ctrl_c_in_a_finalizer_stops_at_the_next_step_of_a_bar(swallowed: list[Any]) -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), heeded(), bar("Pas", 3) as advance:  # noqa: PT012  # what stops is counted
        for number in range(3):
            die()
            done.append(number)
            advance()
    assert (swallowed, done) == ([KeyboardInterrupt], [0])


def test_a_ctrl_c_in_a_finalizer_stops_at_the_end_where_there_is_no_step(swallowed: list[Any]) -> None:
    with pytest.raises(KeyboardInterrupt), heeded():
        die()
    assert swallowed == [KeyboardInterrupt]


def test_a_ctrl_c_that_comes_out_as_another_error_is_one_all_the_same(swallowed: list[Any]) -> None:
    with pytest.raises(KeyboardInterrupt), heeded():  # noqa: PT012  # as a callback from C does
        die()
        raise OSError
    with pytest.raises(OSError, match=r"^$"), heeded():
        raise OSError


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_nothing_swallows_stops_at_once(number: signal.Signals, swallowed: list[Any]) -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt), heeded():  # noqa: PT012  # the second line is the one that is not reached
        signal.raise_signal(number)
        reached.append(number)
    assert reached == []


def test_inside_another_the_outermost_hears(swallowed: list[Any]) -> None:
    with pytest.raises(KeyboardInterrupt), heeded():  # noqa: PT012  # one stands inside, and ends first
        with heeded():
            pass
        die()
        obey()


def test_one_that_was_obeyed_is_forgotten(swallowed: list[Any]) -> None:
    with pytest.raises(KeyboardInterrupt), heeded():
        die()
    with heeded():
        obey()


def test_a_shell_that_had_ctrl_c_ignored_is_obeyed(swallowed: list[Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with heeded():
            signal.raise_signal(signal.SIGINT)
            obey()
    finally:
        signal.signal(signal.SIGINT, FORMER[0])


def test_a_ctrl_c_waits_for_the_end_of_a_step_that_must_be_whole() -> None:
    done = []
    with pytest.raises(KeyboardInterrupt), heeded(), bar("Pas", 3) as advance, whole():  # noqa: PT012
        for number in range(3):
            signal.raise_signal(signal.SIGINT)
            done.append(number)
            advance()
    assert done == [0]
    with pytest.raises(KeyboardInterrupt), heeded():  # noqa: PT012  # outside, at once
        signal.raise_signal(signal.SIGINT)
        done.append(1)
    assert done == [0]
