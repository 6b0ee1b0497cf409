"""Dates that come back, from what the form says to what the calendar shows."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from modules.agenda import admin, recurrence
from modules.agenda.recurrence import Choice

TUESDAY = date(2026, 9, 8)
EVENT: dict[str, Any] = {"start_date": TUESDAY, "start_time": time(18), "end_time": time(20)}


def days(choice: Choice, *away: str, until: date = date(2026, 12, 31), **fields: Any) -> list[str]:
    told = EVENT | fields
    kept = {"rrule": recurrence.rule_of(choice, told["start_date"]), "exdates": list(away)}
    return [span.day.isoformat() for span in recurrence.spans(told | {"recurrence": kept}, until)]


def test_every_week_on_tuesday_until_a_day_except_one() -> None:
    choice = Choice(recurrence.WEEKLY, (1,), date(2026, 9, 29))
    assert days(choice, "2026-09-22") == ["2026-09-08", "2026-09-15", "2026-09-29"]


def test_the_last_day_of_a_rule_counts_whatever_the_hour() -> None:
    assert days(Choice(recurrence.WEEKLY, (), date(2026, 9, 15)))[-1] == "2026-09-15"


def test_the_second_tuesday_of_each_month_and_the_last_one() -> None:
    assert days(Choice(recurrence.MONTHLY_DAY))[:3] == ["2026-09-08", "2026-10-13", "2026-11-10"]
    last = days(Choice(recurrence.MONTHLY_DAY), start_date=date(2026, 9, 29))
    assert last[:3] == ["2026-09-29", "2026-10-27", "2026-11-24"]


def test_the_thirty_first_is_skipped_where_a_month_has_none() -> None:
    assert days(Choice(recurrence.MONTHLY_DATE), start_date=date(2026, 8, 31)) == [
        "2026-08-31",
        "2026-10-31",
        "2026-12-31",
    ]


def test_a_rule_without_end_stops_at_the_horizon() -> None:
    until = recurrence.horizon(TUESDAY)
    assert until == TUESDAY + timedelta(days=366)
    assert len(days(Choice(recurrence.WEEKLY), until=until)) == 53


def test_the_hour_stays_the_same_when_clocks_change() -> None:
    kept = {"rrule": recurrence.rule_of(Choice(recurrence.WEEKLY), TUESDAY)}
    found = list(recurrence.spans(EVENT | {"recurrence": kept}, date(2026, 12, 1)))
    assert {(span.start.time(), span.end.time()) for span in found} == {(time(18), time(20))}


def test_what_happens_once_is_given_whatever_the_horizon() -> None:
    assert days(Choice(), until=date(2000, 1, 1)) == ["2026-09-08"]


def test_an_evening_that_ends_at_midnight_ends_that_day() -> None:
    span = recurrence.span_of(
        {"start_date": TUESDAY, "start_time": time(20), "end_date": date(2026, 9, 9), "end_time": time()}
    )
    assert (span.last_day, span.end) == (TUESDAY, datetime(2026, 9, 9))  # noqa: DTZ001  # local


@given(
    st.sampled_from(
        [recurrence.WEEKLY, recurrence.FORTNIGHTLY, recurrence.MONTHLY_DATE, recurrence.MONTHLY_DAY, recurrence.YEARLY]
    ),
    st.sets(st.integers(0, 6)),
    st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2030, 1, 1))),
)
def test_a_rule_says_again_what_was_chosen(often: str, weekdays: set[int], until: date | None) -> None:
    choice = recurrence.choice_of(recurrence.rule_of(Choice(often, tuple(sorted(weekdays)), until), TUESDAY))
    assert (choice.often, choice.until) == (often, until)
    if often in {recurrence.WEEKLY, recurrence.FORTNIGHTLY}:
        assert choice.weekdays == (tuple(sorted(weekdays)) or (1,))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"end_date": date(2026, 9, 7)}, "se terminerait avant d’avoir commencé"),
        ({"end_time": time(17)}, "s’il finit après minuit"),
        ({"start_time": None}, "à quelle heure"),
        ({"start_date": date(1900, 1, 1)}, "trop ancienne"),
        ({"recurrence": {"rrule": "FREQ=WEEKLY;UNTIL=20260101"}}, "La dernière date précède"),
        (
            {"recurrence": {"rrule": "FREQ=WEEKLY;UNTIL=20260908", "exdates": ["2026-09-08"]}},
            "n’aurait plus aucune date",
        ),
    ],
)
def test_dates_that_cannot_be_are_said_in_one_sentence(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        admin.check_dates(EVENT | fields)
    (message,) = refused.value.messages
    assert sentence in message


def test_a_draft_without_a_date_is_left_alone() -> None:
    admin.check_dates({})


def test_a_period_is_taken_away_both_its_ends_included() -> None:
    choice = Choice(recurrence.WEEKLY, (1,), date(2026, 10, 13))
    assert days(choice, "2026-09-15/2026-09-29", "2026-10-06") == ["2026-09-08", "2026-10-13"]


def test_what_a_period_takes_away_are_the_beginnings_of_the_rule_that_fall_in_it() -> None:
    kept = {"rrule": recurrence.rule_of(Choice(recurrence.WEEKLY), TUESDAY), "exdates": ["2026-12-20/2027-01-05"]}
    found = [start.isoformat() for start in recurrence.taken_away(EVENT | {"recurrence": kept})]
    assert found == ["2026-12-22T18:00:00", "2026-12-29T18:00:00", "2027-01-05T18:00:00"]
    assert list(recurrence.taken_away(EVENT)) == []
    far = {**kept, "exdates": ["9999-01-01"]}
    assert list(recurrence.taken_away(EVENT | {"recurrence": far})) == []
