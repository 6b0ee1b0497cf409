"""Old addresses: one redirect per commune, to the page; never a chain, never a loop."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from cms.models import BasePage, Page, Rubrique
from tests.world import Town, World, add_page, build_world

pytestmark = pytest.mark.django_db
Rename = Callable[[Any, str], None]
Move = Callable[..., None]


@pytest.fixture
def world(var: object) -> World:
    return build_world()


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


@pytest.fixture
def rename(django_capture_on_commit_callbacks: Any) -> Callable[[Any, str], None]:
    """Give a page another slug, and publish it."""

    def change(page: Any, slug: str) -> None:
        page = type(page).objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()

    return change


@pytest.fixture
def move(django_capture_on_commit_callbacks: Any) -> Callable[..., None]:
    """Put a page below another one."""

    def change(page: Any, target: Any, pos: str = "last-child") -> None:
        with django_capture_on_commit_callbacks(execute=True):
            type(page).objects.get(pk=page.pk).move(BasePage.objects.get(pk=target.pk), pos)

    return change


def redirects(town: Town) -> dict[str, int | None]:
    return dict(Redirect.objects.filter(site=town.site).values_list("old_path", "redirect_page_id"))


def test_a_new_slug_leaves_a_redirect_for_the_page_and_all_that_is_live_below(town: Town, rename: Rename) -> None:
    rename(town.rubrique, "mairie")
    assert redirects(town) == {"/vie-municipale": town.rubrique.pk, "/vie-municipale/conseil": town.page.pk}


def test_a_draft_that_nobody_ever_saw_leaves_none(town: Town, rename: Rename) -> None:
    rename(town.rubrique, "mairie")
    assert town.draft.pk not in redirects(town).values()


def test_a_move_leaves_a_redirect(town: Town, move: Move) -> None:
    move(town.page, town.home)
    assert redirects(town) == {"/vie-municipale/conseil": town.page.pk}


def test_an_order_changed_among_siblings_leaves_none(town: Town, move: Move) -> None:
    move(town.actualites, town.rubrique, "left")
    assert redirects(town) == {}


def test_two_changes_make_two_redirects_to_the_same_page_and_no_chain(town: Town, rename: Rename) -> None:
    rename(town.page, "seances")
    rename(town.page, "deliberations")
    assert redirects(town) == {
        "/vie-municipale/conseil": town.page.pk,
        "/vie-municipale/seances": town.page.pk,
    }


def test_going_back_to_the_first_address_drops_its_redirect(town: Town, rename: Rename) -> None:
    rename(town.page, "seances")
    rename(town.page, "conseil")
    assert redirects(town) == {"/vie-municipale/seances": town.page.pk}


def test_two_pages_that_exchange_their_addresses_make_no_loop(town: Town, rename: Rename) -> None:
    other = add_page(town.rubrique, Page(title="Budget voté", slug="budget-vote"), town.contributeur)
    rename(town.page, "provisoire")
    rename(other, "conseil")
    rename(town.page, "budget-vote")
    assert redirects(town) == {"/vie-municipale/provisoire": town.page.pk}


def test_a_new_page_takes_its_address_back_from_a_redirect(
    town: Town, rename: Rename, django_capture_on_commit_callbacks: Any
) -> None:
    rename(town.page, "seances")
    with django_capture_on_commit_callbacks(execute=True):
        add_page(town.rubrique, Page(title="Le conseil des jeunes", slug="conseil"), town.contributeur)
    assert redirects(town) == {}


def test_a_redirect_goes_with_its_page(town: Town, rename: Rename) -> None:
    rename(town.page, "seances")
    Page.objects.get(pk=town.page.pk).delete()
    assert redirects(town) == {}


def test_the_other_commune_has_no_part_in_it(world: World, rename: Rename) -> None:
    rename(world.aubord.rubrique, "mairie")
    assert redirects(world.belleville) == {}
    assert not Redirect.objects.filter(site=None).exists()


def test_a_page_that_leaves_for_another_commune_leaves_no_redirect(world: World, move: Move) -> None:
    move(world.aubord.page, world.belleville.home)
    assert (redirects(world.aubord), redirects(world.belleville)) == ({}, {})


def test_the_slug_of_a_home_page_is_in_no_address(town: Town, rename: Rename) -> None:
    rename(town.home, "autre-nom")
    assert redirects(town) == {}


def test_the_table_of_sites_is_never_read_whole_whatever_the_number_of_pages(
    town: Town, django_capture_on_commit_callbacks: Any
) -> None:
    def queries(slug: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            rubrique = Rubrique.objects.get(pk=town.rubrique.pk)
            rubrique.slug = slug
            with django_capture_on_commit_callbacks(execute=True):
                rubrique.save()
        return [query["sql"] for query in captured if "wagtailcore_site" in query["sql"]]

    queries("vie-locale")  # what is remembered of sites is read once
    few = queries("vie-communale")
    with django_capture_on_commit_callbacks(execute=True):  # else the mark of the new pages would wait for both
        for number in range(5):
            add_page(town.rubrique, Page(title=f"Page {number}", slug=f"page-{number}"), town.contributeur)
    many = queries("vie-du-village")
    assert len(many) == len(few)
    assert all("WHERE" in sql for sql in many)


@pytest.mark.parametrize(
    ("old_path", "link", "sentence"),
    [
        ("/vie-municipale/conseil/", "https://www.lot.fr/", "Une page en ligne a déjà cette adresse"),
        ("/b", "http://aubord.localhost:8000/a/", "Cette adresse est redirigée elle-même"),
        ("/c", "http://aubord.localhost:8000/c", "Cette adresse est redirigée elle-même"),
        ("/d", "https://www.lot.fr/", ""),
    ],
)
def test_no_loop_can_be_made_by_hand(client: Client, town: Town, old_path: str, link: str, sentence: str) -> None:
    Redirect.objects.create(site=town.site, old_path="/a", redirect_link="http://aubord.localhost:8000/b")
    client.force_login(town.gestionnaire)
    data = {"old_path": old_path, "site": town.site.pk, "redirect_link": link, "is_permanent": "on"}
    response = client.post(reverse("redirections:add"), data)
    if sentence:
        assert sentence in response.content.decode()
    assert Redirect.objects.filter(site=town.site).count() == (1 if sentence else 2)
