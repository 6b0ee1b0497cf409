"""The town hall and the colours of a site."""

from typing import Any

from sites.bake.views import DayHours
from sites.rendering.identity import day_hours, mairie_view


def day(code: str, **hours: str) -> dict[str, Any]:
    return {"type": "day", "id": code, "value": {"day": code, "note": "", **hours}}


def test_a_week_goes_from_monday_and_a_day_without_hours_is_closed() -> None:
    hours = day_hours(
        [
            day("saturday", morning_from="10:00", morning_to="12:00", note="Le premier du mois"),
            day("tuesday", morning_from="09:00", morning_to="12:00", afternoon_from="14:00", afternoon_to="17:30"),
        ]
    )
    assert [(one.label, len(one.ranges)) for one in hours] == [
        ("Lundi", 0), ("Mardi", 2), ("Mercredi", 0), ("Jeudi", 0), ("Vendredi", 0), ("Samedi", 1),
    ]  # fmt: skip
    assert hours[1].ranges == (("9\u00a0h", "12\u00a0h"), ("14\u00a0h", "17\u00a0h\u00a030"))
    assert hours[5] == DayHours("saturday", "Samedi", (("10\u00a0h", "12\u00a0h"),), "Le premier du mois")


def test_no_hours_at_all_show_no_closed_week() -> None:
    assert day_hours([]) == day_hours(None) == ()


def test_a_day_that_is_no_day_is_left_out() -> None:
    assert day_hours([{"value": {"day": "someday"}}, "monday", {}]) == ()


def test_a_town_hall_without_city_is_in_its_commune() -> None:
    view = mairie_view({"address": "Le bourg\n\n 2, place ", "siren": "214600424"}, "Cajarc")
    assert (view.address_lines, view.city, view.siren) == (("Le bourg", "2, place"), "Cajarc", "214600424")
