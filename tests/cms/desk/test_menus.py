"""Menus and buttons: what each role may do, and no more."""

import json
import re
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sites.modules import active_modules
from sites.packs import MODULE_LABELS
from tests.entering import enter, words
from tests.world import add_page

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
SIDEBAR = re.compile(rb'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', re.DOTALL)


def entries(client: Client) -> list[dict[str, str]]:
    """The entries of the main menu."""
    found = SIDEBAR.search(client.get(reverse("wagtailadmin_home")).content)
    assert found is not None
    told: list[dict[str, str]] = []

    def walk(thing: object) -> None:
        if isinstance(thing, dict):
            if str(thing.get("_type", "")).endswith("MainMenuModule"):
                told.extend(item["_args"][0] for item in thing["_args"][0])
            else:
                for value in thing.values():
                    walk(value)
        elif isinstance(thing, list):
            for value in thing:
                walk(value)

    walk(json.loads(found[1]))
    return told


def menu(client: Client) -> list[str]:
    """Their names."""
    return [entry["name"] for entry in entries(client)]


def with_pack(world: "World", pack: str) -> None:
    world.aubord.commune.pack = pack
    world.aubord.commune.save(update_fields=["pack"])


# What every pack holds, and what Confort adds, in the order of the menu.
EVERYWHERE = (
    "module-actualites",
    "module-documents",
    "desk-received",
    "module-horaires",
    "module-alertes",
    "module-elus",
    "module-commissions",
)
CONFORT = (
    "module-actualites",
    "module-agenda",
    "module-formulaires",
    "module-documents",
    "module-marches",
    "desk-received",
    "module-horaires",
    "module-alertes",
    "module-lieux",
    "module-elus",
    "module-commissions",
    "module-termes",
    "module-annuaire_fiches",
)
MINI_SITE = tuple(name for name in CONFORT if name in {*EVERYWHERE, "module-agenda", "module-lieux"})
WRITTEN_BY_ALL = ("module-actualites", "module-documents", "desk-received", "documents")


def test_a_mini_site_contributor_has_the_news_the_documents_and_the_messages(world: "World") -> None:
    with_pack(world, "mini_site")
    assert menu(enter(world.aubord.contributeur)) == [*WRITTEN_BY_ALL]


def test_a_mini_site_gestionnaire_has_all_its_modules(world: "World") -> None:
    with_pack(world, "mini_site")
    assert {*MINI_SITE, "module-statistiques"} <= set(menu(enter(world.aubord.gestionnaire)))


# « Paramètres » holds the categories of the news, which who writes may keep.
def test_a_decouverte_contributor_has_no_document_library(world: "World") -> None:
    with_pack(world, "decouverte")
    told = menu(enter(world.aubord.contributeur))
    assert told == [*EVERYWHERE, "explorer", "images", "module-statistiques", "settings"]


def test_a_confort_contributor_has_the_document_library(world: "World") -> None:
    with_pack(world, "confort")
    told = menu(enter(world.aubord.contributeur))
    assert told == [*CONFORT, "explorer", "images", "documents", "module-statistiques", "settings"]


def test_an_expert_gestionnaire_has_the_accounts_and_the_accessibility_record_besides(world: "World") -> None:
    with_pack(world, "expert")
    told = menu(enter(world.aubord.gestionnaire))
    own = ["desk-accessibility", "desk-accounts"]
    assert told == [*CONFORT, "explorer", "images", "documents", *own, "module-statistiques", "settings"]


@pytest.mark.parametrize("pack", ["mini_site", "decouverte", "confort"])
def test_each_entry_of_a_contributor_s_menu_opens(world: "World", pack: str) -> None:
    with_pack(world, pack)
    home = world.aubord.home
    held = set(home.get_children().values_list("slug", flat=True))
    for module in active_modules(world.aubord.commune):
        for page in module.starting_pages("d’Aubord"):
            if page.slug not in held:
                add_page(home, page, world.webmestre)
    client = enter(world.aubord.contributeur)
    addresses = {entry["name"]: entry["url"] for entry in entries(client) if entry.get("url")}
    addresses.pop("explorer", None)  # opened by its own script
    assert len(addresses) >= len(WRITTEN_BY_ALL)
    answers = {name: client.get(url, follow=True).status_code for name, url in addresses.items()}
    assert {name: code for name, code in answers.items() if code != 200} == {}


def test_only_an_expert_gestionnaire_has_the_accounts_of_the_commune(world: "World") -> None:
    with_pack(world, "confort")
    assert "desk-accounts" not in menu(enter(world.aubord.gestionnaire))
    assert "desk-accounts" in menu(enter(world.belleville.gestionnaire))


def test_reports_and_help_are_for_the_platforms_team(world: "World") -> None:
    assert {"reports", "help"}.isdisjoint(menu(enter(world.webmestre)))
    assert "reports" in menu(enter(world.superuser))


def test_publier_comes_first(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    said = words(client.get(reverse("wagtailadmin_pages:edit", args=(world.aubord.article.pk,))).content)
    assert "action-publish" in said
    assert said.index("action-publish") < said.index("Enregistrer le brouillon")
    assert "Proposer à la validation" not in said


def test_with_validation_a_contributor_proposes(world: "World") -> None:
    world.aubord.commune.validation = True
    world.aubord.commune.save(update_fields=["validation"])
    client = enter(world.aubord.contributeur)
    said = words(client.get(reverse("wagtailadmin_pages:edit", args=(world.aubord.article.pk,))).content)
    assert 'name="action-publish"' not in said
    assert said.index("Proposer à la validation") < said.index("Enregistrer le brouillon")


def test_one_name_for_what_is_published_and_another_for_the_library(world: "World") -> None:
    client, name = enter(world.aubord.contributeur), "Documents et actes"
    labels = {entry["name"]: entry["label"] for entry in entries(client)}
    assert (labels["module-documents"], labels["documents"]) == (name, "Fichiers")
    assert "Documents" not in labels.values()
    config = next(module for module in active_modules(world.aubord.commune) if module.code == "documents")
    assert [str(config.verbose_name), MODULE_LABELS["documents"]] == [name, name]
    assert [page.title for page in config.starting_pages("d’Aubord")] == [name]
    for address, title in ((reverse("documents:index"), name), (reverse("wagtaildocs:index"), "Fichiers")):
        page = BeautifulSoup(client.get(address, follow=True).content, "lxml")
        assert title in words(page.select("title")[0].get_text())
    assert f"**{name}**" in (settings.BASE / "docs/contributeur/actes.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("who", ["contributeur", "webmestre"])
def test_all_entries_together_ask_once_for_the_communes_of_the_person(world: "World", who: str) -> None:
    """The menu is made on every screen: an entry that asks for itself costs each of them a query."""
    client = enter(world.webmestre if who == "webmestre" else world.aubord.contributeur)
    client.get(reverse("wagtailadmin_account"))  # what is remembered from one request to the next
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("wagtailadmin_account")).status_code == 200
    listed = [one["sql"] for one in asked if re.search(r'FROM "sites_commune".*"sites_bakestate"', one["sql"])]
    assert len(listed) == 1
