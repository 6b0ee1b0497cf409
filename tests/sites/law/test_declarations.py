"""What the law asks: facts before going online, and a state of conformity that no one may embellish."""

from datetime import date

import pytest

from sites.law.declarations import Audit, audit_of, conformity, expires_on, missing_facts

TODAY = date(2026, 11, 22)
FACTS = {"address": "Place de la mairie", "postcode": "46000", "phone": "05 36 49 60 42", "director": "Camille Aubord"}


def test_all_the_facts_are_asked_for() -> None:
    assert missing_facts(FACTS) == []
    assert missing_facts({**FACTS, "phone": "", "director": "  "}) == [
        "son téléphone",
        "le nom du directeur ou de la directrice de la publication",
    ]
    assert len(missing_facts({})) == 4


@pytest.mark.parametrize(
    ("rate", "label"),
    [
        (100, "totalement conforme"),
        (99, "partiellement conforme"),
        (50, "partiellement conforme"),
        (49, "non conforme"),
        (0, "non conforme"),
    ],
)
def test_the_rate_of_an_audit_decides(rate: int, label: str) -> None:
    assert conformity(Audit(date(2026, 1, 5), "Un cabinet", rate), TODAY).label == label


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


def test_an_audit_is_known_by_its_day_and_its_rate() -> None:
    assert audit_of({"audit_on": date(2026, 1, 5), "audit_rate": None}) is None
    assert audit_of({"audit_on": date(2026, 1, 5), "audit_rate": 0}) == Audit(date(2026, 1, 5), "", 0)
