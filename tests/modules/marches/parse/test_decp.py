"""Essential data, in JSON and XML, with what is wrong in the files in use."""

import json
from datetime import date

import pytest

from modules.marches.parse import decp
from modules.marches.parse.values import Fault, UnreadableError
from tests.modules.marches.parse.fixtures import BOMB, XML, essential, market

TODAY = date(2026, 11, 23)


def test_a_contract_is_read_with_who_got_it_and_what_it_costs() -> None:
    (one,) = decp.read(essential(market()), TODAY).notices
    assert (one.key, one.nature, one.reference) == ("decp:21460148500015:2026T0701", "donnees", "2026T0701")
    assert (one.amount, one.notified, one.holders) == (86450.5, date(2026, 9, 22), ("SIRET 55204599900869",))
    assert (one.category, one.procedure, one.buyer.siren) == ("travaux", "adaptee", "214601485")
    assert one.decp["montant"] == 86450.5


def test_xml_gives_the_same() -> None:
    (one,) = decp.read(XML.encode(), TODAY).notices
    assert (one.title, one.amount) == ("Réfection de l’école", 86450.5)
    assert one.holders == ("SIRET 55204599900869", "SIRET 38103128500491")


def test_latin_1_declared_utf_8_is_read() -> None:
    (one,) = decp.read(XML.replace("’", "'").encode("latin-1"), TODAY).notices
    assert one.title == "Réfection de l'école"


def test_an_absurd_amount_is_hidden_told_and_not_given_again() -> None:
    found = decp.read(essential(market(montant=1e17)), TODAY)
    assert (found.notices[0].amount, "montant" in found.notices[0].decp) == (None, False)
    assert found.faults == [Fault("amount", "2026T0701", "1e+17")]


def test_a_date_in_2099_is_left_and_told() -> None:
    found = decp.read(essential(market(dateNotification="2099-01-01")), TODAY)
    assert found.notices[0].notified is None
    assert found.faults == [Fault("date", "2026T0701", "2099-01-01")]


def test_a_broken_record_is_told_and_stops_no_other() -> None:
    found = decp.read(essential({"nature": "Marché"}, "rien", market(dureeMois="NC", _type="Marché")), TODAY)
    assert [one.reference for one in found.notices] == ["2026T0701"]
    assert [fault.code for fault in found.faults] == ["record", "record"]


def test_a_former_form_without_envelope_and_with_names_is_read() -> None:
    old = {"marches": [{"id": "2019-1", "acheteur.id": "21460148500015", "objet": "Voirie", "montant": 10,
                        "titulaires": [{"denominationSociale": "SARL du Causse", "id": "1"}],
                        "modifications": [{"montant": 12.5}]}]}  # fmt: skip
    (one,) = decp.read(json.dumps(old).encode(), TODAY).notices
    assert (one.amount, one.holders) == (12.5, ("SARL du Causse",))


def test_naked_quotation_marks_stop_nothing() -> None:
    content = essential(market()).decode().replace("Toiture, lot 1", 'Toiture dite "neuve"').replace('\\"', '"')
    assert decp.read(content.encode(), TODAY).notices[0].title == 'Toiture dite "neuve"'


@pytest.mark.parametrize(
    ("content", "code"),
    [(BOMB, "bomb"), (b"<!DOCTYPE html><html></html>", "page"), (b"<marches><marche>", "broken"), (b"3", "broken")],
)
def test_what_is_no_essential_data_says_so(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError, match=code):
        decp.read(content, TODAY)
