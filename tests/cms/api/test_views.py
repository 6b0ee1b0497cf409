"""What other programs read: what is online, all of it, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.api import views
from cms.models import Page
from modules.actualites.models import Article
from sites.bake.bakery import bake, store_of
from sites.public.visitors import Limiter
from tests.cms.api.conftest import Ask
from tests.modules.agenda import factories as agenda
from tests.sites.tenancy.planted import PlantedWorld
from tests.world import World, add_page, build_commune

PROBLEM = "application/problem+json"


def queries_of(ask: Ask, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask(path).status_code == 200
    return len(captured)


def test_a_page_is_told_with_its_blocks_and_what_they_refer_to(world: World, ask: Ask) -> None:
    town = world.aubord
    body = [
        ("text", f'<p>Voir <a linktype="page" id="{town.page.pk}">le conseil</a>.</p>'),
        ("contact", {"name": "État civil", "link": {"page": town.page, "label": ""}}),
    ]
    page = add_page(town.rubrique, Page(title="Naissances", slug="naissances", body=body), town.contributeur)
    page.body.raw_data.extend(
        [
            {"type": "image", "id": "a", "value": {"image": _pictured(town.image.pk), "caption": "", "width": "text"}},
            {
                "type": "documents",
                "id": "b",
                "value": {"title": "", "style": "list", "documents": [{"document": town.document.pk, "label": ""}]},
            },
        ]
    )
    page.save_revision().publish()
    bake(town.commune)
    told = ask(f"/pages/{page.pk}").data
    text, contact, figure, documents = (block["value"] for block in told["fields"]["body"])
    assert told["url"] == "/vie-municipale/naissances/"
    assert '<a href="/vie-municipale/conseil/">le conseil</a>' in text
    assert contact["link"] == {"url": "/vie-municipale/conseil/", "label": "Aubord le conseil", "external": False}
    image = figure["image"]["image"]
    assert figure["image"]["alt"] == "Le clocher"
    assert [(it["format"], it["width"], it["height"]) for it in image["renditions"]] == [
        ("jpeg", 480, 320),
        ("webp", 480, 320),
    ]
    assert [(it["document"]["type"], it["document"]["bytes"]) for it in documents["documents"]] == [
        ("PDF", town.document.file.size)
    ]
    www = store_of(town.commune.insee).www
    for address in [*(it["url"] for it in image["renditions"]), documents["documents"][0]["document"]["url"]]:
        assert (www / address.lstrip("/")).is_file(), address


def _pictured(number: int) -> dict[str, Any]:
    return {"image": number, "alt_text": "Le clocher", "decorative": False}


def test_what_is_not_published_is_told_once_it_is_baked_and_no_sooner(world: World, ask: Ask) -> None:
    town = world.aubord
    bake(town.commune)
    assert ask(f"/pages/{town.draft.pk}").status_code == 404
    town.draft.save_revision().publish()
    assert ask(f"/pages/{town.draft.pk}").status_code == 404, "not online yet"
    bake(town.commune)
    assert ask(f"/pages/{town.draft.pk}").status_code == 200
    Page.objects.get(pk=town.draft.pk).unpublish()
    bake(town.commune, force=True)
    assert ask(f"/pages/{town.draft.pk}").status_code == 404


def test_lists_are_cut_filtered_and_ordered(world: World, ask: Ask) -> None:
    town = world.aubord
    for number in range(1, 4):
        article = Article(title=f"Fête {number}", slug=f"fete-{number}", intro="x", date=f"2026-0{number}-15")
        add_page(town.actualites, article, town.contributeur)
    bake(town.commune)
    found = ask("/pages?type=article&date_from=2026-01-15&date_to=2026-02-15&order=-date").data
    assert [it["title"] for it in found["results"]] == ["Fête 2", "Fête 1"]
    assert (found["count"], found["next"], found["previous"]) == (2, None, None)
    second = ask("/pages?type=article&per_page=2&page=2&detail=true").data
    assert (second["count"], second["pages"], len(second["results"])) == (4, 2, 2)
    assert second["previous"] == "/_/api/v1/pages?type=article&per_page=2&page=1&detail=true"
    assert {"fields", "seo_title"} <= set(second["results"][0])
    below = ask(f"/pages?parent={town.rubrique.pk}").data
    assert [it["title"] for it in below["results"]] == ["Aubord le conseil"]
    assert ask("/pages?module=actualites").data["count"] == 5
    assert ask("/pages?modified_since=2999-01-01").data["count"] == 0


def test_the_number_of_queries_is_one_whatever_is_asked_and_however_many_there_are(world: World, ask: Ask) -> None:
    town = world.aubord
    bake(town.commune)
    paths = [path.removeprefix("/_/api/v1") for path in ask("/").data["addresses"].values()]
    one = {path: queries_of(ask, path) for path in ["/", "/openapi.json", f"/pages/{town.page.pk}", *paths]}
    assert set(one.values()) == {1}
    for number in range(3):
        article = Article(title=f"Fête {number}", slug=f"fete-{number}", intro="x")
        add_page(town.actualites, article, town.contributeur)
        build_commune(town.departement, f"3002{number + 5}", f"Voisine{number}")
    bake(town.commune)
    assert {path: queries_of(ask, path) for path in one} == one


@pytest.mark.parametrize(
    ("path", "status", "parameter"),
    [
        ("/pages?page=-1", 400, "page"),
        ("/pages?page=1000000000", 400, "page"),
        ("/pages?page=99", 404, ""),
        ("/pages?page=un", 400, "page"),
        ("/pages?page=1&page=2", 400, "page"),
        ("/pages?per_page=101", 400, "per_page"),
        ("/pages?type=secret", 400, "type"),
        ("/pages?date_from=20260101", 400, "date_from"),
        ("/pages?date_from=2026-02-30", 400, "date_from"),
        ("/pages?detail=oui", 400, "detail"),
        ("/pages?parent=999999999", 404, ""),
        ("/pages?parent=99999999999999999999999", 400, "parent"),
        ("/pages?inconnu=1", 400, "inconnu"),
        ("/settings?page=1", 400, "page"),
        ("/pages/0", 404, ""),
        ("/pages/99999999999999999999999", 404, ""),
        ("/pages/-1", 404, ""),
        ("/pages/x", 404, ""),
        ("/pages/", 404, ""),
        ("/nulle-part", 404, ""),
        ("/../v2/pages", 404, ""),
        (f"/pages?type={'x' * 10_000}", 414, ""),
        ("/modules/agenda/inconnu", 404, ""),
    ],
)
def test_what_cannot_be_answered_is_a_problem_that_says_why(
    world: World, ask: Ask, path: str, status: int, parameter: str
) -> None:
    bake(world.aubord.commune)
    answer = ask(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert (answer.data["status"], answer.data["type"]) == (status, "about:blank")
    assert answer.data["detail"].endswith(".")
    assert [it["parameter"] for it in answer.data.get("errors", [])] == ([parameter] if parameter else [])
    assert answer["Cache-Control"] == "no-store"


def test_only_reading_is_possible(world: World, ask: Ask) -> None:
    bake(world.aubord.commune)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = ask("/pages", method=method)
        assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET, HEAD, OPTIONS")
    assert ask("/pages", method="HEAD").status_code == 200


def test_an_answer_is_given_again_only_once_the_site_has_changed(world: World, ask: Ask) -> None:
    town = world.aubord
    bake(town.commune)
    first = ask("/pages")
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    for known in (first["ETag"], f"W/{first['ETag']}", f'"autre", {first["ETag"]}'):
        again = ask("/pages", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    bake(town.commune)
    assert ask("/pages")["ETag"] == first["ETag"], "nothing changed"
    town.draft.save_revision().publish()
    bake(town.commune)
    changed = ask("/pages", headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


@pytest.mark.parametrize(
    ("path", "status"), [("/pages?inconnu=1", 400), ("/pages/0", 404), ("/pages?page=99", 404), ("/nulle-part", 404)]
)
def test_a_wrong_question_is_refused_whatever_the_reader_has(world: World, ask: Ask, path: str, status: int) -> None:
    bake(world.aubord.commune)
    known = {"If-None-Match": ask("/pages")["ETag"]}
    assert ask("/pages", headers=known).status_code == 304
    assert ask(path, headers=known).status_code == status


def test_the_description_is_given_again_when_the_code_changes_and_the_site_does_not(
    world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bake(world.aubord.commune)
    known = {"If-None-Match": ask("/openapi.json")["ETag"]}
    assert ask("/openapi.json", headers=known).status_code == 304
    monkeypatch.setattr("cms.api.openapi.document", lambda _codes: b"{}")
    assert ask("/openapi.json", headers=known).status_code == 200


def test_pages_of_other_sites_may_read_it_unless_the_setting_names_them(world: World, ask: Ask, settings: Any) -> None:
    bake(world.aubord.commune)
    there = {"Origin": "https://carte.example", "Sec-Fetch-Site": "cross-site"}
    assert ask("/menu", headers=there)["Access-Control-Allow-Origin"] == "*"
    assert ask("/nulle-part", headers=there)["Access-Control-Allow-Origin"] == "*"
    asking = ask("/menu", method="OPTIONS", headers=there)
    assert (asking.status_code, asking["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    settings.BEFFROI_API_ORIGINS = ["https://carte.example"]
    known, unknown = ask("/menu", headers=there), ask("/menu", headers={"Origin": "https://autre.example"})
    assert known["Access-Control-Allow-Origin"] == "https://carte.example"
    assert "Access-Control-Allow-Origin" not in unknown
    assert (known["Vary"], unknown["Vary"]) == ("Origin", "Origin")


def test_who_asks_too_often_is_asked_to_wait(world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    bake(world.aubord.commune)
    monkeypatch.setattr(views, "limiter", Limiter(2, 60))
    assert [ask("/menu").status_code for _time in range(3)] == [200, 200, 429]
    answer = ask("/menu")
    assert (answer["Content-Type"], answer["Retry-After"]) == (PROBLEM, "60")
    assert ask("/menu", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_a_site_that_never_was_online_says_so(world: World, ask: Ask) -> None:
    answer = ask("/pages")
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, PROBLEM, "60")


def test_a_module_that_is_off_has_no_list_no_page_and_no_block(full: PlantedWorld, ask: Ask) -> None:
    commune = full.aubord.commune
    assert ask("/modules/agenda/evenements").status_code == 200
    commune.options = {"modules_off": ["agenda"]}
    commune.save()
    bake(commune, force=True)
    assert ask("/modules/agenda/evenements").status_code == 404
    assert ask("/pages?module=agenda").status_code == 400
    document = ask("/openapi.json").data
    assert not [path for path in document["paths"] if path.startswith("/modules/agenda/")]
    assert not {"agenda.EventDate", "page.evenement"} & set(document["components"]["schemas"])
    assert "agenda" not in [it["code"] for it in ask("/modules").data]


def test_every_module_that_declares_a_list_fills_it(full: PlantedWorld, ask: Ask) -> None:
    """The planted town has something of each, where its pages show it."""
    agenda.event(full.aubord.town, day=timezone.localdate() + timedelta(days=3))
    bake(full.aubord.commune)
    counts = {
        name.removeprefix("modules/"): ask(f"/{name}").data["count"]
        for name in ask("/").data["addresses"]
        if name.startswith("modules/")
    }
    shown_by_no_page = {"equipe_municipale/elus", "equipe_municipale/commissions", "plan/lieux"}
    assert {name for name, count in counts.items() if not count} == shown_by_no_page
    act = ask("/modules/documents/actes").data["results"][0]
    assert (act["id"], len(act["copies"])) == (full.aubord.act.pk, 1)
    assert ask(f"/modules/documents/actes/{full.aubord.act_draft.pk}").status_code == 404


def test_addresses_of_those_who_receive_messages_are_told_to_nobody(full: PlantedWorld, ask: Ask) -> None:
    it = full.aubord
    type(it.service).objects.filter(pk=it.service.pk).update(recipient="voirie@secret.example")
    type(it.form).objects.filter(pk=it.form.pk).update(recipient="inscriptions@secret.example")
    bake(it.commune, force=True)
    everything = "".join(
        ask(f"/{name}{more}").content.decode()
        for name in ask("/").data["addresses"]
        for more in ("", *(["?detail=true"] if name == "pages" else []))
    )
    assert "voirie" in everything
    assert "secret.example" not in everything
