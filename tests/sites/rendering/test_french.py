"""Dates, hours, sizes and numbers as they are written in French."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from sites.rendering.french import counted, date_fr, date_text, hour_of, number_fr, phone_href, size_fr


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("long", "4\u00a0septembre 2026"),
        ("full", "vendredi 4\u00a0septembre 2026"),
        ("short", "4\u00a0sept. 2026"),
        ("month", "septembre 2026"),
        ("short_month", "sept."),
        ("short_day", "ven."),
        ("iso", "2026-09-04"),
        ("time", ""),
    ],
)
def test_a_date_is_written_in_full(style: str, written: str) -> None:
    assert date_fr(date(2026, 9, 4), style) == written
    assert date_fr("2026-09-04", style) == written


def test_the_first_of_a_month_is_an_ordinal_that_stays_markup() -> None:
    day = date_fr(date(2026, 5, 1), "full")
    assert day == "vendredi 1<sup>er</sup>\u00a0mai 2026"
    assert isinstance(day, Markup)


@pytest.mark.parametrize("style", ["long", "full", "short"])
def test_where_no_markup_goes_the_first_of_a_month_is_plain_text(style: str) -> None:
    day = date_text(date(2026, 5, 1), style)
    assert "1er\u00a0mai 2026" in day
    assert type(day) is str
    assert date_text(date(2026, 5, 2), style) == date_fr(date(2026, 5, 2), style)


def test_an_hour_is_that_of_paris() -> None:
    assert date_fr(datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "time") == "0\u00a0h\u00a005"
    assert date_fr(datetime(2026, 7, 1, 22, 5, tzinfo=UTC), "iso") == "2026-07-02"


def test_nothing_gives_nothing() -> None:
    assert (date_fr(None), size_fr(None), number_fr(None), phone_href(""), hour_of("bientôt")) == ("", "", "", "", "")


@pytest.mark.parametrize(("text", "written"), [("09:00:00", "9\u00a0h"), ("12:30", "12\u00a0h\u00a030")])
def test_an_hour_has_no_useless_zero(text: str, written: str) -> None:
    assert hour_of(text) == written


@pytest.mark.parametrize(
    ("size", "written"),
    [(200, "1\u00a0Ko"), (317_440, "310\u00a0Ko"), (2_516_582, "2,4\u00a0Mo"), (2**20, "1\u00a0Mo")],
)
def test_a_weight_is_in_kilo_or_megabytes(size: int, written: str) -> None:
    assert size_fr(size) == written


@pytest.mark.parametrize(
    ("phone", "href"),
    [("05 65 00 00 00", "tel:+33565000000"), ("+33 (0)5 65 00 00 00", "tel:+33565000000"), ("3939", "tel:3939")],
)
def test_a_telephone_number_can_be_called(phone: str, href: str) -> None:
    assert phone_href(phone) == href


def test_thousands_are_set_apart() -> None:
    assert number_fr(19907) == "19\u202f907"


@pytest.mark.parametrize(("number", "said"), [(0, "0 page"), (1, "1 page"), (2, "2 pages"), (15, "15 pages")])
def test_many_begins_with_two(number: int, said: str) -> None:
    assert counted(number, "page", "pages") == said
