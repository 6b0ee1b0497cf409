"""« À faire »: for webmasters, of their own communes, confirmed once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from deploy.models import AgentTask, CommuneReference
from deploy.names.tasks import confirm, open_task
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import Town, World, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def webmestre(world: World) -> Client:
    """Of the département of Aubord."""
    return enter(member("gard@cdg.example", Role.WEBMESTRE, departement=world.aubord.departement))


def task(town: Town, title: str = "Réserver aubord.fr") -> AgentTask:
    commune = town.commune
    values = {"name": commune.name, "departement": town.departement.code, "departement_name": "Gard"}
    CommuneReference.objects.get_or_create(insee=commune.insee, defaults=values)
    return open_task(title, commune.insee, title, f"Allez-y, {town.name}.")


def test_a_webmaster_reads_what_waits_in_her_communes_and_confirms_it(webmestre: Client, world: World) -> None:
    mine, foreign = task(world.aubord), task(world.belleville, "Réserver belleville.fr")
    html = webmestre.get(reverse("taches:index")).content.decode()
    assert "Réserver aubord.fr" in html
    assert "belleville" not in html.lower()
    webmestre.post(reverse("taches:confirm", args=(mine.pk,)))
    mine.refresh_from_db()
    assert mine.done_at is not None
    assert mine.done_by is not None
    assert mine.done_by.email == "gard@cdg.example"
    assert "Rien n’attend." in webmestre.get(reverse("taches:index")).content.decode()
    assert webmestre.post(reverse("taches:confirm", args=(foreign.pk,))).status_code == 404
    foreign.refresh_from_db()
    assert foreign.done_at is None


def test_a_commune_whose_site_does_not_stand_yet_belongs_to_its_departement(webmestre: Client, world: World) -> None:
    for code in (world.aubord.departement.code, "99"):
        CommuneReference.objects.create(insee=f"{code}999"[:5], name=code, departement=code, departement_name="D")
        open_task(f"t{code}", f"{code}999"[:5], f"Tâche du {code}", "Allez-y.")
    html = webmestre.get(reverse("taches:index")).content.decode()
    assert f"Tâche du {world.aubord.departement.code}" in html
    assert "Tâche du 99" not in html
    everywhere = enter(member("tous@cdg.example", Role.WEBMESTRE))
    assert "Tâche du 99" in everywhere.get(reverse("taches:index")).content.decode()


def test_the_first_to_confirm_is_remembered(world: World) -> None:
    mine = task(world.aubord)
    confirm(mine, world.aubord.gestionnaire)
    confirm(mine, world.aubord.contributeur)
    mine.refresh_from_db()
    assert mine.done_by == world.aubord.gestionnaire


def test_the_commune_s_own_people_have_no_such_screen(client: Client, world: World) -> None:
    client.force_login(world.aubord.gestionnaire)
    assert client.get(reverse("taches:index")).status_code in {302, 403}


def test_the_list_costs_the_same_for_one_and_for_three(webmestre: Client, world: World) -> None:
    counts = []
    for titles in (["Un"], ["Deux", "Trois"]):
        for title in titles:
            task(world.aubord, title)
        webmestre.get(reverse("taches:index"))
        with CaptureQueriesContext(connection) as queries:
            webmestre.get(reverse("taches:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
