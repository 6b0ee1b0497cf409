"""Says where the demonstration stands: each step, how long it took, and the time left."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext

from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

MINUTE = 60
REFRESH = 0.2  # seconds
NEARLY = 0.97


class Steps:
    """``expected`` gives each step its label and the seconds it takes on a machine with two cores."""

    def __init__(self, expected: Mapping[str, float], console: Console) -> None:
        self._expected = dict(expected)
        self._console = console
        self._started = time.monotonic()
        self._done = 0.0
        self._number = 0

    @contextmanager
    def step(self, label: str, detail: str = "", *, with_bar: bool = False) -> Iterator[None]:
        """Announce the step, then say how long it took. ``with_bar`` draws one for what has none of its own."""
        self._number += 1
        place = f"{self._number}/{len(self._expected)}"
        words = f"{label} ({detail})" if detail else label
        self._console.print(f"[bold]{place}[/bold]  {words}[dim] — {self.left()}[/dim]", highlight=False)
        start = time.monotonic()
        with self._bar(self._expected[label] * self._pace) if with_bar else nullcontext():
            yield
        self._done += self._expected[label]
        self._console.print(f"     [green]✓[/green] {duration(time.monotonic() - start)}", highlight=False)

    def left(self) -> str:
        """What remains, at the pace of the steps already made."""
        total = sum(self._expected.values())
        return _("reste environ %s") % duration((total - self._done) * self._pace)

    @property
    def _pace(self) -> float:
        """How much slower than expected the steps already made were."""
        return (time.monotonic() - self._started) / self._done if self._done else 1.0

    @contextmanager
    def _bar(self, seconds: float) -> Iterator[None]:
        """A bar that follows the clock, for a command that does not say where it stands; it waits near its end."""
        columns = (TextColumn("    "), BarColumn(), TimeRemainingColumn())
        over = threading.Event()
        with Progress(*columns, console=self._console, transient=True, disable=not self._console.is_terminal) as bar:
            task = bar.add_task("", total=seconds)

            def follow() -> None:
                start = time.monotonic()
                while not over.wait(REFRESH):
                    bar.update(task, completed=min(time.monotonic() - start, seconds * NEARLY))

            clock = threading.Thread(target=follow, daemon=True)
            clock.start()
            try:
                yield
            finally:
                over.set()
                clock.join()


def duration(seconds: float) -> str:
    """« 1 min 20 s », « 3 s »."""
    minutes, rest = divmod(max(0, round(seconds)), MINUTE)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
