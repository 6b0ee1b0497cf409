"""What one page may cost: seconds of processor and characters. A template that loops for ever costs its own site alone.

Each thread has its own account, opened by the outermost template and shared by all that it calls.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SECONDS = 2.0  # of processor; a page takes a few thousandths
VOLUME = 20_000_000  # characters written, copies included
TEXT = 2_000_000  # characters of one text
LENGTH = 10_000  # items of one list, or the largest number given to a filter or a method
BITS = 256  # of a whole number


class TooMuchError(Exception):
    """The page costs more than any page can; the message is a French sentence."""


class _Account(threading.local):
    depth = 0
    deadline = 0.0
    volume = 0


_account = _Account()


@contextmanager
def opened() -> Iterator[None]:
    """Give the page all that it may cost; what is opened inside shares it."""
    if not _account.depth:
        _account.deadline, _account.volume = time.thread_time() + SECONDS, VOLUME
    _account.depth += 1
    try:
        yield
    finally:
        _account.depth -= 1


def tick() -> None:
    """Stop once the time is over. Called at each turn of a loop, each call, each filter and each template."""
    if _account.depth and time.thread_time() > _account.deadline:
        raise TooMuchError(f"Une page du modèle demande plus de {SECONDS:g} secondes de calcul.")


def charge(size: int) -> None:
    """Count characters, or items, that are about to be made."""
    tick()
    if size > TEXT:
        raise TooMuchError(f"Le modèle écrit un texte de plus de {TEXT // 1_000_000} millions de signes.")
    if _account.depth:
        _account.volume -= size
        if _account.volume < 0:
            raise TooMuchError(f"Une page du modèle écrit plus de {VOLUME // 1_000_000} millions de signes.")


def weigh(value: Any) -> Any:
    """``value`` itself, once counted."""
    if isinstance(value, str | list | tuple | dict):
        charge(len(value))
    elif isinstance(value, int):
        whole(value.bit_length())
    return value


def whole(bits: int) -> None:
    """Refuse a number that no page needs."""
    if bits > BITS:
        raise TooMuchError("Le modèle calcule un nombre démesuré.")


def several(count: int) -> None:
    """Refuse a number of items, or a width, that no page needs."""
    if abs(count) > LENGTH:
        raise TooMuchError(f"Le modèle demande plus de {LENGTH} répétitions d’un coup.")
