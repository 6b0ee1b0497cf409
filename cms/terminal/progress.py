"""A bar that says what is done and the time left; nothing where nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cms.terminal.interruption import obey


class Advance(Protocol):
    """Called after each step, or after several. A Ctrl-C that was swallowed meanwhile is raised again here."""

    def __call__(self, steps: int = 1, /) -> None:
        """``steps`` more are done."""


@contextmanager
def bar(label: str, total: int, *, quiet: bool = False) -> Iterator[Advance]:
    """Give a function to call after each step. On the standard error, which leaves the output to programs."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task(label, total=total)

        def advance(steps: int = 1, /) -> None:
            obey()
            progress.advance(task, steps)

        yield advance
