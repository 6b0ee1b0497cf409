"""What the editor sees is what is baked, and costs no reading of the whole commune."""

from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from cms.models import BasePage, Page
from sites.bake.bakery import bake, store_of
from sites.bake.preview import NotInACommuneError, render_block, render_page
from sites.bake.state import mark_dirty
from tests.sites.bake.conftest import Grow, body
from tests.world import World

# Commune, its joined row, hosts, two records, reserved pages, modules' rows, then what the page refers to.
FEW = 24


def baked(world: World, url: str) -> str:
    return (store_of(world.aubord.commune.insee).www / url.lstrip("/") / "index.html").read_text()


def test_the_preview_of_every_live_page_is_the_baked_page(world: World, grow: Grow) -> None:
    town = world.aubord
    grow(town, 6)
    home = [{"type": "news", "id": "n", "value": {"title": "À la une", "count": 2}}, *body(town)]
    type(town.home).objects.filter(pk=town.home.pk).update(body=home, banner=town.image)
    assert bake(town.commune).error == ""
    pages = BasePage.objects.filter(path__startswith=town.home.path, live=True).specific()
    assert len(pages) > 10
    for page in pages:
        url = page.url_path[len(town.home.url_path) - 1 :]
        assert render_page(page, draft=False) == baked(world, url), url


def test_a_draft_is_seen_as_it_stands_in_the_form(world: World) -> None:
    page = Page.objects.get(pk=world.aubord.draft.pk)
    page.title = "Le budget de l’an prochain"
    page.body = [("text", "<p>Encore <b>secret</b>.</p>")]
    html = render_page(page)
    assert "Le budget de l’an prochain</h1>" in html
    assert "<p>Encore <b>secret</b>.</p>" in html


def test_a_page_that_was_never_saved_is_seen_too(world: World) -> None:
    parent = world.aubord.rubrique
    page = Page(title="Toute neuve", slug="neuve", path=f"{parent.path}ZZZZ", depth=parent.depth + 1, body=[])
    page.set_url_path(parent)
    assert "Toute neuve</h1>" in render_page(page)


def test_the_editor_sees_private_addresses_and_search_engines_nothing(world: World) -> None:
    town = world.aubord
    page = Page.objects.get(pk=town.page.pk)
    page.body = page._meta.get_field("body").to_python(body(town))
    html = render_page(page)
    assert '<base href="http://aubord.localhost:8000/" target="_blank">' in html
    assert '<meta name="robots" content="noindex">' in html
    rendition = town.image.renditions.first()
    assert rendition is not None
    assert 'src="http://admin.localhost:8000/_/media/' in html
    assert f"http://admin.localhost:8000/_/documents/{town.document.pk}/" in html
    assert "/_/i/" not in html
    assert "/_/d/" not in html


def test_references_to_another_commune_lead_nowhere_in_a_preview_either(world: World) -> None:
    page = Page.objects.get(pk=world.aubord.page.pk)
    page.body = page._meta.get_field("body").to_python(body(world.belleville))
    html = render_page(page)
    assert "belleville" not in html.lower()
    assert "<p>Voir le conseil et le compte rendu.</p>" in html


@pytest.mark.parametrize("kind", ["page", "article", "home"])
def test_a_preview_costs_the_same_whatever_the_size_of_the_commune(world: World, grow: Grow, kind: str) -> None:
    town = world.aubord
    grow(town, 5)
    page = getattr(town, kind)
    render_page(page)
    with CaptureQueriesContext(connection) as few:
        render_page(page)
    grow(town, 40)
    render_page(page)
    with CaptureQueriesContext(connection) as many:
        render_page(page)
    assert len(many) == len(few) <= FEW


def test_the_menu_of_a_preview_follows_the_commune(world: World) -> None:
    town = world.aubord
    assert "Nouvelle rubrique" not in render_page(town.page)
    town.rubrique.title = "Nouvelle rubrique"
    town.rubrique.save()
    mark_dirty([town.commune.pk])
    assert "Nouvelle rubrique</summary>" in render_page(town.page) or "Nouvelle rubrique</a>" in render_page(town.page)


def test_wagtail_s_own_bar_comes_with_a_request_of_somebody(world: World) -> None:
    request: Any = RequestFactory().get("/")
    request.user = world.superuser
    assert "wagtail-userbar" in render_page(world.aubord.page, request)
    assert "wagtail-userbar" not in render_page(world.aubord.page)


def test_a_folder_is_no_page_of_any_commune(world: World) -> None:
    with pytest.raises(NotInACommuneError):
        render_page(world.aubord.departement.folder)


def test_a_block_by_itself_is_rendered_by_its_macro(world: World) -> None:
    text = f'<p><a linktype="page" id="{world.aubord.rubrique.pk}">ici</a></p>'
    html = render_block("text", text, world.aubord.page)
    assert '<p><a href="/vie-municipale/">ici</a></p>' in html
