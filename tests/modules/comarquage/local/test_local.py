"""What is said beside a sheet: on whose sites it shows, who may write it, and what a form refuses."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from modules.comarquage.models import Precision, WidePrecision
from sites.models import BakeState, Departement
from sites.modules import module_of
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.modules.comarquage.factories import bring, buy, index_of, say, say_wide
from tests.modules.comarquage.local.reading import shown
from tests.world import World, member

pytestmark = pytest.mark.django_db
TYPED = {"sheet": "F1", "kind": "note", "title": "Le mercredi", "text": "De 9 h à 12 h.", "url": "", "label": ""}


@pytest.fixture
def towns(world: World, var: Path, tmp_path: Path) -> World:
    for town in (world.aubord, world.belleville):
        buy(town)
        index_of(town)
    bring(tmp_path)
    return world


def test_each_one_shows_beside_its_sheet_under_the_name_of_who_wrote_it(towns: World, var: Path) -> None:
    say(towns.aubord, title="Sur rendez-vous", url="https://rdv.example/", label="Prendre rendez-vous", kind="demarche")
    say_wide(towns.aubord.commune.departement, title="La maison du département")
    say_wide(None, title="Un mot du centre de gestion")
    page = shown(towns.aubord, var)
    order = [
        "À la mairie.",
        "Ajouté par la mairie",
        "Sur rendez-vous",
        "Ajouté pour le département",
        "Un mot du centre",
    ]
    places = [page.index(it) for it in order]
    assert places == sorted(places)
    assert '<a class="btn" href="https://rdv.example/" rel="external">Prendre rendez-vous</a>' in page
    assert "Sur rendez-vous" not in shown(towns.aubord, var, "particuliers/N1"), "beside its own sheet only"
    other = shown(towns.belleville, var)
    assert "Sur rendez-vous" not in other
    assert "La maison du département" not in other
    assert "Un mot du centre de gestion" in other


def test_what_is_written_cannot_break_the_page(towns: World, var: Path) -> None:
    say(towns.aubord, title="<!--sheet:body-->", text="<script>alert(1)</script>\n\nDeux <b>mots</b>")
    page = shown(towns.aubord, var)
    assert "<script>alert" not in page
    assert "&lt;b&gt;mots" in page
    assert page.count("<h1") == 1


def test_a_contributor_writes_one_and_is_told_where_it_shows(
    towns: World, django_capture_on_commit_callbacks: Any
) -> None:
    client = enter(towns.aubord.contributeur)
    typed = {**TYPED, "commune": towns.aubord.commune.pk}
    connection.run_on_commit.clear()  # what the fixtures asked for
    with django_capture_on_commit_callbacks(execute=True):
        seen = words(client.post(reverse("precisions:add"), typed, follow=True).content)
    assert "« Le mercredi » paraît à côté de la fiche « Demander un arrosoir »." in seen
    row = Precision.objects.get()
    assert (row.sheet, row.commune) == ("particuliers/F1", towns.aubord.commune)
    assert BakeState.objects.get(commune=towns.aubord.commune).dirty_at


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"sheet": "F404"}, "La fiche F404 n’est pas dans le guide."),
        ({"text": ""}, "Écrivez un texte, ou donnez un lien."),
        ({"kind": "lien"}, "Dites où mène ce lien."),
        ({"url": "https://rdv.example/"}, "Dites en quelques mots où mène le lien."),
    ],
)
def test_what_says_nothing_is_refused_and_nothing_is_lost(towns: World, typed: dict[str, str], why: str) -> None:
    client = enter(towns.aubord.contributeur)
    answer = client.post(reverse("precisions:add"), {**TYPED, "commune": towns.aubord.commune.pk, **typed})
    assert why in words(answer.content)
    assert "Le mercredi" in words(answer.content)
    assert not Precision.objects.exists()


def test_nobody_writes_beside_the_sheets_of_another_town(towns: World) -> None:
    row = say(towns.belleville)
    client = enter(towns.aubord.contributeur)
    assert client.get(reverse("precisions:edit", args=(row.pk,))).status_code in {302, 403, 404}
    client.post(reverse("precisions:add"), {**TYPED, "commune": towns.belleville.commune.pk})
    assert Precision.objects.count() == 1


def test_a_webmestre_writes_for_all_communes_then_takes_it_back(towns: World, var: Path) -> None:
    client = enter(towns.webmestre)
    client.post(reverse("guide:add"), {**TYPED, "departement": ""})
    row = WidePrecision.objects.get()
    assert (row.sheet, row.departement) == ("particuliers/F1", None)
    assert "Le mercredi" in words(client.get(reverse("guide:index")).content)
    assert "Le mercredi" in shown(towns.belleville, var)
    refused = client.post(reverse("guide:edit", args=(row.pk,)), {**TYPED, "title": ""})
    assert "Rien n’est encore enregistré" in words(refused.content)
    client.post(reverse("guide:delete", args=(row.pk,)))
    assert "Le mercredi" not in shown(towns.belleville, var)


def test_a_webmestre_of_one_departement_writes_there_alone(towns: World) -> None:
    here, there = towns.aubord.commune.departement, towns.belleville.commune.departement
    assert here != there
    far, everywhere, mine = say_wide(there), say_wide(None), say_wide(here, title="Ici")
    keeper = member("ici@cdg.example", Role.WEBMESTRE, departement=Departement.objects.get(pk=here.pk))
    client = enter(keeper)
    assert client.get(reverse("guide:edit", args=(mine.pk,))).status_code == 200
    for row in (far, everywhere):
        assert client.get(reverse("guide:edit", args=(row.pk,))).status_code == 404
        assert client.post(reverse("guide:delete", args=(row.pk,))).status_code == 404
    for place in ("", str(there.pk)):
        client.post(reverse("guide:add"), {**TYPED, "departement": place})
    assert WidePrecision.objects.count() == 3


def test_a_content_folder_says_it_once(towns: World) -> None:
    module: Any = module_of("comarquage")
    told = {"fiche": "particuliers/F1", "titre": "Ici", "texte": "Le mardi."}
    table = {"precisions": [told]}
    assert module.take_over(towns.aubord.commune, table, {})
    assert not module.take_over(towns.aubord.commune, table, {})
    assert module.take_over(towns.aubord.commune, {"precisions": [{**told, "texte": "Le jeudi."}]}, {})
    assert [row.text for row in Precision.objects.all()] == ["Le jeudi."]
