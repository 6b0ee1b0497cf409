"""What visitors do not find is counted without knowing who asked, and led somewhere with one click."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect

from modules.statistiques import collect
from modules.statistiques.missing import count
from modules.statistiques.models import Ignored, Missing, Views
from tests.modules.statistiques.test_parse import line
from tests.world import Town, World

SPACES = str.maketrans("\u00a0\u202f", "  ")


def lost(path: str, host: str = "aubord.localhost", status: int = 404) -> bytes:
    told = json.loads(line(request={"uri": path, "host": host}))
    return json.dumps(told | {"status": status}).encode() + b"\n"


def counted() -> dict[tuple[str, str], int]:
    return {(row.commune.name, row.path): row.count for row in Missing.objects.select_related("commune")}


def miss(town: Town, path: str, times: int = 3, days_ago: int = 0) -> None:
    day = timezone.localdate() - timedelta(days=days_ago)
    Missing.objects.create(commune=town.commune, day=day, path=path, count=times)


def shown(client: Client, town: Town) -> str:
    return client.get(reverse("statistiques:missing", args=[town.commune.pk])).content.decode().translate(SPACES)


def test_both_logs_are_added_up_by_commune_and_address(world: World, var: Path) -> None:
    for folder in (collect.FOLDER, collect.LOST_FOLDER):
        (var / folder).mkdir()
    (var / collect.LOST_FOLDER / "20261121T22-1.log").write_bytes(lost("/vieux.html") * 3 + lost("/%C3%A9t%C3%A9/"))
    (var / collect.FOLDER / "caddy.json").write_bytes(
        lost("/vieux.html") + lost("/agenda/", status=200) + lost("/vieux.html", "belleville.localhost")
        + lost("/vieux.html", "inconnu.example") + lost("/wp-login.php") + lost("/_/contact")
        + lost("/coupe", status=500)
    )  # fmt: skip
    collect.collect()
    assert counted() == {("Aubord", "/vieux.html"): 4, ("Aubord", "/été/"): 1, ("Belleville", "/vieux.html"): 1}
    assert list(Views.objects.values_list("path", flat=True)) == ["/agenda/"]
    collect.collect()
    assert counted()["Aubord", "/vieux.html"] == 4


def test_made_up_addresses_do_not_fill_the_table(world: World, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(count, "MOST", 5)
    (var / collect.FOLDER).mkdir()
    (var / collect.FOLDER / "caddy.json").write_bytes(b"".join(lost(f"/invente-{n}") for n in range(50)))
    collect.collect()
    assert Missing.objects.count() == 5


def test_what_is_old_is_forgotten(world: World) -> None:
    miss(world.aubord, "/vieux", days_ago=91)
    miss(world.aubord, "/neuf", days_ago=89)
    collect.purge()
    assert list(Missing.objects.values_list("path", flat=True)) == ["/neuf"]


def test_the_list_begins_with_what_is_asked_for_most_and_leaves_what_is_settled(world: World, client: Client) -> None:
    town = world.aubord
    client.force_login(town.gestionnaire)
    miss(town, "/rare", 1)
    miss(town, "/souvent", 2)
    miss(town, "/souvent", 40, days_ago=2)
    miss(town, "/autrefois", 90, days_ago=40)
    miss(town, "/regle/", 90)
    Redirect.objects.create(old_path="/regle", site=town.site, redirect_page=town.page)
    miss(town, "/" + town.page.url_path.removeprefix(town.home.url_path), 90)
    text = shown(client, town)
    assert text.index("/souvent") < text.index("/rare")
    assert "42 demandes" in text
    assert "/autrefois" not in text
    assert "/regle" not in text
    assert "90 demandes" not in text


def test_one_click_leads_an_address_to_the_page_guessed(world: World, client: Client) -> None:
    town = world.aubord
    client.force_login(town.gestionnaire)
    old = f"/vieux/{town.page.slug}.html"
    miss(town, old)
    assert f"Rediriger vers « {town.page.title} »" in shown(client, town)
    address = reverse("statistiques:forward", args=[town.commune.pk])
    answer = client.post(address, {"path": old, "page": town.page.pk}, follow=True)
    assert f"{old} mène maintenant à « {town.page.title} »." in answer.content.decode().translate(SPACES)
    assert Redirect.objects.get(old_path=old).redirect_page_id == town.page.pk
    assert "Tout ce que les visiteurs ont demandé a été trouvé." in shown(client, town)


def test_an_address_with_a_query_is_shown_and_led(world: World, client: Client) -> None:
    town = world.aubord
    client.force_login(town.gestionnaire)
    miss(town, "/index.php?id=12")
    miss(town, "/index.php?id=13")
    address = reverse("statistiques:forward", args=[town.commune.pk])
    asked = f"{address}?adresse=%2Findex.php%3Fid%3D12"
    assert asked in shown(client, town)
    assert 'value="/index.php?id=12"' in client.get(asked).content.decode()
    client.post(address, {"path": "/index.php?id=12", "page": town.page.pk})
    assert Redirect.objects.get().old_path == "/index.php?id=12"
    shown(client, town)  # what was said once is not said again
    left = shown(client, town)
    assert "/index.php?id=13" in left
    assert "/index.php?id=12" not in left


def test_another_page_is_chosen_in_a_form_that_says_what_is_wrong(world: World, client: Client) -> None:
    town = world.aubord
    client.force_login(town.gestionnaire)
    address = reverse("statistiques:forward", args=[town.commune.pk])
    assert "/vieux.html" in client.get(address, {"adresse": "/vieux.html"}).content.decode()
    foreign = client.post(address, {"path": "/vieux.html", "page": world.belleville.page.pk})
    assert "Choisissez une page de ce site." in foreign.content.decode()
    own = "/" + town.article.url_path.removeprefix(town.home.url_path)
    wrong = client.post(address, {"path": own, "page": town.page.pk}).content.decode().translate(SPACES)
    assert "Une page en ligne a cette adresse" in wrong
    assert not Redirect.objects.exists()
    assert client.post(address, {"path": "/vieux.html", "page": town.page.pk}).status_code == 302


def test_an_address_is_ignored(world: World, client: Client) -> None:
    town = world.aubord
    client.force_login(town.gestionnaire)
    miss(town, "/vieux.html")
    address = reverse("statistiques:ignore", args=[town.commune.pk])
    assert client.get(address).status_code == 405
    for _again in range(2):
        client.post(address, {"path": "/vieux.html"})
    client.post(address, {"path": "n’importe quoi"})
    assert list(Ignored.objects.values_list("commune", "path")) == [(town.commune.pk, "/vieux.html")]
    assert "/vieux.html n’est plus montrée." in shown(client, town)
    assert "/vieux.html" not in shown(client, town)


def test_neither_a_secretary_nor_another_commune_sees_them(world: World, client: Client) -> None:
    town = world.aubord
    miss(town, "/vieux.html")
    for user in (town.contributeur, world.belleville.gestionnaire):
        client.force_login(user)
        for name in ("missing", "forward", "ignore"):
            body: dict[str, Any] = {"path": "/vieux.html", "page": town.page.pk}
            response = client.post(reverse(f"statistiques:{name}", args=[town.commune.pk]), body)
            assert response.status_code in {302, 403, 404}
    assert not Redirect.objects.exists()
    assert not Ignored.objects.exists()
    client.force_login(town.contributeur)
    statistics = client.get(reverse("statistiques:show", args=[town.commune.pk])).content.decode()
    assert "Adresses introuvables" not in statistics


@pytest.mark.parametrize("addresses", [1, 3])
def test_the_number_of_addresses_costs_no_query(
    world: World, client: Client, addresses: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(world.aubord.gestionnaire)
    for number in range(addresses):
        miss(world.aubord, f"/vieux-{number}.html")
    shown(client, world.aubord)
    with django_assert_num_queries(19):
        shown(client, world.aubord)


def test_the_form_that_refuses_a_page_of_another_commune_does_not_show_its_title(world: World, client: Client) -> None:
    client.force_login(world.belleville.gestionnaire)
    address = reverse("statistiques:forward", args=[world.belleville.commune.pk])
    response = client.post(address, {"path": "/ancien", "page": world.aubord.draft.pk})
    said = response.content.decode()
    assert "Choisissez une page de ce site." in said
    assert world.aubord.draft.title not in said
