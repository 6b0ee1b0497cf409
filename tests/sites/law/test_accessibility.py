"""A state of conformity that no one may embellish, and what a statement says."""

from datetime import date

import pytest

from sites.law import accessibility as law
from sites.law.accessibility import Audit, conformity, expires_on, is_criterion, statement

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("rate", "label"),
    [
        (100, "totalement conforme"),
        (99.9, "partiellement conforme"),
        (50, "partiellement conforme"),
        (49.9, "non conforme"),
        (0, "non conforme"),
    ],
)
def test_the_rate_of_an_audit_decides(rate: float, label: str) -> None:
    assert conformity(Audit(date(2026, 1, 5), "Un cabinet", rate), TODAY).label == label


def test_a_fault_known_since_the_audit_keeps_a_site_from_being_wholly_accessible() -> None:
    audit = Audit(date(2026, 1, 5), "Un cabinet", 100)
    assert conformity(audit, TODAY, flawed=True).label == "partiellement conforme"


def test_without_an_audit_the_only_state_is_the_worst() -> None:
    assert conformity(None, TODAY).label == "non conforme"
    assert conformity(Audit(date(2026, 12, 1), "Un cabinet", 100), TODAY).audit is None, "an audit to come"


def test_an_audit_is_told_for_three_years() -> None:
    audit = Audit(date(2023, 11, 22), "Un cabinet", 100)
    assert conformity(audit, date(2026, 11, 21)).label == "totalement conforme"
    told = conformity(audit, TODAY)
    assert (told.label, told.expired) == ("non conforme", audit)


def test_an_audit_of_a_leap_day_expires_all_the_same() -> None:
    assert expires_on(Audit(date(2024, 2, 29), "", 80), TODAY) == date(2027, 3, 1)


def test_a_new_version_of_the_referential_leaves_eighteen_months(monkeypatch: pytest.MonkeyPatch) -> None:
    after = law.Rules(date(2026, 6, 1), "5", 50, 100, 3, 18)
    monkeypatch.setattr(law, "RULES", (*law.RULES, after))
    assert expires_on(Audit(date(2026, 3, 1), "", 80, "4.1"), TODAY) == date(2027, 12, 1)
    assert expires_on(Audit(date(2026, 7, 1), "", 80, "5"), TODAY) == date(2029, 7, 1)


@pytest.mark.parametrize("number", ["1.1", "1.9", "4.13", "13.12"])
def test_a_criterion_of_the_referential_is_one(number: str) -> None:
    assert is_criterion(number)


@pytest.mark.parametrize("number", ["", "1", "1.10", "14.1", "0.1", "01.1", "1.1.1", "½.1"])
def test_anything_else_is_none(number: str) -> None:
    assert not is_criterion(number)


def test_the_thirteen_themes_have_the_106_criteria_of_rgaa_4_1() -> None:
    assert (len(law.CRITERIA), sum(law.CRITERIA)) == (13, 106)


def test_an_empty_record_says_the_least() -> None:
    told = statement({}, TODAY)
    assert (told.conformity.label, told.plan, told.faults, told.exempt) == ("non conforme", None, (), ())
    assert told.defender.post.startswith("Défenseur des droits, Libre réponse 71120")


def test_a_plan_is_over_with_its_last_year() -> None:
    content = {"plan": {"first": 2024, "last": 2026, "text": "Former."}}
    assert not statement(content, TODAY).plan_over
    assert list(law.changes(statement(content, TODAY), TODAY)) == [date(2027, 1, 1)]
    assert statement(content, date(2027, 1, 1)).plan_over


def test_one_is_warned_six_months_and_two_months_before_and_on_the_day() -> None:
    end = date(2027, 6, 15)
    assert law.notices(end) == [date(2026, 12, 15), date(2027, 4, 15), end]
    assert law.due(end, TODAY) is None
    assert law.due(end, date(2027, 1, 3)) == date(2026, 12, 15)
    assert law.due(end, date(2028, 1, 1)) == end


def test_a_plan_is_cut_where_a_line_is_blank_whoever_ended_its_lines() -> None:
    assert law.Plan(2026, 2028, "Un\r\nDeux\r\n\r\n\r\nTrois\n").paragraphs == ("Un\nDeux", "Trois")
    assert law.Plan(2026, 2028).paragraphs == ()
