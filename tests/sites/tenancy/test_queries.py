"""The screens of a commune cost the same at 2 and at 20 communes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import BasePage, Picture
from sites.models import User
from sites.tenancy.policies.pages import MembershipPagePolicy
from sites.tenancy.reach import policy_of, reachable
from sites.tenancy.roles import Role
from tests.world import World, build_commune, build_departement, member

#: (role, name of the address, objects of the town in its path, query string)
SCREENS = [
    (Role.CONTRIBUTEUR, "wagtailadmin_home", (), ""),
    (Role.CONTRIBUTEUR, "wagtailadmin_explore", ("home",), ""),
    (Role.CONTRIBUTEUR, "wagtailadmin_pages:edit", ("article",), ""),
    (Role.CONTRIBUTEUR, "wagtailadmin_pages:history", ("page",), ""),
    (Role.CONTRIBUTEUR, "wagtailadmin_pages:search", (), "?q=conseil"),
    (Role.CONTRIBUTEUR, "wagtailadmin_choose_page_child", ("home",), ""),
    (Role.CONTRIBUTEUR, "wagtailadmin_choose_page_search", (), "?q=conseil"),
    (Role.CONTRIBUTEUR, "wagtailadmin_api:pages:listing", (), ""),
    (Role.CONTRIBUTEUR, "wagtailimages:index", (), ""),
    (Role.CONTRIBUTEUR, "wagtailimages_chooser:choose", (), ""),
    (Role.CONTRIBUTEUR, "wagtaildocs_chooser:choose", (), ""),
    (Role.CONTRIBUTEUR, "wagtailadmin_reports:site_history", (), ""),
    (Role.GESTIONNAIRE, "accounts:commune", ("commune",), ""),
    (Role.GESTIONNAIRE, "redirections:add", (), ""),
]


def cost(user: User, address: str) -> int:
    """Queries of the second request: the first one fills Django's own caches."""
    client = Client()
    client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def costs(world: World) -> dict[str, int]:
    return {
        name: cost(
            world.aubord.users[role], reverse(name, args=[getattr(world.aubord, it).pk for it in objects]) + query
        )
        for role, name, objects, query in SCREENS
    }


def grow(world: World, communes: int) -> None:
    departement = build_departement(BasePage.objects.get(depth=1), "46", "Lot")
    for number in range(communes):
        commune = build_commune(departement, f"46{number:03}", f"Commune{number}")
        member(f"secretaire@commune{number}.example", Role.CONTRIBUTEUR, commune)
        Picture.objects.bulk_create(
            [Picture(title="Le conseil", file=f"{number}.jpg", width=9, height=9, collection=commune.collection)]
        )


def test_a_commune_more_costs_nothing_to_the_others(world: World) -> None:
    before = costs(world)
    grow(world, 18)
    assert costs(world) == before


def test_somebody_of_many_communes_costs_as_many_queries_as_of_one(world: World) -> None:
    grow(world, 5)
    one, many = member("une@exemple.example", Role.CONTRIBUTEUR, world.aubord.commune), world.aubord.valideur
    for commune in reachable(world.webmestre, type(world.aubord.commune)):
        if commune != world.aubord.commune:
            member(many.email, Role.VALIDEUR, commune)
    policy: MembershipPagePolicy = policy_of(BasePage)
    for user in (one, many):
        with CaptureQueriesContext(connection) as queries:
            list(policy.explorable_instances(User.objects.get(pk=user.pk)).values_list("pk"))
        assert len(queries) == 3  # the person, the memberships, the pages


@pytest.mark.parametrize(("pack", "queries"), [("expert", 1), ("mini_site", 2)])
def test_the_scope_of_a_person_is_one_query_and_one_more_for_a_mini_site(
    world: World, django_assert_num_queries: object, pack: str, queries: int
) -> None:
    world.aubord.commune.pack = pack
    world.aubord.commune.save()
    user = User.objects.get(pk=world.aubord.contributeur.pk)
    with django_assert_num_queries(queries):  # type: ignore[operator]
        reachable(user, BasePage)
        reachable(user, Picture)
