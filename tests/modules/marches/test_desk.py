"""The screens: what a contributor writes, what a webmestre sets and attaches."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from modules.marches.avis.notice import as_json
from modules.marches.models import Avis, Inconnu, Source
from sites.law.dated import PARIS
from tests.entering import enter, words
from tests.modules.marches.factories import avis, flux, notice, unknown
from tests.modules.marches.parse import fixtures
from tests.modules.marches.test_source import given, outside  # noqa: F401  # a fixture
from tests.world import Town, World

WRITTEN = {
    "title": "Voirie du bourg", "nature": "appel", "reference": "2026-V-1", "category": "travaux",
    "procedure": "adaptee", "published": "2026-11-02", "until_day": "2026-12-04", "until_time": "12:00",
    "file_url": "https://plateforme.example/dossier", "lots": "Chaussée\nTrottoirs", "amount": "",
}  # fmt: skip


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


def texts(response: Any) -> str:
    return words(response.content)


def test_a_secretary_publishes_a_consultation_in_the_hour_of_paris(town: Town) -> None:
    client = enter(town.contributeur)
    response = client.post(reverse("marches:add", args=(town.commune.pk,)), WRITTEN)
    assert response.status_code == 302
    row = Avis.objects.get(commune=town.commune)
    assert row.deadline == datetime(2026, 12, 4, 12, tzinfo=PARIS)
    assert (row.origin, row.reference, [lot.title for lot in row.notice.lots]) == (
        "saisie", "2026-V-1", ["Chaussée", "Trottoirs"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until_day": "2026-10-01"}, "La date limite vient avant la publication."),
        ({"until_day": "2099-01-01"}, "Cette année paraît trop lointaine"),
        ({"amount": "1e17"}, "Écrivez un montant en euros"),
        ({"until_day": ""}, "Donnez aussi le jour."),
        ({"title": ""}, "Rien n’est encore enregistré"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(town: Town, change: dict[str, str], said: str) -> None:
    client = enter(town.contributeur)
    response = client.post(reverse("marches:add", args=(town.commune.pk,)), {**WRITTEN, **change})
    assert said in texts(response)
    assert not Avis.objects.exists()


def test_a_consultation_that_is_there_already_is_told_before_it_is_published(town: Town) -> None:
    avis(town, notice("s1:4", "Voirie, bourg", reference="2026 V 1"), origin="flux")
    client, address = enter(town.contributeur), reverse("marches:add", args=(town.commune.pk,))
    assert "Cette consultation est peut-être déjà là" in texts(client.post(address, WRITTEN))
    assert Avis.objects.count() == 1
    client.post(address, {**WRITTEN, "confirm": "1"})
    assert Avis.objects.count() == 2


def test_what_is_written_is_changed_and_deleted_and_what_is_read_is_taken_off_the_site(town: Town) -> None:
    own, read = avis(town), avis(town, notice("s1:4", "Lu"), origin="flux")
    client = enter(town.contributeur)
    client.post(reverse("marches:edit", args=(town.commune.pk, own.pk)), WRITTEN)
    own.refresh_from_db()
    assert own.title == "Voirie du bourg"
    assert client.post(reverse("marches:delete", args=(town.commune.pk, read.pk))).status_code == 404
    client.post(reverse("marches:hide", args=(town.commune.pk, read.pk)))
    client.post(reverse("marches:delete", args=(town.commune.pk, own.pk)))
    assert list(Avis.objects.values_list("title", "hidden")) == [("Lu", True)]


def test_a_table_is_taken_in_by_columns_that_are_shown_first(town: Town) -> None:
    client, address = enter(town.contributeur), reverse("marches:import", args=(town.commune.pk,))
    table = SimpleUploadedFile("avis.csv", "Libellé;Fin\nToit;04/12/2026 12:00\nMurs;bientôt\n".encode("cp1252"))
    content = client.post(address, {"file": table}).context["content"]
    columns = {"content": content, "objet_in": "Libellé", "limite_in": "Fin"}
    seen = client.post(address, {**columns, "look": "1"})
    assert [one.title for one in seen.context["shown"]] == ["Toit", "Murs"]
    assert "date limite non comprise (« bientôt »)" in texts(seen)
    assert not Avis.objects.exists()
    client.post(address, {**columns, "keep": "1"})
    client.post(address, {**columns, "keep": "1"})  # twice the same changes nothing
    assert sorted(Avis.objects.values_list("title", "origin")) == [("Murs", "fichier"), ("Toit", "fichier")]


def test_a_webmestre_tries_a_feed_before_it_is_kept(world: World, town: Town, outside: Any) -> None:  # noqa: F811
    outside(given(fixtures.RSS))
    client, address = enter(world.webmestre), reverse("marches:add_source")
    told = {"name": "AWS", "kind": "flux", "address": "https://aws.example/{insee}.xml", "communes": [town.commune.pk]}
    response = client.post(address, {**told, "try": "1"})
    assert [one.title for one in response.context["shown"]] == ["Réfection du toit"]
    assert 'value="title"' in texts(response)  # the mapping that was guessed, to be adjusted
    assert not Source.objects.exists()


def test_a_try_that_fails_says_why(world: World, town: Town, outside: Any) -> None:  # noqa: F811
    outside(lambda _request: httpx.Response(404))
    told = {
        "name": "AWS",
        "kind": "flux",
        "address": "https://aws.example/x",
        "communes": [town.commune.pk],
        "try": "1",
    }
    response = enter(world.webmestre).post(reverse("marches:add_source"), told)
    assert "refuse de le donner (404)" in texts(response)


def test_one_source_is_set_for_many_communes_at_once_and_twice_makes_no_second(world: World) -> None:
    told = {
        "name": "AWS", "kind": "flux", "address": "https://aws.example/{insee}.xml", "objet_in": "title",
        "communes": [it.commune.pk for it in world.towns],
    }  # fmt: skip
    client, address = enter(world.webmestre), reverse("marches:add_source")
    for _time in range(2):
        client.post(address, told)
    rows = Source.objects.order_by("commune")
    assert [row.commune_id for row in rows] == sorted(told["communes"])  # type: ignore[type-var]
    assert {str(row.mapping["champs"]) for row in rows} == {"{'objet': ['title', '', '']}"}


def test_the_queue_is_the_webmestres_alone_and_attaching_publishes(world: World, town: Town) -> None:
    row = unknown(town, notices=[as_json(notice("boamp:26-1", "Du CCAS"))])
    assert enter(town.gestionnaire).get(reverse("marches:queue")).status_code in {302, 403}
    client = enter(world.webmestre)
    assert "Du CCAS" in texts(client.get(reverse("marches:queue")))
    other = world.belleville.commune
    client.post(reverse("marches:attach", args=(row.pk,)), {"commune": other.pk})  # of another département
    assert not Avis.objects.exists()
    client.post(reverse("marches:attach", args=(row.pk,)), {"commune": town.commune.pk})
    assert list(Avis.objects.values_list("commune", "title", "origin")) == [(town.commune.pk, "Du CCAS", "boamp")]
    assert Inconnu.objects.get().commune == town.commune


def test_a_buyer_left_out_keeps_nothing(world: World, town: Town) -> None:
    row = unknown(town, notices=[as_json(notice())])
    enter(world.webmestre).post(reverse("marches:attach", args=(row.pk,)), {"ignore": "1"})
    row.refresh_from_db()
    assert (row.ignored, row.notices) == (True, [])


@pytest.mark.parametrize("name", ["sources", "add_source", "queue"])
def test_the_screens_of_the_webmestre_are_closed_to_the_commune(town: Town, name: str) -> None:
    assert enter(town.gestionnaire).get(reverse(f"marches:{name}")).status_code in {302, 403}


def test_lists_cost_as_many_queries_for_one_row_as_for_three(world: World, town: Town) -> None:
    client = enter(world.webmestre)
    counts: dict[str, list[int]] = {}
    addresses = {
        "commune": reverse("marches:commune", args=(town.commune.pk,)),
        "sources": reverse("marches:sources"),
        "queue": reverse("marches:queue"),
    }
    for round_ in (range(1), range(1, 3)):
        for number in round_:
            avis(town, notice(f"s:{number}", reference=f"2026-{number}"))
            flux(town, address=f"https://x.example/{number}")
            unknown(town, key=f"k{number}", notices=[as_json(notice())])
        for name, address in addresses.items():
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.setdefault(name, []).append(len(queries))
    assert {name: few for name, (few, many) in counts.items() if few != many} == {}


def test_boamp_needs_no_address_and_serves_a_whole_departement(world: World, town: Town) -> None:
    told = {"name": "BOAMP", "kind": "boamp", "address": "", "departement": town.departement.pk}
    client, address = enter(world.webmestre), reverse("marches:add_source")
    client.post(address, told)
    assert [(row.departement, row.address[:25]) for row in Source.objects.all()] == [
        (town.departement, "https://boamp-datadila.op"),
    ]  # fmt: skip
    assert "Donnez l’adresse du flux." in texts(client.post(address, {**told, "kind": "flux"}))
