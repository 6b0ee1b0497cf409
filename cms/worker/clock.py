"""Two times that are never mixed: the date, which may be set back, decides what is due; the other measures delays."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from django.utils import timezone

# Time servers correct by milliseconds; a person, a battery or a restored machine by more than this.
JUMP = timedelta(minutes=1)


class Clock(Protocol):
    """What tests replace."""

    def now(self) -> datetime:
        """The date, aware of its zone."""

    def monotonic(self) -> float:
        """Seconds that never go back."""


class SystemClock:
    """The machine's."""

    def now(self) -> datetime:
        """Django's own."""
        return timezone.now()

    def monotonic(self) -> float:
        """Since some moment of the past."""
        return time.monotonic()


class Every:
    """True once per ``seconds``, and the first time asked."""

    def __init__(self, seconds: float, clock: Clock) -> None:
        self.seconds = seconds
        self.clock = clock
        self._last: float | None = None

    def __call__(self) -> bool:
        """Whether it is time again."""
        elapsed = self.clock.monotonic()
        if self._last is not None and elapsed - self._last < self.seconds:
            return False
        self._last = elapsed
        return True


@dataclass
class Watch:
    """Notices a date that was set back."""

    clock: Clock
    _date: datetime | None = None
    _elapsed: float = field(default=0.0)

    def went_back(self) -> bool:
        """Whether, since the last time asked, the date lost more than ``JUMP`` on the time that really passed."""
        date, elapsed = self.clock.now(), self.clock.monotonic()
        before, passed = self._date, timedelta(seconds=elapsed - self._elapsed)
        self._date, self._elapsed = date, elapsed
        return before is not None and date < before + passed - JUMP
