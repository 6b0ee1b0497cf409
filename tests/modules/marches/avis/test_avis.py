"""States, buyers, contracts made of several notices, thresholds: values only."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from modules.marches.avis import merging, thresholds
from modules.marches.avis import notice as common
from modules.marches.avis.buyers import Known, match, may_be, name_key
from modules.marches.avis.merging import Row, contracts
from modules.marches.avis.notice import Buyer, Lot, Notice
from sites.law.dated import PARIS

NOON = datetime(2027, 3, 12, 12, tzinfo=PARIS)
CALL = Notice("boamp:1", "Toit", reference="2026-T-07", published=date(2026, 11, 2), deadline=NOON)
LALBENQUE = Known(1, "Lalbenque", "214601485", "46230")


def rows(*notices: Notice, origin: str = "boamp") -> list[Row]:
    return [Row(number, f"avis-{number}", origin, one) for number, one in enumerate(notices, 1)]


def state(*notices: Notice, now: datetime = NOON) -> str:
    (found,) = contracts(rows(*notices))
    return common.state(found, now)


def test_a_consultation_closes_at_the_very_instant_of_its_deadline() -> None:
    assert state(CALL, now=NOON - timedelta(microseconds=1)) == "en_cours"
    assert state(CALL, now=NOON) == "clos"


def test_the_instant_is_the_same_whatever_clock_reads_it() -> None:
    summer = replace(CALL, deadline=datetime(2027, 7, 1, 12, tzinfo=PARIS))
    assert state(summer, now=datetime.fromisoformat("2027-07-01T09:59:59+00:00")) == "en_cours"
    assert state(summer, now=datetime.fromisoformat("2027-07-01T10:00:00+00:00")) == "clos"


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([replace(CALL, key="boamp:2", nature="annulation", related=("boamp:1",))], "annule"),
        ([replace(CALL, key="boamp:2", nature="attribution", related=("boamp:1",))], "attribue"),
        ([replace(CALL, key="b:2", nature="annulation"), replace(CALL, key="b:3", nature="donnees")], "attribue"),
    ],
)
def test_awarded_comes_before_cancelled_and_cancelled_before_the_clock(others: list[Notice], found: str) -> None:
    assert state(CALL, *others, now=NOON - timedelta(days=1)) == found


def test_without_a_deadline_nothing_is_said() -> None:
    assert state(replace(CALL, deadline=None)) == "inconnu"


def test_a_notice_comes_back_from_json_as_it_was() -> None:
    whole = replace(CALL, buyer=Buyer("Lalbenque", "214601485", "46230"), lots=(Lot("1", "Murs"),), amount=1.5,
                    holders=("SARL",), related=("boamp:0",), notified=date(2026, 12, 1), decp={"id": "1"})  # fmt: skip
    assert common.from_json(common.as_json(whole)) == whole


@pytest.mark.parametrize(
    "other",
    [
        Notice("s1:9", "La toiture", url="https://www.boamp.fr/pages/avis/?q=idweb:26-10001"),
        Notice("s1:9", "La toiture", folder="f"),
        Notice("s1:9", "La toiture", file_url="https://plateforme.example/?IDM=12"),
        Notice("s1:9", "La toiture", reference="2026 T 07"),
        Notice("s1:9", "La toiture", related=("boamp:26-10001",)),
    ],
    ids=["a link to BOAMP", "the same folder", "the same IDM", "the same reference", "a link of BOAMP"],
)
def test_two_sources_of_one_contract_are_one(other: Notice) -> None:
    first = replace(CALL, key="boamp:26-10001", folder="f", deposit_url="https://www.plateforme.example/d?IDM=12")
    assert [len(one.rows) for one in contracts(rows(first, other))] == [2]


def test_contracts_that_share_nothing_stay_apart() -> None:
    others = (Notice("s1:2", "Toit", reference="1"), Notice("s1:3", "Toit", reference="1"), Notice("s1:4", "Toit"))
    assert len(contracts(rows(CALL, *others))) == 4


def test_what_joins_two_contracts_makes_them_one_and_keeps_the_first_address() -> None:
    second, link = Notice("s1:2", "Murs"), Notice("s1:3", "Tout", related=("boamp:1", "s1:2"))
    (found,) = contracts(rows(CALL, second, link))
    assert (found.slug, len(found.rows)) == ("avis-1", 3)


def test_a_correction_moves_the_deadline() -> None:
    later = NOON + timedelta(days=7)
    moved = replace(CALL, key="b:2", nature="rectificatif", deadline=later, published=date(2026, 11, 20))
    again = replace(moved, key="b:3", deadline=later + timedelta(days=1), published=date(2026, 11, 25))
    (found,) = contracts(rows(CALL, moved, again))
    assert found.deadline == later + timedelta(days=1)


def test_the_word_of_the_town_hall_comes_first() -> None:
    own = Row(
        9, "saisie-9", "saisie", replace(CALL, key="saisie:1", title="Notre toit", deadline=NOON + timedelta(days=1))
    )
    (found,) = contracts([*rows(CALL), own])
    assert (found.title, found.deadline) == ("Notre toit", NOON + timedelta(days=1))


def test_an_estimate_is_no_price() -> None:
    (found,) = contracts(rows(replace(CALL, amount=90_000.0)))
    assert found.amount is None


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("VILLE DE COMPIEGNE", "compiegne"),
        ("Commune de Compiègne (60)", "compiegne"),
        ("Mairie d'Albas", "albas"),
        ("Commune du Bastit", "bastit"),
        ("St-Cirq-Lapopie", "saint cirq lapopie"),
        ("Communauté de communes de Lalbenque", "communaute de communes de lalbenque"),
    ],
)
def test_a_name_is_compared_without_its_title(written: str, key: str) -> None:
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("buyer", "found"),
    [
        (Buyer("N’importe quoi", "21460148500015"), LALBENQUE),
        (Buyer("VILLE DE LALBENQUE", "", "46230"), LALBENQUE),
        (Buyer("VILLE DE LALBENQUE", "", "46000"), None),
        (Buyer("VILLE DE LALBENQUE", "", ""), None),
        (Buyer("Commune de Lalbenque", "21820001200015", "46230"), None),
        (Buyer("CCAS de Lalbenque", "", "46230"), None),
        (Buyer("", "", "46230"), None),
    ],
    ids=["SIREN", "name and postcode", "other postcode", "no postcode", "other SIREN", "other body", "no name"],
)
def test_a_buyer_is_a_commune_by_its_siren_or_by_its_exact_name_and_postcode(buyer: Buyer, found: Known | None) -> None:
    assert match(buyer, [Known(2, "Cahors", "214600421", "46000"), LALBENQUE]) == found


def test_two_communes_of_one_name_and_postcode_are_told_apart_by_nobody() -> None:
    assert match(Buyer("Lalbenque", "", "46230"), [LALBENQUE, replace(LALBENQUE, id=3, siren="")]) is None


def test_only_who_bears_the_name_of_a_commune_waits_to_be_attached() -> None:
    assert may_be(Buyer("CCAS de Lalbenque", "", "46230"), [LALBENQUE])
    assert not may_be(Buyer("Centre hospitalier de Cahors", "", "46000"), [LALBENQUE])
    assert not may_be(Buyer("", "", "46230"), [LALBENQUE])


@pytest.mark.parametrize(
    ("day", "euros"), [(date(2026, 3, 31), 40_000), (date(2026, 4, 1), 60_000), (date(2020, 1, 1), 40_000)]
)
def test_a_threshold_is_that_of_its_day(day: date, euros: int) -> None:
    assert thresholds.on(day)["without_notice"].euros == euros


def test_every_threshold_names_its_text_and_its_first_day_in_order() -> None:
    for name, table in thresholds.TABLE.items():
        days = [rule.since for rule in table]
        assert (name, days) == (name, sorted(set(days)))
        assert all(rule.source for rule in table)


def test_a_short_reference_names_nothing() -> None:
    assert [merging.reference_key(one) for one in ("1", "A1", "2026-T-07", "lot")] == ["", "", "2026t07", ""]
