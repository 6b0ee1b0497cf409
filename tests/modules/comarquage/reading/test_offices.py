"""Offices of the base v4: who serves a commune is told by the record, whatever stands in it."""

import json
from io import BytesIO
from typing import Any

import pytest

from modules.comarquage.reading.archive import RefusedError
from modules.comarquage.reading.offices import Office, offices

ROW: dict[str, Any] = {
    "id": "abc-1",
    "nom": "Caisse des arrosoirs",
    "pivot": [{"type_service_local": "caf", "code_insee_commune": ["46042", "2A004", "x"]}],
    "adresse": [{"numero_voie": "3 rue du Seau", "code_postal": "46000", "nom_commune": "Cahors", "complement1": ""}],
    "telephone": [{"valeur": ""}, {"valeur": "05 00 00 00 00"}],
    "adresse_courriel": ["caisse@seau.example"],
    "site_internet": [{"valeur": "javascript:alert(1)"}, {"valeur": "https://seau.example/"}],
    "plage_ouverture": [
        {
            "nom_jour_debut": "Lundi",
            "nom_jour_fin": "Vendredi",
            "valeur_heure_debut_1": "09:00:00",
            "valeur_heure_fin_1": "12:30:00",
            "valeur_heure_debut_2": "14:00:00",
            "valeur_heure_fin_2": "17:00:00",
            "commentaire": "",
        },
        {"nom_jour_debut": "Samedi", "nom_jour_fin": "Samedi", "commentaire": "Sur rendez-vous"},
    ],
}


def read(base: Any) -> list[Office]:
    return list(offices(BytesIO(json.dumps(base).encode())))


def test_an_office_is_read_with_what_a_visitor_needs() -> None:
    assert read({"service": [ROW]}) == [
        Office(
            "abc-1",
            "Caisse des arrosoirs",
            {"caf": ("46042", "2A004")},
            "3 rue du Seau",
            "46000",
            "Cahors",
            "05 00 00 00 00",
            "caisse@seau.example",
            "https://seau.example/",
            (
                "Du lundi au vendredi\u00a0: 9\u00a0h – 12\u00a0h\u00a030, 14\u00a0h – 17\u00a0h",
                "Samedi (Sur rendez-vous)",
            ),
        )
    ]


@pytest.mark.parametrize(
    "base", [None, [], {}, {"service": None}, {"service": [3, {"id": "x"}, {"nom": "y"}]}, {"service": {"id": "x"}}]
)
def test_what_is_no_office_is_left(base: Any) -> None:
    assert read(base) == []


@pytest.mark.parametrize("field", ["pivot", "adresse", "telephone", "adresse_courriel", "plage_ouverture"])
@pytest.mark.parametrize("value", [None, 3, "x", ["x"], {"a": 1}, [{"valeur": 3, "nom_jour_debut": ["x"]}]])
def test_a_field_of_another_shape_loses_itself_alone(field: str, value: Any) -> None:
    assert [it.name for it in read({"service": [ROW | {field: value}]})] == ["Caisse des arrosoirs"]


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b'{"service": [{"id": "a", "nom": "b"}', '{"service": ["Métro"]}'.encode("latin-1")]
)
def test_a_file_that_is_not_the_base_is_refused(content: bytes) -> None:
    with pytest.raises(RefusedError, match="annuaire de l’administration"):
        list(offices(BytesIO(content)))
