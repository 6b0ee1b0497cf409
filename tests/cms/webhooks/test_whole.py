"""An address that wants it is told of all that changes online: documents, acts, menus, settings."""

import json
import shutil
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.api.shelf import shelf_of
from cms.models import Page
from cms.webhooks import difference
from cms.webhooks.models import Delivery, State, Webhook
from cms.webhooks.sending import Sender
from cms.webhooks.whole import tell_baked
from modules.documents.actes.publishing import Takedown, withdraw
from sites.bake.bakery import bake, store_of
from sites.bake.state import mark_dirty
from sites.tenancy.roles import Role
from tests.cms.webhooks.conftest import Elsewhere
from tests.cms.worker.conftest import SetClock
from tests.entering import enter
from tests.modules.documents import factories as acts
from tests.world import Town, World


def wide(town: Town, url: str = "https://ailleurs.example/", *, generation: int | None = None) -> Webhook:
    """As the screen makes it: it knows what stands."""
    standing = store_of(town.commune.insee).generation() if generation is None else generation
    return Webhook.objects.create(commune=town.commune, url=url, whole=True, generation=standing)


def told() -> list[tuple[str, Any]]:
    """Type and data of each message, in order."""
    bodies = [json.loads(it.body) for it in Delivery.objects.order_by("pk")]
    return [(body["type"], body["data"]) for body in bodies]


def renamed(town: Town) -> None:
    """A change that concerns every page."""
    town.commune.name = f"{town.commune.name}-les-Bains"
    town.commune.save()
    bake(town.commune)


def test_a_bake_that_changes_something_is_told_with_the_addresses_that_changed(world: World) -> None:
    town = world.aubord
    bake(town.commune)
    wide(town)
    Page.objects.get(pk=town.page.pk).unpublish()
    Delivery.objects.all().delete()
    bake(town.commune)
    ((kind, data),) = told()
    assert (kind, data["commune"], data["generation"], data["complete"]) == ("site.baked", "30020", 2, True)
    assert data["removed"] == ["/vie-municipale/conseil/"]
    assert {"/", "/vie-municipale/"} <= set(data["changed"])
    assert data["api"] == "http://aubord.localhost:8000/_/api/v1/"
    assert not [it for it in data["changed"] if it.endswith("index.html") or it.startswith("/_/")]


def test_a_bake_that_changes_nothing_is_not_told_nor_that_of_another_commune(world: World) -> None:
    bake(world.aubord.commune)
    wide(world.aubord)
    bake(world.aubord.commune)
    bake(world.belleville.commune)
    renamed(world.belleville)
    assert told() == []


def test_settings_are_told_though_no_page_was_published(world: World) -> None:
    town = world.aubord
    bake(town.commune)
    hook = wide(town)
    renamed(town)
    ((kind, data),) = told()
    assert (kind, data["changed"][0], data["removed"]) == ("site.baked", "/", [])
    hook.refresh_from_db()
    assert hook.generation == data["generation"] == 2


def test_an_act_is_told_when_it_is_published_and_when_it_is_withdrawn(world: World) -> None:
    town = world.aubord
    acts.page_of(town)
    bake(town.commune)
    wide(town)
    version = acts.online(town, title="Budget de l’année")
    bake(town.commune)
    what = {"list": "modules/documents/actes", "id": version.acte_id, "title": "Budget de l’année"}
    (published,) = [data for kind, data in told() if kind == "entry.published"]
    assert published["entry"] == what
    assert published["api"].endswith(f"/_/api/v1/modules/documents/actes/{version.acte_id}")
    Delivery.objects.all().delete()
    withdraw(version, Takedown("personnel", ""), town.contributeur)
    bake(town.commune)
    kinds = [kind for kind, _data in told()]
    assert kinds in (["entry.updated", "site.baked"], ["entry.withdrawn", "site.baked"])


def test_a_document_is_told_when_a_page_shows_it_and_when_none_does_any_more(world: World) -> None:
    town = world.aubord
    page = Page.objects.get(pk=town.page.pk)
    bake(town.commune)
    before = {entry["id"] for entry in shelf_of(town.commune.insee).entries("documents") or ()}
    assert town.document.pk not in before
    wide(town)
    line = {"document": town.document.pk, "label": ""}
    shown = {"title": "", "style": "list", "documents": [line]}
    for body in ([{"type": "documents", "id": "b", "value": shown}], []):
        page.body = type(page.body)(page.body.stream_block, body, is_lazy=True)
        page.save_revision().publish()
        bake(town.commune)
    found = [(kind, data["document"]["id"]) for kind, data in told() if kind.startswith("document.")]
    assert found == [("document.published", town.document.pk), ("document.withdrawn", town.document.pk)]


def test_what_is_told_is_bounded_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    town = world.aubord
    bake(town.commune)
    wide(town)
    monkeypatch.setattr(difference, "MOST_ADDRESSES", 2)
    renamed(town)
    ((_kind, data),) = told()
    assert (len(data["changed"]), data["complete"]) == (2, False)


def test_nothing_is_lost_when_the_worker_dies_between_the_swap_and_the_message(world: World) -> None:
    town = world.aubord
    bake(town.commune)
    wide(town)
    renamed(town)
    Delivery.objects.all().delete()
    Webhook.objects.update(generation=1)  # as it was before that bake
    bake(town.commune)
    ((_kind, data),) = told()
    assert (data["generation"], data["complete"], data["changed"][0]) == (2, True, "/")


@pytest.mark.parametrize("lost", ["folder", "manifest", "index"])
def test_a_generation_that_cannot_be_read_any_more_is_told_as_unknown(world: World, lost: str) -> None:
    town = world.aubord
    bake(town.commune)
    wide(town)
    folder = store_of(town.commune.insee).folder(1)
    Webhook.objects.update(generation=1)
    town.commune.name = "Autre"
    town.commune.save()
    bake(town.commune)
    Delivery.objects.all().delete()
    Webhook.objects.update(generation=1)
    if lost == "folder":
        shutil.rmtree(folder)
    else:
        (folder / {"manifest": "manifest.json", "index": "api/index-1.json"}[lost]).write_text("{")
    result = bake(town.commune)
    assert result.error == ""
    ((_kind, data),) = told()
    assert (data["changed"], data["complete"]) == ([], False)


def test_it_is_sent_once_the_site_is_online_signed_and_tried_again(
    world: World, elsewhere: Elsewhere, clock: SetClock
) -> None:
    town = world.aubord
    bake(town.commune)
    wide(town, elsewhere.url)
    renamed(town)
    mark_dirty([town.commune.pk])
    clock.passes(1)
    assert not Sender(clock).turn(), "somebody changed something again: not all of it is online"
    bake(town.commune)
    elsewhere.status = 503
    clock.passes(1)
    assert Sender(clock).turn()
    elsewhere.status = 200
    clock.passes(61)
    assert Sender(clock).turn()
    assert [json.loads(body)["type"] for _path, _headers, body in elsewhere.met] == ["site.baked"] * 2
    assert {headers["webhook-id"] for _path, headers, _body in elsewhere.met} == {str(Delivery.objects.get().number)}
    assert Delivery.objects.get().state == State.SENT


def test_a_bake_asks_one_query_to_tell_nobody_and_as_many_for_three_as_for_one(world: World) -> None:
    town = world.aubord
    bake(town.commune)
    counts = []
    for hooks in (0, 1, 2):
        for number in range(hooks):
            wide(town, f"https://a.example/{number}", generation=0)
        Webhook.objects.update(generation=0)
        with CaptureQueriesContext(connection) as captured:
            tell_baked(town.commune, 1)
        counts.append(len(captured))
    assert counts[0] == 1
    assert counts[1] == counts[2]


def test_the_manager_chooses_what_an_address_is_told(world: World) -> None:
    town = world.aubord
    bake(town.commune)
    editor = enter(town.users[Role.GESTIONNAIRE])
    index = reverse("webhooks:index", args=(town.commune.pk,))
    editor.post(index, {"url": "https://a.example/", "whole": "on"})
    hook = Webhook.objects.get()
    assert (hook.whole, hook.generation) == (True, 1)
    show = reverse("webhooks:show", args=(hook.pk,))
    for wanted, whole in (("pages", False), ("whole", True)):
        editor.post(show, {"do": wanted})
        hook.refresh_from_db()
        assert hook.whole is whole
    renamed(town)
    assert "Site mis à jour\u00a0: " in editor.get(show).content.decode()
