"""Categories: one list for each commune, in its own screen."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from modules.actualites.models import Categorie
from sites.models import Membership
from sites.tenancy.roles import Role
from tests.world import Town, World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(var: object) -> World:
    return build_world()


@pytest.fixture
def manager(client: Client, world: World) -> Client:
    client.force_login(world.aubord.gestionnaire)
    return client


def test_the_list_shows_the_commune_s_own(manager: Client) -> None:
    html = manager.get(reverse("categories:index")).content.decode()
    assert "Travaux, Aubord" in html
    assert "Belleville" not in html


def test_a_new_one_belongs_to_the_commune_and_finds_its_address(manager: Client, world: World) -> None:
    town = world.aubord
    form = manager.get(reverse("categories:add")).content.decode()
    assert f'type="hidden" name="commune" value="{town.commune.pk}"' in form
    manager.post(reverse("categories:add"), {"name": "Vie scolaire & cantine", "commune": town.commune.pk})
    assert Categorie.objects.get(slug="vie-scolaire-cantine").commune == town.commune


def test_another_commune_s_is_out_of_reach(manager: Client, world: World) -> None:
    foreign = world.belleville
    manager.post(reverse("categories:add"), {"name": "Intruse", "commune": foreign.commune.pk})
    assert not Categorie.objects.filter(name="Intruse").exists()
    assert manager.get(reverse("categories:edit", args=(foreign.category.pk,))).status_code == 404


def test_who_keeps_the_settings_of_one_commune_adds_none_where_they_only_write(client: Client, world: World) -> None:
    person: Any = world.aubord.gestionnaire
    Membership.objects.create(user=person, role=Role.CONTRIBUTEUR, commune=world.belleville.commune)
    client.force_login(type(person).objects.get(pk=person.pk))
    for town, added in ((world.belleville, False), (world.aubord, True)):
        client.post(reverse("categories:add"), {"name": f"Neuve à {town.name}", "commune": town.commune.pk})
        assert Categorie.objects.filter(commune=town.commune, name__startswith="Neuve").exists() is added


def test_two_categories_of_a_commune_differ(world: World) -> None:
    town: Town = world.aubord
    with pytest.raises(ValidationError, match="existe déjà"):
        Categorie(commune=town.commune, name=town.category.name.upper()).full_clean()
    again = Categorie(commune=town.commune, name="Travaux : Aubord")
    again.full_clean()
    Categorie(commune=world.belleville.commune, name=town.category.name).full_clean()


def test_an_article_offers_the_categories_of_its_own_commune_even_to_who_works_for_two(
    client: Client, world: World
) -> None:
    person: Any = world.aubord.contributeur
    Membership.objects.create(user=person, role=Role.CONTRIBUTEUR, commune=world.belleville.commune)
    client.force_login(person)
    html = client.get(reverse("wagtailadmin_pages:edit", args=(world.aubord.article.pk,))).content.decode()
    assert "Travaux, Aubord" in html
    assert "Travaux, Belleville" not in html
