"""Each criterion is met and missed on facts, and the grade is the one that the ANCT's own program gives."""

from dataclasses import replace
from datetime import date

import pytest

from deploy.rcpnt.criteria import AA, A, referential
from deploy.rcpnt.judging import Facts, State, Trouble, Visit, grade, judge, quarantines

ON = referential(date(2026, 11, 22))
DECLARED = ("1.1", "1.8", "2.1")
HOME = Visit("https://www.aubord.fr/", 200)
GOOD = Facts(
    site="www.aubord.fr",
    mail="aubord.fr",
    http=HOME,
    https=HOME,
    bare=(HOME, HOME),
    exchangers=("mx.cdg.fr",),
    spf="v=spf1 mx -all",
    dmarc="v=DMARC1; p=quarantine",
    countries=("FR",),
)
DOWN = Visit("https://www.aubord.fr/", trouble=Trouble.DOWN, reason="muet")
BAD = Visit("https://www.aubord.fr/", trouble=Trouble.CERTIFICATE, reason="périmé")
MAIL = {"2.4", "2.5", "2.6", "2.7", "2.8"}


def failed(facts: Facts, declared: tuple[str, ...] = DECLARED) -> set[str]:
    return {number for number, one in judge(facts, ON, declared).items() if one.state is State.FAILED}


def test_the_referential_has_sixteen_criteria_of_which_three_are_declared() -> None:
    numbers = [one.number for one in ON.criteria]
    assert numbers == [f"1.{n}" for n in range(1, 9)] + [f"2.{n}" for n in range(1, 9)]
    assert tuple(one.number for one in ON.criteria if one.declared) == DECLARED
    # What the page calls recommended, and what only the level AA asks: they differ for 1.6 and 2.5.
    assert {one.number for one in ON.criteria if not one.essential} == {"1.7", "1.8", "2.5", "2.6", "2.7"}
    assert {one.number for one in ON.criteria if one.grade == AA} == {"1.6", "1.7", "1.8", "2.6", "2.7"}


def test_a_site_and_a_mail_without_fault_reach_the_highest_level() -> None:
    verdicts = judge(GOOD, ON, DECLARED)
    assert {one.state for one in verdicts.values()} == {State.MET}
    assert grade(verdicts, ON) == AA


@pytest.mark.parametrize(
    ("facts", "missed", "reached"),
    [
        (replace(GOOD, site="www.aubord.com"), {"1.2", "1.6", "2.3"}, ""),
        (replace(GOOD, https=DOWN), {"1.3", "1.4", "1.5", "1.6", "1.7"}, ""),
        (replace(GOOD, http=DOWN), {"1.3", "1.4", "1.5", "1.6", "1.7"}, ""),
        (replace(GOOD, https=Visit("https://www.aubord.fr/", 404)), {"1.3", "1.4", "1.5", "1.6", "1.7"}, ""),
        (replace(GOOD, http=Visit("http://www.aubord.fr/", 200)), {"1.4", "1.7"}, ""),
        (replace(GOOD, http=BAD, https=BAD), {"1.5"}, ""),
        (replace(GOOD, https=Visit("https://ailleurs.com/", 200)), {"1.6"}, A),
        (replace(GOOD, bare=(HOME, DOWN)), {"1.7"}, A),
        (replace(GOOD, bare=(Visit("http://aubord.fr/", 404), HOME)), {"1.7"}, A),
        (replace(GOOD, mail="orange.fr"), {"2.2", "2.3"}, ""),
        (replace(GOOD, mail="autre.fr"), {"2.3"}, ""),
        (replace(GOOD, mail=""), {"2.2", "2.3"} | MAIL, ""),
        (replace(GOOD, exchangers=()), MAIL, ""),
        (replace(GOOD, exchangers=None), MAIL, ""),
        (replace(GOOD, spf=""), {"2.5"}, ""),
        (replace(GOOD, dmarc=""), {"2.6", "2.7"}, A),
        (replace(GOOD, dmarc=None), {"2.6", "2.7"}, A),
        (replace(GOOD, dmarc="v=DMARC1; p=none"), {"2.7"}, A),
        (replace(GOOD, countries=("FR", "US")), {"2.8"}, ""),
        (replace(GOOD, countries=("GB",)), {"2.8"}, ""),
    ],
)
def test_each_criterion_is_missed_alone_or_with_what_hangs_on_it(facts: Facts, missed: set[str], reached: str) -> None:
    verdicts = judge(facts, ON, DECLARED)
    assert {number for number, one in verdicts.items() if one.state is State.FAILED} == missed
    assert all(verdicts[number].reason for number in missed)
    assert grade(verdicts, ON) == reached


def test_a_domain_shared_by_communes_is_nobody_s_own() -> None:
    verdicts = judge(replace(GOOD, mail="cdg.fr", site="aubord.cdg.fr"), ON, DECLARED, {"cdg.fr"})
    assert verdicts["2.2"].state is verdicts["2.3"].state is State.FAILED


def test_declarations_are_tasks_until_somebody_confirms_them() -> None:
    verdicts = judge(GOOD, ON, ())
    assert [number for number, one in verdicts.items() if one.state is State.TASK] == ["1.1", "1.8", "2.1"]
    assert (grade(verdicts, ON), grade(verdicts, ON, promised=True)) == ("", AA)
    assert grade(judge(GOOD, ON, ("1.1", "2.1")), ON) == A


def test_a_country_that_no_registry_tells_is_not_held_against_the_commune() -> None:
    verdicts = judge(replace(GOOD, countries=()), ON, DECLARED)
    assert verdicts["2.8"].state is State.UNKNOWN
    assert grade(verdicts, ON) == AA


@pytest.mark.parametrize(
    ("rule", "does"),
    [
        ("v=DMARC1; p=quarantine", True),
        ("v=DMARC1;P=Reject;pct=10", True),
        ("v=DMARC1; p=quarantine; pct=100", True),
        ("v=DMARC1; p=quarantine; pct=50", False),
        ("v=DMARC1; sp=reject; p=none", False),
        ("v=DMARC1", False),
        ("", False),
    ],
)
def test_a_dmarc_rule_is_read_as_rfc_7489_says(rule: str, does: bool) -> None:  # noqa: FBT001  # parametrised
    assert quarantines(rule) is does
