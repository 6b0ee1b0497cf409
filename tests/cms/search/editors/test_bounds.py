from typing import Any

import pytest
from django.db.models import Q, QuerySet
from pytest_django import DjangoAssertNumQueries

from cms.models import BasePage, DocumentFile, Page, Picture
from cms.search.editors.bounds import MOST, places_within
from sites.tenancy.paths import within
from sites.tenancy.reach import reachable
from tests.world import World

pytestmark = pytest.mark.django_db


def names(queryset: "QuerySet[Any]") -> list[str] | None:
    found = places_within(queryset)
    return None if found is None else [place.name for place in found]


def test_the_pages_a_contributor_reaches_are_those_of_her_commune(world: World) -> None:
    assert names(reachable(world.aubord.contributeur, BasePage)) == ["30020"]
    assert names(reachable(world.aubord.contributeur, Page)) == ["30020"]


def test_so_are_her_pictures_and_documents(world: World) -> None:
    assert names(reachable(world.belleville.contributeur, Picture)) == ["69264"]
    assert names(reachable(world.belleville.contributeur, DocumentFile)) == ["69264"]


def test_what_lies_below_a_page_belongs_to_its_commune(world: World) -> None:
    assert names(world.aubord.rubrique.get_descendants()) == ["30020"]
    assert names(world.aubord.home.get_children()) == ["30020"]
    assert names(BasePage.objects.filter(path__startswith=world.belleville.home.path, live=True)) == ["69264"]


def test_two_communes_are_two_shards(world: World) -> None:
    paths = [town.home.path for town in world.towns]
    assert names(BasePage.objects.filter(within("path", paths))) == ["30020", "69264"]
    assert names(BasePage.objects.filter(path__in=[world.aubord.page.path])) == ["30020"]


def test_a_query_that_keeps_to_no_few_communes_is_left_to_the_database(world: World) -> None:
    home = world.aubord.home.path
    assert names(BasePage.objects.all()) is None
    assert names(BasePage.objects.filter(live=True)) is None
    assert names(BasePage.objects.exclude(path__startswith=home)) is None
    assert names(BasePage.objects.filter(Q(path__startswith=home) | Q(title="Ailleurs"))) is None
    assert names(BasePage.objects.filter(path__gte=home)) is None
    assert names(BasePage.objects.filter(path__startswith=home[:8])) is None
    assert names(reachable(world.webmestre, BasePage)) is None
    many = [f"00010001{number:04d}" for number in range(MOST + 1)]
    assert names(BasePage.objects.filter(within("path", many))) is None


def test_nothing_asked_for_is_nowhere(world: World) -> None:
    assert names(BasePage.objects.none()) == []


def test_a_range_said_in_two_conditions_is_a_range(world: World) -> None:
    home = world.aubord.home.path
    assert names(BasePage.objects.filter(path__gte=home, path__lte=home + "ZZZZ")) == ["30020"]


def test_the_path_of_another_row_says_nothing_of_this_one(world: World) -> None:
    elsewhere = BasePage.objects.filter(sites_rooted_here__root_page__path=world.aubord.home.path)
    assert names(elsewhere) in (None, ["30020"])
    assert names(Picture.objects.filter(uploaded_by_user__email="x")) is None


def test_finding_the_shards_is_one_query(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    one = BasePage.objects.filter(within("path", [world.aubord.home.path]))
    both = BasePage.objects.filter(within("path", [town.home.path for town in world.towns]))
    for queryset in (one, both):
        with django_assert_num_queries(1):
            places_within(queryset)
