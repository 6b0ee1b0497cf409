from datetime import date

import pytest

from deploy.life.terms import begun, refusable_until, reminded, term


@pytest.mark.parametrize(
    ("start", "months", "today", "end"),
    [
        (date(2026, 1, 1), 12, date(2026, 6, 1), date(2027, 1, 1)),
        (date(2026, 1, 1), 12, date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 1, 1), 12, date(2027, 1, 1), date(2028, 1, 1)),  # renewed on its very day
        (date(2024, 2, 29), 12, date(2025, 1, 1), date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2027, 12, 1), date(2028, 2, 29)),  # reckoned from the start, no day is lost
        (date(2020, 7, 1), 36, date(2026, 11, 23), date(2029, 7, 1)),
        (date(2030, 1, 1), 12, date(2026, 1, 1), date(2031, 1, 1)),  # signed ahead
    ],
)
def test_a_period_is_over_on_the_first_day_of_the_next(start: date, months: int, today: date, end: date) -> None:
    assert term(start, months, today) == end


def test_the_running_period_began_where_the_one_before_was_over() -> None:
    assert begun(date(2020, 7, 1), 36, date(2029, 7, 1)) == date(2026, 7, 1)
    assert begun(date(2026, 1, 1), 12, date(2027, 1, 1)) == date(2026, 1, 1)


def test_it_is_refused_three_months_before_and_recalled_sixty_days_before_that() -> None:
    end = date(2027, 1, 1)
    assert refusable_until(end, 3) == date(2026, 10, 1)
    days = [date(2026, 8, 1), date(2026, 8, 2), date(2026, 10, 1), date(2026, 10, 2)]
    assert [reminded(end, 3, day) for day in days] == [False, True, True, False]
