"""Dates, amounts and words as sources write them."""

from datetime import date, datetime

import pytest

from modules.marches.parse import values
from sites.law.dated import PARIS

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-12-04T12:00:00", datetime(2026, 12, 4, 12, tzinfo=PARIS)),
        ("2026-12-04T12:00:00.000", datetime(2026, 12, 4, 12, tzinfo=PARIS)),
        ("2026-07-03T10:00:00Z", datetime(2026, 7, 3, 12, tzinfo=PARIS)),
        ("2026-12-04T10:00:00+00:00", datetime(2026, 12, 4, 11, tzinfo=PARIS)),
        ("le 04/12/26 à 12h00", datetime(2026, 12, 4, 12, tzinfo=PARIS)),
        ("04/12/2026 17:30", datetime(2026, 12, 4, 17, 30, tzinfo=PARIS)),
        ("vendredi 4 décembre 2026 à 12 h", datetime(2026, 12, 4, 12, tzinfo=PARIS)),
        ("1er AOÛT 2026, midi", datetime(2026, 8, 1, 12, tzinfo=PARIS)),
        ("Mon, 02 Nov 2026 08:00:00 +0000", datetime(2026, 11, 2, 9, tzinfo=PARIS)),
    ],
)
def test_an_instant_is_read_in_the_hour_of_paris(written: str, read: datetime) -> None:
    assert values.deadline(written, TODAY) == (read, False)


def test_an_hour_labelled_utc_that_is_of_paris_may_be_read_as_such() -> None:
    found = values.deadline("2026-10-05T14:00:00+00:00", TODAY, clock_of_paris=True)
    assert found == (datetime(2026, 10, 5, 14, tzinfo=PARIS), False)


def test_a_day_alone_lasts_until_its_last_minute() -> None:
    assert values.deadline("04/12/2026", TODAY) == (datetime(2026, 12, 4, 23, 59, tzinfo=PARIS), True)


@pytest.mark.parametrize("written", ["2099-01-01T12:00:00", "31/02/2026", "bientôt", "", None, "0026-12-04", {}])
def test_an_implausible_date_is_nothing(written: object) -> None:
    assert values.deadline(written, TODAY) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("86 450,50 €", (86450.5, False)),
        (86450.5, (86450.5, False)),
        ("0.00", (None, False)),
        (1e17, (None, True)),
        ("-5", (None, True)),
        ("NC", (None, True)),
        ("nan", (None, True)),
        (None, (None, False)),
    ],
)
def test_an_absurd_amount_is_hidden(written: object, read: object) -> None:
    assert values.amount(written) == read


def test_words_keep_neither_markup_nor_address_of_a_person() -> None:
    written = "L&amp;#039;école <b>neuve</b><script>alert(1)</script> jean.dupont@mairie.example"
    assert values.text(written) == "L'école neuve"


@pytest.mark.parametrize(
    ("written", "read"),
    [("49564", ""), ("21460148500015", "21460148500015"), ("214 601 485", "214601485"), ("0152FAE7-CA1C", "")],
)
def test_an_internal_number_is_no_siret(written: str, read: str) -> None:
    assert values.siret(written) == read


@pytest.mark.parametrize(
    "written",
    ["javascript:alert(1)", "https://u:p@x.example/", "ftp://x.example", "https://[bad", 'https://x.example/"onclick'],
)
def test_an_address_that_is_none_of_the_web_is_nothing(written: str) -> None:
    assert values.address(written) == ""


def test_json_with_naked_quotation_marks_is_read() -> None:
    written = '{"marches": [{"objet": "Lot dit "toiture", puis "murs"", "montant": 12}, {"objet": "Autre"}]}'
    assert values.loaded(written.encode()) == {
        "marches": [{"objet": 'Lot dit "toiture", puis "murs"', "montant": 12}, {"objet": "Autre"}]
    }


@pytest.mark.parametrize(("content", "code"), [(b"<html>", "page"), (b"{", "broken"), (b"[" * 100_000, "broken")])
def test_what_is_no_json_says_so(content: bytes, code: str) -> None:
    with pytest.raises(values.UnreadableError, match=code):
        values.loaded(content)
