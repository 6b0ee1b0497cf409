"""Ctrl-C that is always obeyed.

Python raises ``KeyboardInterrupt`` wherever the program happens to be. Inside a finalizer or a ``__del__`` it is
printed and forgotten; inside a callback from C it comes out as another error. The program would go on to its end as if
nobody had asked: so the asking is noted, and looked at again at each step.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_asked: list[int] = []  # signals belong to the process, and so does what was received
_whole: list[bool] = []  # one for each ``whole`` that is going on


@contextmanager
def heeded() -> Iterator[None]:
    """Stop what runs inside by ``KeyboardInterrupt`` on Ctrl-C or SIGTERM: at once, or else at the next ``obey``.

    Whatever swallowed it, the end is reached by ``KeyboardInterrupt`` only. A shell that had Ctrl-C ignored is obeyed.
    May stand inside another: the outermost one hears.
    """
    former = {number: signal.signal(number, _note) for number in SIGNALS if signal.getsignal(number) not in DEAF}
    try:
        yield
        obey()
    except Exception as error:
        if _asked:
            raise KeyboardInterrupt from error
        raise
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        if former:
            _asked.clear()


@contextmanager
def whole() -> Iterator[None]:
    """Inside ``heeded``: what runs here is stopped by ``obey`` alone, never in the midst of a step."""
    _whole.append(True)
    try:
        yield
    finally:
        _whole.pop()
    obey()


def obey() -> None:
    """Raise again the ``KeyboardInterrupt`` that something swallowed. Whatever is long calls it at each step."""
    if _asked:
        raise KeyboardInterrupt


def _note(number: int, _frame: FrameType | None) -> None:
    _asked.append(number)
    if not _whole:
        raise KeyboardInterrupt


DEAF = (signal.SIG_IGN, _note)  # who already hears, or never will
