"""Says where the demonstration stands: each step, how long it took, and the time left."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.translation import gettext as _
from rich.console import Console

from cms.terminal.interruption import obey

MINUTE = 60
DOUBT = 5.0  # seconds during which what is expected counts as much as what is seen


class Steps:
    """``expected`` gives each step its label and the seconds it takes on a machine with two cores."""

    def __init__(self, expected: Mapping[str, float], console: Console) -> None:
        self._expected = dict(expected)
        self._console = console
        self._started = time.monotonic()
        self._done = 0.0
        self._number = 0

    @contextmanager
    def step(self, label: str, detail: str = "") -> Iterator[None]:
        """Announce the step, then say how long it took. The commands draw their own bars in between."""
        obey()
        self._number += 1
        place = f"{self._number}/{len(self._expected)}"
        words = f"{label} ({detail})" if detail else label
        self._console.print(f"[bold]{place}[/bold]  {words}[dim] — {self.left()}[/dim]", highlight=False)
        start = time.monotonic()
        yield
        obey()
        self._done += self._expected[label]
        self._console.print(f"     [green]✓[/green] {duration(time.monotonic() - start)}", highlight=False)

    def left(self) -> str:
        """What remains, at the pace of the steps already made."""
        total = sum(self._expected.values())
        return _("reste environ %s") % duration((total - self._done) * self._pace)

    @property
    def _pace(self) -> float:
        """How much slower than expected the steps already made were; the shortest ones say little."""
        return (time.monotonic() - self._started + DOUBT) / (self._done + DOUBT)


def duration(seconds: float) -> str:
    """« 1 min 20 s », « 3 s »."""
    minutes, rest = divmod(max(0, round(seconds)), MINUTE)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
