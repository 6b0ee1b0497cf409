"""Menus and buttons: what each role may do, and no more."""

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.entering import enter, words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
SIDEBAR = re.compile(rb'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', re.DOTALL)


def menu(client: Client) -> list[str]:
    """Names of the entries of the main menu."""
    found = SIDEBAR.search(client.get(reverse("wagtailadmin_home")).content)
    assert found is not None
    names: list[str] = []

    def walk(thing: object) -> None:
        if isinstance(thing, dict):
            if str(thing.get("_type", "")).endswith("MainMenuModule"):
                names.extend(item["_args"][0]["name"] for item in thing["_args"][0])
            else:
                for value in thing.values():
                    walk(value)
        elif isinstance(thing, list):
            for value in thing:
                walk(value)

    walk(json.loads(found[1]))
    return names


def with_pack(world: "World", pack: str) -> None:
    world.aubord.commune.pack = pack
    world.aubord.commune.save(update_fields=["pack"])


def test_a_mini_site_contributor_has_news_and_documents(world: "World") -> None:
    with_pack(world, "mini_site")
    assert menu(enter(world.aubord.contributeur)) == ["module-actualites", "documents"]


# « Paramètres » holds the categories of the news, which who writes may keep.
def test_a_decouverte_contributor_has_no_document_library(world: "World") -> None:
    with_pack(world, "decouverte")
    assert menu(enter(world.aubord.contributeur)) == ["module-actualites", "explorer", "images", "settings"]


def test_a_confort_contributor_has_the_document_library(world: "World") -> None:
    with_pack(world, "confort")
    assert menu(enter(world.aubord.contributeur)) == [
        "module-actualites",
        "explorer",
        "images",
        "documents",
        "settings",
    ]


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
