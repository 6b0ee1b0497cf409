"""The form of an entry: the fields of its type, the accords and their date, and the commune it stays in."""

import re
from typing import Any

import pytest
from django.urls import reverse

from modules.annuaire.models import Fiche
from tests.entering import enter, words
from tests.modules.annuaire.factories import category, entry
from tests.world import Town, World

pytestmark = pytest.mark.django_db


def body(town: Town, **more: Any) -> dict[str, Any]:
    told = {
        "commune": town.commune.pk, "kind": "commerce", "name": "Boulangerie", "about": "", "online": "on",
        "commerce_produits": "Pain", "association_activites": "d’un autre type", "phone": "05 65 20 00 00",
        "hours-monday-morning_from": "09:00", "hours-monday-morning_to": "12:00",
    }  # fmt: skip
    return {**told, **more}


def test_an_entry_keeps_the_fields_of_its_type_and_the_date_of_an_accord(town: Town) -> None:
    client = enter(town.contributeur)
    said = client.post(reverse("annuaire_fiches:add"), body(town, consent_phone="on"), follow=True)
    assert "La fiche est enregistrée." in words(said.content)
    fiche = Fiche.objects.get()
    assert (fiche.details, fiche.commune, fiche.slug) == ({"produits": "Pain"}, town.commune, "boulangerie")
    assert fiche.consent_at is not None
    assert fiche.hours[0]["morning_from"] == "09:00:00"
    edit = reverse("annuaire_fiches:edit", args=(fiche.pk,))
    assert 'value="Pain"' in client.get(edit).content.decode()
    client.post(edit, body(town, commerce_produits="Pain, lait"))
    fiche.refresh_from_db()
    assert (fiche.details, fiche.consent_phone) == ({"produits": "Pain, lait"}, False)
    assert Fiche.objects.filter(consent_at=None).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"position": "au bourg"}, "Aucune position ne se lit ici"),
        ({"kind": "sante", "sante_rendez_vous": "tél"}, "URL valide"),
        ({"hours-monday-morning_to": ""}, "donnez l’heure d’ouverture puis celle de fermeture"),
    ],
)
def test_what_cannot_be_is_said(town: Town, typed: dict[str, str], sentence: str) -> None:
    said = enter(town.contributeur).post(reverse("annuaire_fiches:add"), body(town, **typed))
    assert sentence in words(said.content)
    assert Fiche.objects.count() == 0


def test_an_entry_is_of_the_communes_one_works_for(town: Town, world: World) -> None:
    theirs = category(world.belleville)
    client = enter(town.contributeur)
    client.post(reverse("annuaire_fiches:add"), body(world.belleville))
    client.post(reverse("annuaire_fiches:add"), body(town, category=theirs.pk))
    assert Fiche.objects.count() == 0
    foreign = entry(world.belleville)
    assert client.get(reverse("annuaire_fiches:edit", args=(foreign.pk,))).status_code in {302, 403, 404}


def test_the_list_says_in_french_what_is_online(town: Town) -> None:
    entry(town, "Judo")
    entry(town, "Danse", online=False)
    seen = enter(town.contributeur).get(reverse("annuaire_fiches:index")).content.decode()
    assert "True" not in seen
    assert re.findall(r"<td[^>]*>\s*(Oui|Non)\s*</td>", seen) == ["Non", "Oui"]
