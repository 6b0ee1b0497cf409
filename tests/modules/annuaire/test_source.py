"""Public services from the national directory, in both its shapes; what the commune wrote stays its own."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cms.sources.fetching import SourceError
from modules.annuaire import parse, source
from modules.annuaire.models import Fiche, Source
from tests.entering import enter, words
from tests.world import Town, World

pytestmark = pytest.mark.django_db
INSEE = "30020"


def record(**more: Any) -> dict[str, Any]:
    """A service as the dump tells it."""
    told: dict[str, Any] = {
        "id": "s-1",
        "nom": "Mairie - Aubord",
        "code_insee_commune": INSEE,
        "pivot": [{"type_service_local": "mairie", "code_insee_commune": [INSEE]}],
        "adresse": [
            {
                "type_adresse": "Adresse", "complement1": "", "complement2": "", "numero_voie": "1 place Neuve",
                "code_postal": "30620", "nom_commune": "Aubord", "longitude": "4.31", "latitude": "43.75",
                "accessibilite": "ACC", "note_accessibilite": "rampe",
            }
        ],
        "telephone": [{"valeur": "04 66 00 00 00", "description": ""}],
        "adresse_courriel": ["mairie@aubord.example"],
        "site_internet": [{"libelle": "", "valeur": "mairie@aubord.example"}, {"libelle": "", "valeur": "aubord.fr"}],
        "plage_ouverture": [
            {
                "nom_jour_debut": "Lundi", "nom_jour_fin": "Mercredi", "valeur_heure_debut_1": "09:00:00",
                "valeur_heure_fin_1": "12:00:00", "valeur_heure_debut_2": "", "valeur_heure_fin_2": "",
                "commentaire": "",
            },
            {
                "nom_jour_debut": "Lundi", "nom_jour_fin": "Lundi", "valeur_heure_debut_1": "14:00:00",
                "valeur_heure_fin_1": "17:00:00", "valeur_heure_debut_2": "", "valeur_heure_fin_2": "",
                "commentaire": "sur rendez-vous",
            },
        ],
        "commentaire_plage_ouverture": "",
        "mission": "",
        "siret": "21300020000012",
    }  # fmt: skip
    return {**told, **more}


def dump(*records: dict[str, Any]) -> bytes:
    return json.dumps({"service": records or [record()]}).encode()


def api(*records: dict[str, Any]) -> bytes:
    """The same, as the API writes it: lists are texts, a lone value is bare, nothing is null."""

    def bare(value: Any) -> Any:
        if value in ("", []):
            return None
        if isinstance(value, list):
            return value[0] if isinstance(value[0], str) and len(value) == 1 else json.dumps(value)
        return value

    rows = [{name: bare(value) for name, value in one.items()} for one in records or [record()]]
    return json.dumps({"total_count": len(rows), "results": rows}).encode()


def test_both_shapes_say_the_same() -> None:
    (one,) = parse.services_of(dump(), INSEE)
    assert parse.services_of(api(), INSEE) == [one]
    assert (one.name, one.street, one.city, one.position, one.access) == (
        "Mairie", "1 place Neuve", "Aubord", "43.75, 4.31", "ACC",
    )  # fmt: skip
    assert (one.website, one.email) == ("https://aubord.fr", "mairie@aubord.example")
    assert [(day["day"], day["morning_from"], day["afternoon_from"], day["note"]) for day in one.hours] == [
        ("monday", "09:00:00", "14:00:00", "sur rendez-vous"),
        ("tuesday", "09:00:00", None, ""),
        ("wednesday", "09:00:00", None, ""),
    ]


def test_delegated_town_halls_other_communes_and_what_is_not_given_out_are_left() -> None:
    found = parse.services_of(
        dump(
            record(id="s-2", nom="Mairie déléguée - Le Bas"),
            record(id="s-3", nom="Mairie - Aubord - Bureau annexe"),
            record(id="s-4", code_insee_commune="30021"),
            record(id="s-5", statut_de_diffusion="false"),
            record(id="", nom="Sans numéro"),
            record(id="s-6", nom="Trésorerie", pivot=[{"type_service_local": "tresorerie"}]),
            record(),
        ),
        INSEE,
    )
    assert [one.name for one in found] == ["Mairie", "Trésorerie"]


@pytest.mark.parametrize(
    "content",
    [b"<html>", b"[[[[" * 50_000, b'{"service": 3}', '{"service": []}'.encode("utf-16"), b"\xff\xfe\x00", b""],
)
def test_what_is_no_extract_is_refused(content: bytes) -> None:
    with pytest.raises(parse.UnreadableError):
        parse.services_of(content, INSEE)


def test_strange_values_give_nothing_rather_than_a_fault() -> None:
    strange = record(
        nom="<b>Poste</b>\u0000\n", telephone="[[[", adresse={"a": 1}, plage_ouverture='[{"nom_jour_debut": 3}]',
        site_internet=[{"valeur": "javascript:alert(1)"}], adresse_courriel=["pas une adresse"], siret=12,
    )  # fmt: skip
    (one,) = parse.services_of(dump(strange), INSEE)
    assert (one.name, one.phone, one.hours, one.website, one.email, one.siret) == ("Poste", "", [], "", "", "")


@pytest.mark.parametrize(
    ("file", "insee", "names"),
    [
        ("marches/lannuaire/reel-dump-mairie-77188.json", "77188", ["Mairie"]),
        ("marches/lannuaire/reel-forme-api-v2.1-mairie-77188.json", "77188", ["Mairie"]),
        ("comarquage/annuaire-v4-exemple.json", "45300", ["Mairie"]),
    ],
)
def test_real_extracts_are_read(file: str, insee: str, names: list[str]) -> None:
    corpus = Path(os.environ.get("BEFFROI_CORPUS") or Path(__file__).parents[4] / "shared" / "data")
    if not (corpus / file).is_file():
        pytest.skip(f"{file} n’est pas dans BEFFROI_CORPUS.")
    found = parse.services_of((corpus / file).read_bytes(), insee)
    assert [one.name for one in found] == names
    assert found[0].hours


def test_what_the_commune_changed_stays_and_the_rest_follows(town: Town) -> None:
    assert source.from_file(town.commune, dump()).made == 1
    fiche = Fiche.objects.get()
    assert (fiche.kind, fiche.slug, fiche.details) == ("service", "mairie", {"siret": "21300020000012"})
    fiche.phone = "04 66 11 11 11"
    fiche.hours_note = "Le secrétariat répond aussi par courriel."
    fiche.save()
    newer = record(telephone=[{"valeur": "04 66 22 22 22"}], adresse_courriel=["accueil@aubord.example"])
    assert source.from_file(town.commune, api(newer)).changed == 1
    fiche.refresh_from_db()
    assert (fiche.phone, fiche.email) == ("04 66 11 11 11", "accueil@aubord.example")
    assert fiche.hours_note == "Le secrétariat répond aussi par courriel."
    assert source.from_file(town.commune, api(newer)).kept == 1


def test_an_entry_that_the_commune_deleted_does_not_come_back_and_what_is_gone_is_told(town: Town) -> None:
    post = record(id="s-9", nom="La Poste", pivot=[{"type_service_local": "bureau_de_poste"}])
    source.from_file(town.commune, dump(record(), post))
    Fiche.objects.filter(name="Mairie").delete()
    assert source.from_file(town.commune, dump(record(), post)).made == 0
    found = source.from_file(town.commune, dump(record()))
    assert (found.gone, "N’y sont plus\u00a0: La Poste." in found.said()) == (("La Poste",), True)
    assert Fiche.objects.count() == 1


def test_a_webmestre_fills_in_from_a_file_and_a_contributor_does_not(town: Town, world: World) -> None:
    url = reverse("annuaire:tables", args=(town.commune.pk,))

    def sent(content: bytes) -> dict[str, Any]:
        return {"quoi": "national", "national-file": SimpleUploadedFile("a.json", content, "application/json")}

    enter(town.contributeur).post(url, sent(dump()))
    assert Fiche.objects.count() == 0
    webmestre = enter(world.webmestre)
    assert "n’est pas un extrait" in words(webmestre.post(url, sent(b"{}")).content)
    assert "ne dit rien de cette commune" in words(
        webmestre.post(url, sent(dump(record(code_insee_commune="1")))).content
    )
    assert "1 ajouts" in words(webmestre.post(url, sent(dump()), follow=True).content)
    assert Fiche.objects.get().commune == town.commune


def test_the_worker_asks_each_commune_in_its_turn_and_keeps_what_it_had_when_the_source_fails(
    town: Town, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    asked: list[str] = []

    def fetched(address: str, *_more: Any) -> tuple[bytes, dict[str, str]]:
        asked.append(address)
        return dump(), {"etag": "1"}

    monkeypatch.setattr(source, "fetch", fetched)
    assert (source.refresh(), asked) == (0, [])
    settings.BEFFROI_ANNUAIRE_URL = "https://annuaire.example/{insee}.json"
    assert source.refresh() == 2
    assert sorted(asked) == ["https://annuaire.example/30020.json", "https://annuaire.example/69264.json"]
    assert source.refresh() == 0
    states = {row.commune.insee: row.error for row in Source.objects.all()}
    assert states["30020"] == ""
    assert "ne dit rien de cette commune" in states["69264"]

    def silent(*_more: Any) -> tuple[bytes, dict[str, str]]:
        raise SourceError("Le site de cette adresse ne répond pas.")

    monkeypatch.setattr(source, "fetch", silent)
    assert source.refresh(timezone.now() + timedelta(days=8)) == 2
    assert Fiche.objects.filter(commune=town.commune).count() == 1
    page = words(enter(town.contributeur).get(reverse("annuaire:index")).content)
    assert "l’annuaire national n’a pas pu être lu. Le site de cette adresse ne répond pas." in page


def test_an_address_of_our_own_network_is_refused(town: Town, settings: Any) -> None:
    settings.BEFFROI_ANNUAIRE_URL = "http://127.0.0.1/{insee}.json"
    source.refresh()
    assert Source.objects.get(commune=town.commune).error == "Cette adresse ne mène pas à un site public."
