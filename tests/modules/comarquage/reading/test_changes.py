"""Only what changed is made again, and a feed that lost a fifth of its sheets is not believed."""

import pytest

from modules.comarquage.reading.changes import Changes, compared, fingerprint, poor
from modules.comarquage.reading.scene import AUDIENCES, Key
from modules.comarquage.reading.tree import parsed
from tests.modules.comarquage.reading.elements import t
from tests.modules.comarquage.reading.factories import source

LINK = t('<LienInterne LienPublication="F2" type="x" audience="Particuliers">là</LienInterne>')


def printed(inside: str, catalogue: dict[Key, str]) -> str:
    content = source(inside)
    return fingerprint(content, parsed(content), catalogue, AUDIENCES)


def test_nothing_changes_when_nothing_changed() -> None:
    prints = {"particuliers/F1": printed(LINK, {("particuliers", "F2"): "Rendre"})}
    assert compared(prints, dict(prints)) == Changes(frozenset(), frozenset(), frozenset())


def test_what_came_what_changed_and_what_went_are_told_apart() -> None:
    found = compared({"a": "1", "b": "1", "c": "1"}, {"b": "1", "c": "2", "d": "1"})
    assert found == Changes(frozenset({"d"}), frozenset({"c"}), frozenset({"a"}))
    assert found.made == {"c", "d"}


def test_a_sheet_that_comes_changes_those_that_lead_to_it_and_no_other() -> None:
    without: dict[Key, str] = {("particuliers", "F1"): "Demander"}
    there = without | {("particuliers", "F2"): "Rendre"}
    elsewhere = without | {("professionnels", "F2"): "Rendre"}
    assert printed(LINK, without) != printed(LINK, there)
    assert printed(LINK, without) == printed(LINK, elsewhere)
    assert printed(t("x"), without) == printed(t("x"), there)


@pytest.mark.parametrize(("last", "now", "refused"), [(100, 80, False), (100, 79, True), (0, 1, False), (0, 0, True)])
def test_a_feed_under_four_fifths_of_the_last_is_refused(last: int, now: int, refused: bool) -> None:  # noqa: FBT001
    assert poor(last, now) is refused
