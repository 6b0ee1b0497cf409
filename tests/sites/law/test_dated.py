"""A reform is one row more."""

from datetime import UTC, date, datetime

import pytest

from sites.law.dated import Delay, begun, days, end_of, first_day, in_force, last_day

OLD, NEW = Delay(date(2020, 1, 1), days=30), Delay(date(2026, 7, 1), days=10)


def test_the_row_in_force_is_the_last_whose_day_has_come_however_they_are_written() -> None:
    for rows in ((OLD, NEW), (NEW, OLD)):
        assert [days(rows, day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [30, 10]


def test_what_is_older_than_the_rows_follows_the_oldest_and_what_needs_none_is_told() -> None:
    assert in_force((NEW, OLD), date(2019, 1, 1)) is OLD
    assert begun((NEW, OLD), date(2019, 1, 1)) is None
    with pytest.raises(ValueError, match="empty"):
        in_force((), date(2026, 1, 1))


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 1, 15), date(2026, 3, 15)),
        (date(2025, 12, 31), date(2026, 2, 28)),
        (date(2026, 11, 1), date(2027, 1, 1)),
    ],
)
def test_two_months_end_on_the_same_day_or_on_the_last_of_a_shorter_month(start: date, last: date) -> None:
    assert last_day((Delay(date(2000, 1, 1), months=2),), start) == last


@pytest.mark.parametrize(
    ("end", "months", "first"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 11, 22), 25, date(2024, 10, 22)),
    ],
)
def test_months_are_counted_back_by_the_calendar(end: date, months: int, first: date) -> None:
    assert first_day((Delay(date(2000, 1, 1), months=months),), end) == first


def test_a_day_ends_at_midnight_in_paris_summer_and_winter() -> None:
    assert end_of(date(2026, 7, 14)) == datetime(2026, 7, 14, 22, tzinfo=UTC)
    assert end_of(date(2026, 12, 24)) == datetime(2026, 12, 24, 23, tzinfo=UTC)
