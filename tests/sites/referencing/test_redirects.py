"""Old addresses are baked: a table for the server, marks for Caddy, pages for who has neither."""

import json
from pathlib import Path
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect

from cms.models import Page
from sites.bake.bakery import bake, store_of
from tests.world import Town, World

pytestmark = pytest.mark.django_db


def baked(town: Town) -> tuple[Path, dict[str, str]]:
    """The folder of the generation, and its table."""
    result = bake(town.commune)
    assert (result.error, result.failures) == ("", ())
    folder = store_of(town.commune.insee).folder(result.generation)
    return folder, json.loads((folder / "redirects.json").read_bytes())


def lead(town: Town, old: str, **where: Any) -> None:
    Redirect.objects.create(old_path=old, site=town.site, **(where or {"redirect_page": town.page}))


NEW = "/vie-municipale/conseil/"


def test_an_address_with_a_query_leads_by_itself_and_not_its_neighbours(world: World) -> None:
    town = world.aubord
    for old in ("/index.php?id=12", "/index.php?b=2&a=1", "/spip.php?article34", "/?p=12"):
        lead(town, old)
    folder, table = baked(town)
    assert table == dict.fromkeys(("/?p=12", "/index.php?a=1&b=2", "/index.php?id=12", "/spip.php?article34"), NEW)
    marks = sorted(str(it.relative_to(folder / "redirects")) for it in (folder / "redirects").rglob(".*"))
    assert marks == [".asked", "index.php/.asked", "spip.php/.asked"]
    assert not list((folder / "www").rglob("*.php*"))


def test_a_page_online_keeps_all_its_queries_but_for_the_home_page(world: World) -> None:
    town = world.aubord
    for old in ("/vie-municipale?id=1", "/recherche?q=x", "/?p=1"):
        lead(town, old)
    _folder, table = baked(town)
    assert table == {"/?p=1": NEW}


def test_an_old_document_leads_to_the_new_one_as_long_as_a_page_shows_it(world: World) -> None:
    town = world.aubord
    lead(town, "/fileadmin/budget.pdf", redirect_link=f"/_/documents/{town.document.pk}/budget.pdf")
    page = Page.objects.get(pk=town.page.pk)
    line = {"document": town.document.pk, "label": ""}
    shown = {"type": "documents", "id": "b", "value": {"title": "", "style": "list", "documents": [line]}}
    for body in ([shown], []):
        page.body = type(page.body)(page.body.stream_block, body, is_lazy=True)
        page.save_revision().publish()
        folder, table = baked(town)
        if not body:
            assert table == {}
            break
        (new,) = table.values()
        assert list(table) == ["/fileadmin/budget.pdf/"]
        assert (folder / f"www{new}").is_file()
        assert (folder / "redirects/fileadmin/budget.pdf/.moved").read_text() == new


def test_the_document_of_another_commune_is_led_to_by_nobody(world: World) -> None:
    lead(world.aubord, "/a.pdf", redirect_link=f"/_/documents/{world.belleville.document.pk}/a.pdf")
    assert baked(world.aubord)[1] == {}
