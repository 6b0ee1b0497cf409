"""Each commune says which other sites read its data in a browser; the install speaks for those that do not."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.origins.models import Readers
from cms.origins.written import MOST, RefusedOriginError, origins_of
from sites.bake.bakery import bake
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import Town, World

CARD, OTHER = "https://carte.example", "https://autre.example:8443"


def menu(town: str, origin: str | None = CARD, method: str = "GET") -> Any:
    headers = {"host": f"{town}.localhost"} | ({"Origin": origin} if origin else {})
    return Client(headers=headers).generic(method, "/_/api/v1/menu")


def allowed(answer: Any) -> str | None:
    found: str | None = answer.headers.get("Access-Control-Allow-Origin")
    return found


def let_in(town: Town, *origins: str) -> None:
    Readers.objects.update_or_create(commune=town.commune, defaults={"origins": list(origins)})


def test_the_sites_of_one_commune_open_no_other(world: World, settings: Any) -> None:
    settings.BEFFROI_API_ORIGINS = []
    bake(world.aubord.commune)
    bake(world.belleville.commune)
    let_in(world.aubord, CARD)
    let_in(world.belleville, OTHER)
    assert [allowed(menu(town, origin)) for town in ("aubord", "belleville") for origin in (CARD, OTHER)] == [
        CARD, None, None, OTHER
    ]  # fmt: skip


def test_a_preflight_is_answered_to_the_sites_of_the_list_alone(world: World) -> None:
    let_in(world.aubord, CARD)
    yes, no = menu("aubord", method="OPTIONS"), menu("aubord", OTHER, "OPTIONS")
    assert (yes.status_code, allowed(yes), yes["Access-Control-Allow-Methods"]) == (204, CARD, "GET, HEAD, OPTIONS")
    assert (no.status_code, allowed(no), no.has_header("Access-Control-Allow-Methods")) == (204, None, False)


def test_the_setting_speaks_for_communes_without_a_list_and_the_sites_it_names_read_all(
    world: World, settings: Any
) -> None:
    bake(world.aubord.commune)
    assert allowed(menu("aubord", OTHER)) == "*"
    let_in(world.aubord, CARD)
    assert [allowed(menu("aubord", it)) for it in (CARD, OTHER)] == [CARD, None], "a list narrows « * »"
    settings.BEFFROI_API_ORIGINS = [OTHER]
    assert [allowed(menu("aubord", it)) for it in (CARD, OTHER)] == [CARD, OTHER]
    let_in(world.aubord)
    assert [allowed(menu("aubord", it)) for it in (CARD, OTHER)] == [None, OTHER]


def test_an_answer_depends_on_who_asks_and_says_so_whoever_asks(world: World) -> None:
    bake(world.aubord.commune)
    let_in(world.aubord, CARD)
    assert [menu("aubord", it)["Vary"] for it in (None, CARD, OTHER)] == ["Origin"] * 3


def test_a_program_costs_no_query_more_and_a_browser_one(world: World) -> None:
    bake(world.aubord.commune)
    let_in(world.aubord, CARD)
    counts = []
    for origin in (None, CARD):
        with CaptureQueriesContext(connection) as captured:
            menu("aubord", origin)
        counts.append(len(captured))
    assert counts == [1, 2]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://carte.exemple.fr", "https://carte.exemple.fr"),
        ("  HTTPS://Carte.Exemple.FR/  ", "https://carte.exemple.fr"),
        ("https://carte.exemple.fr:443", "https://carte.exemple.fr"),
        ("https://carte.exemple.fr:8443", "https://carte.exemple.fr:8443"),
        ("https://mairie-d-été.fr", "https://xn--mairie-d-t-j7ab.fr"),
    ],
)
def test_an_origin_is_kept_as_a_browser_says_it(written: str, kept: str) -> None:
    assert origins_of(f"{written}\n\n{written}") == [kept]


@pytest.mark.parametrize(
    "line",
    [
        "*", "https://*.exemple.fr", "http://carte.exemple.fr", "carte.exemple.fr", "https://", "null",
        "https://carte.exemple.fr/page", "https://carte.exemple.fr?a", "https://carte.exemple.fr#a",
        "https://moi@carte.exemple.fr", "https://carte.exemple.fr:99999", "https://carte.exemple.fr:0",
        "https://localhost", "https://10.0.0.1", "https://[::1]", "https://a b.fr", "https://" + "a" * 400 + ".fr",
        "https://carte.exemple.fr\x00", "https://a..fr", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused_in_a_sentence(line: str) -> None:
    with pytest.raises(RefusedOriginError, match=r"attendue|nommez chaque site|le nom du site seul"):
        origins_of(line)


def test_there_are_so_many_and_no_more() -> None:
    with pytest.raises(RefusedOriginError, match="20 sites au plus"):
        origins_of("\n".join(f"https://a{number}.fr" for number in range(MOST + 1)))


def test_the_manager_names_the_sites_and_takes_them_back(world: World) -> None:
    town = world.aubord
    editor = enter(town.users[Role.GESTIONNAIRE])
    screen = reverse("origins:allow", args=(town.commune.pk,))
    assert screen in editor.get(reverse("desk:commune", args=(town.commune.pk,))).content.decode()
    refused = editor.post(screen, {"origins": "https://carte.example/page"}).content.decode()
    assert "le nom du site seul" in refused
    assert f'href="{reverse("desk:commune", args=(town.commune.pk,))}">Revenir' in refused
    assert not Readers.objects.exists()
    editor.post(screen, {"origins": f"{CARD}\n{OTHER}"})
    assert Readers.objects.get().origins == [CARD, OTHER]
    assert f"{CARD}\n{OTHER}" in editor.get(screen).content.decode()
    editor.post(screen, {"origins": ""})
    assert Readers.objects.get().origins == []


def test_the_screen_says_what_an_empty_list_means(world: World, settings: Any) -> None:
    editor = enter(world.aubord.users[Role.GESTIONNAIRE])
    screen = reverse("origins:allow", args=(world.aubord.commune.pk,))
    assert "Liste vide\u00a0: tous les sites" in editor.get(screen).content.decode()
    settings.BEFFROI_API_ORIGINS = [OTHER]
    said = editor.get(screen).content.decode()
    assert "Liste vide\u00a0: seulement les sites que l’installation autorise" in said
    assert f"Toujours autorisés\u00a0: {OTHER}" in said


def test_those_who_do_not_keep_the_settings_of_the_commune_do_not_see_the_list(world: World) -> None:
    let_in(world.aubord, CARD)
    screen = reverse("origins:allow", args=(world.aubord.commune.pk,))
    for person in (world.aubord.contributeur, world.belleville.users[Role.GESTIONNAIRE]):
        visitor = enter(person)
        for answer in (visitor.get(screen), visitor.post(screen, {"origins": OTHER})):
            assert answer.status_code in {302, 403, 404}
            assert CARD not in answer.content.decode()
    assert json.dumps(Readers.objects.get().origins) == json.dumps([CARD])
