"""A clock that tests set, and an install driven by real processes."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import pytest

from tests.servers.install import Install, install


class SetClock:
    """Stands still until told otherwise; the date may go back, the other time may not."""

    def __init__(self) -> None:
        self.date = datetime.now(UTC)
        self.elapsed = 1000.0

    def now(self) -> datetime:
        return self.date

    def monotonic(self) -> float:
        return self.elapsed

    def passes(self, seconds: float) -> None:
        """Time goes by, as it should."""
        self.elapsed += seconds
        self.date += timedelta(seconds=seconds)

    def is_set(self, jump: timedelta) -> None:
        """Someone sets the date."""
        self.date += jump


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def place() -> Generator[Install, None, None]:
    with install() as made:
        yield made
