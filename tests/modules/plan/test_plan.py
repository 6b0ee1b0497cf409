"""Places in words, a map for who asks, tiles on the commune's own site, nothing when the module is off."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.takeover.directives import Directive, build
from cms.takeover.errors import ContentError
from modules.plan import source, views
from modules.plan.models import Lieu
from sites.bake import preview
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.snapshot import take
from sites.modules import installed_modules
from sites.public.visitors import Limiter
from tests.world import Town, World

MODULE: Any = next(module for module in installed_modules() if module.code == "plan")
TILE = source.PNG + b"carte"
NEAR, FAR = "/_/plan/tuiles/14/8257/5929.png", "/_/plan/tuiles/14/8300/5636.png"


@pytest.fixture
def town(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Town:
    settings.BEFFROI_STRICT_TEMPLATES = True
    settings.BEFFROI_TILES_UPSTREAM = "https://tuiles.example/{z}/{x}/{y}.png"
    monkeypatch.setattr(preview, "_frames", {})
    monkeypatch.setattr(source, "_fetch", lambda _url: TILE)
    page = world.aubord.page
    page.body = [{"type": "plan", "id": "p", "value": {"title": "Nous trouver", "kind": ""}}]
    page.save()
    return world.aubord


def shown(page: Any) -> BeautifulSoup:
    return BeautifulSoup(render_page(page, draft=False), "html.parser")


def switch_off(town: Town) -> None:
    town.commune.options = {"modules_off": ["plan"]}
    town.commune.save()


def test_the_places_are_told_in_words_and_the_map_waits(town: Town) -> None:
    html = shown(town.page)
    [place] = html.select(".plan__places li")
    assert place.select_one("h3").get_text() == "Salle des fêtes, Aubord"  # type: ignore[union-attr]
    assert "De plain-pied, Aubord" in place.get_text()
    assert (place["data-lat"], place["data-lon"]) == ("44.4475", "1.4419")
    assert html.select_one(".plan__map[hidden] button") is not None
    assert html.select("script[src*=leaflet], link[href*=leaflet], img[src*=tuiles]") == []


def test_without_upstream_there_is_an_address_and_a_link(town: Town, settings: Any) -> None:
    settings.BEFFROI_TILES_UPSTREAM = ""
    html = shown(town.page)
    assert html.select(".plan__map, [data-plan]") == []
    link = html.select_one(".plan__places a")
    assert link is not None
    assert str(link["href"]).startswith("https://www.openstreetmap.org/?mlat=44.4475&mlon=1.4419")


def test_a_place_without_position_is_in_the_list_and_searched_by_its_address(town: Town) -> None:
    Lieu.objects.filter(commune=town.commune).update(position="")
    html = shown(town.page)
    assert html.select(".plan__map") == []
    assert "search?query=2%20place%20de%20Aubord%2C%20Aubord" in str(html.select_one(".plan__places a"))


def test_a_commune_that_wrote_no_place_shows_its_town_hall(town: Town) -> None:
    Lieu.objects.filter(commune=town.commune).delete()
    [place] = shown(town.page).select(".plan__places li")
    assert "1 place de Aubord" in place.get_text()


def test_a_block_may_show_one_kind_of_places(town: Town) -> None:
    Lieu.objects.create(commune=town.commune, name="École", kind="ecole", address="rue haute")
    town.page.body = [{"type": "plan", "id": "p", "value": {"title": "", "kind": "ecole"}}]
    town.page.save()
    html = shown(town.page)
    assert [name.get_text() for name in html.select(".plan__places h3")] == ["École"]
    assert "Plan et accès" in [heading.get_text() for heading in html.select("h2")]


def test_baked_the_site_holds_the_library_and_without_the_module_nothing(town: Town, var: Any) -> None:
    town.page.save_revision().publish()
    bake(town.commune)
    www = var / "sites" / town.commune.insee / "current" / "www"
    assert len(list(www.glob("_/s/leaflet.*.js"))) == 1
    switch_off(town)
    bake(town.commune)
    pages = [path.read_text() for path in www.rglob("*.html")]
    assert pages
    assert [text for text in pages if "leaflet" in text or "Salle des fêtes" in text] == []


@pytest.mark.parametrize("count", [1, 3])
def test_places_are_read_in_one_query_whatever_their_number(town: Town, count: int) -> None:
    for number in range(count - 1):
        Lieu.objects.create(commune=town.commune, name=f"Lieu {number}", address="ici")
    with CaptureQueriesContext(connection) as seen:
        snapshot = take(town.commune.pk)
    assert len([query for query in seen if "plan_lieu" in query["sql"]]) == 1
    assert len(snapshot.data["plan"].places) == count


def ask(client: Client, town: Town, address: str, **extra: Any) -> Any:
    return client.get(address, headers={"host": town.site.hostname}, **extra)


def test_a_tile_near_the_commune_is_given_without_a_cookie(town: Town, client: Client) -> None:
    answer = ask(client, town, NEAR)
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, TILE, "image/png")
    assert "max-age=604800" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize("address", [FAR, NEAR.replace("/14/", "/3/"), NEAR.replace("8257", "99999999999")])
def test_the_site_serves_tiles_to_nobody_else(town: Town, client: Client, address: str) -> None:
    assert ask(client, town, address).status_code == 404


def test_no_tile_under_the_name_of_the_admin_nor_for_a_commune_without_the_module(
    town: Town, client: Client, settings: Any
) -> None:
    assert client.get(NEAR, headers={"host": settings.BEFFROI_ADMIN_HOST}).status_code == 404
    switch_off(town)
    assert ask(client, town, NEAR).status_code == 404


def test_a_tile_costs_three_queries_whatever_the_number_of_places(town: Town, client: Client) -> None:
    for number in range(3):
        Lieu.objects.create(commune=town.commune, name=f"Lieu {number}", address="ici", position="44.44, 1.44")
    with CaptureQueriesContext(connection) as seen:
        ask(client, town, NEAR)
    assert len(seen) <= 3


def test_a_commune_without_position_has_no_tiles(town: Town, client: Client) -> None:
    Lieu.objects.filter(commune=town.commune).update(position="")
    assert ask(client, town, NEAR).status_code == 404


def test_two_places_far_apart_do_not_open_the_country_between_them(town: Town, client: Client) -> None:
    Lieu.objects.create(commune=town.commune, name="Inversé", address="ici", position="1.44, 44.44")
    assert ask(client, town, NEAR).status_code == 200
    assert ask(client, town, FAR).status_code == 404


def test_who_drains_the_tiles_is_asked_to_wait(town: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_limiter", Limiter(2, 60.0))
    assert [ask(client, town, NEAR).status_code for _again in range(3)] == [200, 200, 429]
    assert ask(client, town, NEAR, REMOTE_ADDR="192.0.2.9").status_code == 200, "somebody else"


def test_while_the_upstream_is_silent_the_site_says_so(
    town: Town, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(url: str) -> bytes:
        raise source.UpstreamError(url)

    monkeypatch.setattr(source, "_fetch", silent)
    answer = ask(client, town, NEAR)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")


def test_a_position_that_cannot_be_read_is_told_beside_its_field(town: Town) -> None:
    place = Lieu(commune=town.commune, name="Là", address="ici", position="près de l’église")
    with pytest.raises(ValidationError) as caught:
        place.full_clean()
    assert "44.4475, 1.4419" in caught.value.message_dict["position"][0]
    place.position = "https://www.openstreetmap.org/#map=17/44.4475/1.4419"
    place.full_clean()
    assert place.position == "44.4475, 1.4419"


def test_the_secretary_writes_the_places_of_her_commune_alone(town: Town, world: World, client: Client) -> None:
    client.force_login(town.contributeur)
    page = client.get(reverse("lieux:index")).content.decode()
    assert "Salle des fêtes, Aubord" in page
    assert "Belleville" not in page
    data = {"commune": town.commune.pk, "name": "Stade", "kind": "sport", "address": "chemin vert", "position": ""}
    client.post(reverse("lieux:add"), data)
    assert Lieu.objects.get(name="Stade").commune == town.commune
    client.post(reverse("lieux:add"), data | {"commune": world.belleville.commune.pk, "name": "Intrus"})
    assert not Lieu.objects.filter(name="Intrus").exists()


def test_off_its_screen_shows_nothing_of_the_commune(town: Town, client: Client) -> None:
    switch_off(town)
    client.force_login(town.contributeur)
    answer = client.get(reverse("lieux:index"))
    assert "Salle des fêtes" not in answer.content.decode()
    assert reverse("lieux:index") not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_folder_is_taken_over_once(town: Town) -> None:
    table = {"lieu": [{"nom": "Halle", "sorte": "culture", "adresse": "place haute", "position": "44,45 ; 1,44"}]}
    assert MODULE.take_over(town.commune, table, None) is True
    assert MODULE.take_over(town.commune, table, None) is False
    assert Lieu.objects.get(name="Halle").position == "44.45, 1.44"
    with pytest.raises(ContentError, match="adresse"):
        MODULE.take_over(town.commune, {"lieu": [{"nom": "Sans rien"}]}, None)
    made = build(Directive("plan", "Où", 'sorte = "ecole"'), None)  # type: ignore[arg-type]
    assert made == {"type": "plan", "value": {"title": "Où", "kind": "ecole"}}
