"""Hours, public holidays and closures as plain data."""

import json
from datetime import date, time

import pytest

from cms.rows import week
from modules.horaires import days
from modules.horaires.days import Change
from sites.law.dated import Delay
from sites.rendering.french import NBSP

RAW = [
    {"type": "day", "value": {"day": "monday", "morning_from": "09:00:00", "morning_to": "12:30:00"}},
    {
        "day": "friday",
        "morning_from": time(9),
        "morning_to": time(12),
        "afternoon_from": "14:00",
        "afternoon_to": "17:00",
    },
    {"day": "friday", "afternoon_from": "18:00", "afternoon_to": "19:00", "note": "état civil"},
]
WEEK = week.week_of(RAW)
XMAS = Change(date(2026, 12, 24), date(2026, 12, 26), (), "congés")
HOLIDAYS = days.holidays_around("46", date(2026, 12, 1))


def test_a_week_is_read_from_the_stream_of_the_town_hall_and_from_plain_days() -> None:
    assert WEEK[0] == ((540, 750),)
    assert WEEK[4] == ((540, 720), (840, 1020), (1080, 1140))
    assert [len(day) for day in WEEK] == [1, 0, 0, 0, 3, 0, 0]


@pytest.mark.parametrize("raw", [None, [], [None], [{"day": "someday"}], [{"type": "day", "value": None}]])
def test_what_is_no_day_is_left_out(raw: list[object] | None) -> None:
    assert week.week_of(raw) == ((),) * 7


def test_a_range_without_an_end_or_the_wrong_way_round_is_none() -> None:
    assert (
        week.ranges_of(
            {"morning_from": "09:00", "morning_to": None, "afternoon_from": "18:00", "afternoon_to": "14:00"}
        )
        == ()
    )


def test_search_engines_read_the_hours_as_schema_org_writes_them() -> None:
    assert week.schema(WEEK)[:2] == ["Mo 09:00-12:30", "Fr 09:00-12:00"]


def test_alsace_and_moselle_have_two_holidays_more() -> None:
    lot, moselle, bas_rhin = (dict(days.public_holidays(code, 2026)) for code in ("46", "57", "67"))
    more = {date(2026, 4, 3): "Vendredi saint", date(2026, 12, 26): "Saint-Étienne"}
    assert len(lot) == 11
    assert moselle == lot | more
    assert bas_rhin == moselle


def test_an_overseas_departement_has_its_own() -> None:
    assert "Abolition de l’esclavage" in dict(days.public_holidays("971", 2026)).values()


def test_a_closure_is_said_in_one_sentence() -> None:
    assert days.sentence(XMAS) == f"Fermé du 24 au 26{NBSP}décembre 2026"
    assert days.sentence(Change(date(2026, 12, 24), date(2027, 1, 2))) == (
        f"Fermé du 24{NBSP}décembre 2026 au 2{NBSP}janvier 2027"
    )
    assert (
        days.sentence(Change(date(2026, 7, 13), date(2026, 8, 16))) == f"Fermé du 13{NBSP}juillet au 16{NBSP}août 2026"
    )
    first = Change(date(2026, 12, 1), date(2026, 12, 3))
    assert days.sentence(first) == f"Fermé du 1er au 3{NBSP}décembre 2026"
    other = Change(date(2026, 12, 31), date(2026, 12, 31), ((540, 720),))
    assert days.sentence(other) == f"Ouvert de 9{NBSP}h à{NBSP}12{NBSP}h le jeudi 31{NBSP}décembre 2026"


def test_a_closure_is_announced_a_month_before_and_forgotten_the_day_after() -> None:
    def said(today: date) -> list[bool]:
        return [notice.current for notice in days.notices(WEEK, [XMAS], (), today)]

    assert [said(date(2026, 11, 23)), said(date(2026, 11, 24))] == [[], [False]]
    assert [said(date(2026, 12, 24)), said(date(2026, 12, 26)), said(date(2026, 12, 27))] == [[True], [True], []]


def test_a_holiday_is_announced_when_it_falls_on_a_day_of_opening_and_nothing_else_was_said() -> None:
    today = date(2026, 12, 20)
    (notice,) = days.notices(WEEK, [], HOLIDAYS, today)
    assert (notice.start, notice.reason) == (date(2026, 12, 25), "jour férié (Noël)")
    assert [one.reason for one in days.notices(WEEK, [XMAS], HOLIDAYS, today)] == ["congés"]
    assert days.notices(week.week_of(RAW[:1]), [], HOLIDAYS, today) == ()


def test_the_browser_is_told_the_week_and_closures_before_holidays() -> None:
    told = json.loads(days.clock(WEEK, [XMAS], [date(2026, 12, 25)]))
    assert told["week"][0] == [[540, 750]]
    assert told["spans"] == [["2026-12-24", "2026-12-26", []], ["2026-12-25", "2026-12-25", []]]


def test_the_pages_change_at_the_midnights_at_which_something_begins_or_ends() -> None:
    today = date(2026, 11, 1)
    turns = sorted(days.turns([XMAS], (), today))
    assert turns == [date(2026, 11, 24), date(2026, 12, 24), date(2026, 12, 27), date(2027, 1, 1)]
    assert min(days.turns([], HOLIDAYS, date(2026, 12, 1))) == date(2026, 12, 15)


def test_a_delay_that_changes_holds_from_its_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "AHEAD", (*days.AHEAD, Delay(date(2026, 12, 10), 15)))

    def announced(today: date) -> int:
        return len(days.notices(WEEK, [XMAS], (), today))

    assert [announced(date(2026, 12, day)) for day in (9, 10)] == [1, 1]
    later = Change(date(2027, 1, 4), date(2027, 1, 4))
    assert [len(days.notices(WEEK, [later], (), date(2026, 12, day))) for day in (9, 10)] == [1, 0]
    assert date(2026, 12, 10) in set(days.turns([XMAS], (), date(2026, 12, 1)))
