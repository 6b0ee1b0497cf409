"""The list of the 106 criteria says what is: its checks exist, axe's own tags agree, the page is equal to it."""

import re
from pathlib import Path

import pytest

from tests.a11y import axe
from tests.a11y.browser import browser, screen
from tests.a11y.checks import CHECKS
from tests.a11y.criteria import ABSENT, HUMAN, PAGE, STATES, TESTED, Criterion, counted, load, summary, written

CRITERIA = load()
# How many criteria each of the thirteen themes of RGAA 4.1.2 has.
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)
HERE = Path(__file__).resolve().parent


def test_each_criterion_is_there_once_and_in_its_place() -> None:
    assert sum(THEMES) == 106
    wanted = [f"{theme}.{at}" for theme, many in enumerate(THEMES, 1) for at in range(1, many + 1)]
    assert [one.number for one in CRITERIA] == wanted


@pytest.mark.parametrize("one", CRITERIA, ids=[one.number for one in CRITERIA])
def test_a_criterion_says_who_judges_it_and_how(one: Criterion) -> None:
    assert one.state in STATES
    assert bool(one.checks or one.axe) or one.state != TESTED, "aucun contrôle"
    assert not one.checks or one.state == TESTED, "un contrôle le voit"
    assert bool(one.why) == (one.state == ABSENT)
    assert one.look or one.state != HUMAN


def test_a_check_names_criteria_that_exist() -> None:
    numbers = {one.number for one in CRITERIA}
    assert {number for check in CHECKS.values() for number in check.criteria} <= numbers


@pytest.mark.a11y
@pytest.mark.browser
@pytest.mark.xdist_group("a11y-axe")
@pytest.mark.usefixtures("judges")
def test_the_rules_of_axe_are_those_that_its_own_tags_tell() -> None:
    with browser() as chromium, screen(chromium) as shown:
        served = axe.rules(shown.tab)
    told = {one.number: set(one.axe) for one in CRITERIA if one.axe}
    found: dict[str, set[str]] = {}
    for rule, numbers in served.items():
        for number in numbers:
            found.setdefault(number, set()).add(rule)
    assert told == found
    assert set(axe.EXPERIMENTAL) <= set(served)


def test_the_page_of_the_documentation_is_equal_to_the_data() -> None:
    page = PAGE.read_text("utf-8")
    assert page == written(page), "python -m tests.a11y.criteria"
    assert summary(CRITERIA) in page


def test_nothing_here_says_that_a_site_conforms() -> None:
    """Only an audit by a person may: neither the page, nor what the gate prints."""
    texts = [PAGE, *HERE.glob("*.toml"), *HERE.glob("checks/*.toml"), HERE / "__main__.py", HERE / "criteria.py"]
    assert [path.name for path in texts if re.search(r"\bconform", path.read_text("utf-8"), re.IGNORECASE)] == []
    assert sum(counted(CRITERIA).values()) == 106
