"""The four shapes of BOAMP, and what is wrong in them."""

from datetime import date, datetime

import pytest

from modules.marches.avis.notice import Buyer, Lot, as_json
from modules.marches.parse import boamp
from modules.marches.parse.values import Fault, UnreadableError
from sites.law.dated import PARIS
from tests.modules.marches.parse.fixtures import FORMS, MAPA, OLD, SIMPLE, answer
from tests.modules.marches.parse.fixtures import boamp as record

TODAY = date(2026, 11, 23)


def test_a_simple_notice_gives_the_hour_of_paris_that_the_api_labels_utc() -> None:
    one = boamp.read(answer(record(SIMPLE, datelimitereponse="2026-12-04T12:00:00+00:00")), TODAY).notices[0]
    assert one.title == "Réfection du toit de l'école"
    assert one.deadline == datetime(2026, 12, 4, 12, tzinfo=PARIS)
    assert one.buyer == Buyer("VILLE DE LALBENQUE", "21460148500015", "46230")
    assert (one.key, one.reference, one.cpv, one.category, one.procedure) == (
        "boamp:26-10001", "2026-T-07", "45261210", "travaux", "adaptee",
    )  # fmt: skip


def test_no_name_nor_address_of_a_person_is_kept() -> None:
    told = str(as_json(boamp.read(answer(record(SIMPLE)), TODAY).notices[0]))
    assert "Dupont" not in told
    assert "camille" not in told


def test_an_adapted_notice_has_a_postcode_and_no_siret() -> None:
    one = boamp.read(answer(record(MAPA)), TODAY).notices[0]
    assert one.buyer == Buyer("Mairie de Lalbenque", "", "46230")
    assert one.deadline == datetime(2026, 7, 3, 17, 30, tzinfo=PARIS)
    assert one.lots == (Lot("1", "Charpente"),)


def test_a_notice_of_the_union_names_its_buyer_and_not_its_publisher() -> None:
    one = boamp.read(answer(record(FORMS)), TODAY).notices[0]
    assert one.buyer == Buyer("Commune de Lalbenque", "", "46230")  # 49564 is a number of the platform
    assert one.deadline == datetime(2026, 10, 2, 12, tzinfo=PARIS)  # the first of its lots
    assert one.lots == (Lot("2", "Partie 2"), Lot("3", "Partie 3"))
    assert one.file_url == "https://plateforme.example/dce?type=DCE&IDM=7"
    assert (one.deposit_url, one.folder) == ("https://plateforme.example/depot?IDM=7", "folder-1")


def test_a_notice_of_old_bears_an_hour_of_paris_under_a_wrong_offset() -> None:
    one = boamp.read(answer(record(OLD)), TODAY).notices[0]
    assert one.deadline == datetime(2015, 7, 20, 12, tzinfo=PARIS)
    assert (one.buyer.postcode, one.reference, one.cpv) == ("46230", "2015-1", "45111291")


def test_a_correction_is_linked_and_its_new_deadline_read_in_its_words() -> None:
    words = "Date limite : au lieu de 04/12/2026 à 12h00, lire : 11/12/2026 à 17h00."
    changed = {"FNSimple": {"rectif": {"quoi": "Date limite de réception", "texte": words}}}
    one = boamp.read(answer(record(changed, nature="RECTIFICATIF", annonce_lie=["26-9"])), TODAY).notices[0]
    assert (one.nature, one.related) == ("rectificatif", ("boamp:26-9",))
    assert one.deadline == datetime(2026, 12, 11, 17, tzinfo=PARIS)


def test_a_cancellation_and_a_result_say_what_they_are() -> None:
    for nature, read in (("ANNULATION", "annulation"), ("ATTRIBUTION", "attribution")):
        assert boamp.read(answer(record(MAPA, nature=nature)), TODAY).notices[0].nature == read


def test_a_broken_record_is_told_and_stops_no_other() -> None:
    broken = record(MAPA, idweb="26-2", objet="")
    odd = {**record(MAPA, idweb="26-3"), "donnees": "{]"}
    found = boamp.read(answer(broken, odd, record(MAPA)), TODAY)
    assert [one.key for one in found.notices] == ["boamp:26-10001"]
    assert found.faults == [Fault("record", "26-2"), Fault("record", "26-3")]


def test_what_is_no_answer_of_the_api_says_so() -> None:
    with pytest.raises(UnreadableError, match="page"):
        boamp.read(b"<html>403</html>", TODAY)
