"""What came from the old site is seen, and taken back, by who looks after the commune."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cms.models import Page
from cms.oldsite.models import Run
from tests.cms.oldsite.factories import WORDPRESS, saved_copy, uploads
from tests.world import World

SPACES = str.maketrans("\u00a0\u202f", "  ")


@pytest.fixture
def run(world: World, tmp_path: Path, settings: pytest.FixtureRequest) -> Run:
    settings.BEFFROI_VAR = tmp_path / "var"  # type: ignore[attr-defined]
    call_command("import", world.aubord.site.hostname, str(WORDPRESS), files=uploads(tmp_path), verbosity=0)
    return Run.objects.get()


def read(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode().translate(SPACES)


def test_the_screen_says_what_came_and_what_is_to_be_seen(world: World, client: Client, run: Run) -> None:
    client.force_login(world.aubord.gestionnaire)
    assert "wordpress.xml" in read(client, "oldsite:index")
    shown = read(client, "oldsite:show", run.pk)
    assert "Il en reste ici : 7 pages, 2 images, 1 document, 1 catégorie, 18 redirections." in shown
    assert reverse("wagtailadmin_pages:edit", args=[Page.objects.get(slug="elus").pk]) in shown
    assert "« Note interne » était privé." in shown
    listed = read(client, "oldsite:export", run.pk)
    assert "Contenu non public;https://www.valcombe.example/note/;« Note interne » était privé." in listed


def test_one_button_takes_it_all_back_once(world: World, client: Client, run: Run) -> None:
    client.force_login(world.aubord.gestionnaire)
    address = reverse("oldsite:undo", args=[run.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert not Page.objects.filter(slug="elus").exists()
    assert client.post(address).status_code == 404
    assert "Cette reprise a été retirée" in read(client, "oldsite:show", run.pk)


def test_neither_a_secretary_nor_another_commune_sees_it(world: World, client: Client, run: Run) -> None:
    for user in (world.aubord.contributeur, world.belleville.gestionnaire):
        client.force_login(user)
        for name, args in (("show", [run.pk]), ("export", [run.pk]), ("undo", [run.pk])):
            answer = client.post if name == "undo" else client.get
            assert answer(reverse(f"oldsite:{name}", args=args)).status_code in {302, 403, 404}
    assert Page.objects.filter(slug="elus").exists()


@pytest.mark.parametrize("more", [0, 2])
def test_the_number_of_runs_costs_no_query(
    world: World,
    client: Client,
    run: Run,
    tmp_path: Path,
    more: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(more):
        copy = saved_copy(tmp_path / f"copie-{number}")
        call_command("import", world.aubord.site.hostname, str(copy), verbosity=0)
    client.force_login(world.aubord.gestionnaire)
    client.get(reverse("oldsite:index"))
    with django_assert_num_queries(QUERIES["index"]):
        client.get(reverse("oldsite:index"))
    client.get(reverse("oldsite:show", args=[run.pk]))
    with django_assert_num_queries(QUERIES["show"]):
        client.get(reverse("oldsite:show", args=[run.pk]))


QUERIES: dict[str, int] = {"index": 13, "show": 18}


def test_an_empty_world_has_no_entry_in_the_menu(world: World, client: Client) -> None:
    client.force_login(world.aubord.gestionnaire)
    assert reverse("oldsite:index") not in read(client, "wagtailadmin_home")
