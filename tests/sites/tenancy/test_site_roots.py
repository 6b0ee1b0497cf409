"""Addresses of pages without the table of sites, and when they are forgotten; pins what is overridden of Wagtail."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import AbstractPage, Site

from cms.models import BasePage, Page
from sites.tenancy import site_roots
from tests.world import Town, World, build_departement


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    site_roots._Memory.token = ""
    yield
    site_roots._Memory.token = ""


@pytest.fixture
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests run inside a transaction, where nothing is remembered."""
    monkeypatch.setattr(site_roots, "may_remember", lambda: True)


def url(page: Any) -> str | None:
    """Through a generic instance, as menus and choosers hold them."""
    return BasePage.objects.get(pk=page.pk).full_url


def address(town: Town, path: str = "") -> str:
    return f"http://{town.site.hostname}:8000/{path}"


def test_it_answers_as_wagtail_does(world: World) -> None:
    for page in BasePage.objects.all():
        for instance in (page, page.specific):
            stock = [root for root in Site.get_site_root_paths() if instance.url_path.startswith(root.root_path)]
            assert list(instance._get_relevant_site_root_paths()) == stock[:1]
            assert (instance.get_url_parts() or (None,))[0] == (stock[0].site_id if stock else None)


def test_a_page_costs_no_query_once_its_site_is_known(world: World, remembering: None) -> None:
    page = BasePage.objects.get(pk=world.aubord.page.pk)
    assert page.full_url == address(world.aubord, "vie-municipale/conseil/")
    with CaptureQueriesContext(connection) as queries:
        assert BasePage(path=page.path, url_path=page.url_path, depth=page.depth).full_url == page.full_url
    assert len(queries) == 0


def test_nothing_is_remembered_in_a_transaction_that_may_be_undone(world: World) -> None:
    url(world.aubord.page)
    assert site_roots._Memory.roots == {}


def test_a_new_host_name_is_known_at_once(world: World, remembering: None) -> None:
    url(world.aubord.page)
    site = world.aubord.site
    site.hostname = "www.aubord.example"
    site.save()
    assert url(world.aubord.page) == "http://www.aubord.example:8000/vie-municipale/conseil/"


def test_new_slugs_need_no_forgetting(world: World, remembering: None) -> None:
    """Of the page, of the home page, of the folder above it."""
    url(world.aubord.page)
    for page in (world.aubord.page, world.aubord.home, world.aubord.departement.folder):
        fresh = BasePage.objects.get(pk=page.pk).specific
        fresh.slug += "-bis"
        fresh.save()
    assert url(world.aubord.page) == address(world.aubord, "vie-municipale/conseil-bis/")


def test_a_commune_moves_to_another_departement(world: World, remembering: None) -> None:
    url(world.aubord.page)
    new = build_departement(BasePage.objects.get(depth=1), "34", "Hérault")
    BasePage.objects.get(pk=world.aubord.home.pk).specific.move(new.folder, pos="last-child")
    assert url(world.aubord.page) == address(world.aubord, "vie-municipale/conseil/")
    assert url(world.belleville.home) == address(world.belleville)


def test_folders_that_shift_do_not_swap_their_sites(world: World, remembering: None) -> None:
    """Moving one before the other renumbers the tree paths that were remembered."""
    url(world.aubord.page), url(world.belleville.page)
    last = BasePage.objects.get(pk=world.belleville.departement.folder_id)
    last.specific.move(BasePage.objects.get(pk=world.aubord.departement.folder_id), pos="left")
    assert url(world.aubord.page) == address(world.aubord, "vie-municipale/conseil/")
    assert url(world.belleville.page) == address(world.belleville, "vie-municipale/conseil/")


def test_a_page_without_site_has_no_address(world: World, remembering: None) -> None:
    folder = world.aubord.departement.folder
    assert url(folder) is None
    orphan = BasePage.objects.get(pk=folder.pk).add_child(instance=Page(title="Perdue", slug="perdue"))
    assert url(orphan) is None


def test_two_processes_share_what_they_forget(world: World, remembering: None) -> None:
    """The other process is known by the token it left in the cache."""
    url(world.aubord.page)
    remembered = dict(site_roots._Memory.roots)
    assert remembered
    site_roots._new_token()
    site_roots._Memory.roots[next(iter(remembered))] = None
    assert url(world.aubord.page) == address(world.aubord, "vie-municipale/conseil/")


def test_wagtail_asks_for_sites_only_where_we_answer() -> None:
    source = inspect.getsource(AbstractPage)
    assert source.count("Site.get_site_root_paths()") == 3  # a docstring, the call we replace, a comment
    assert source.count("self._get_site_root_paths(") == 2
    assert source.count("self._get_relevant_site_root_paths(") == 1
