"""A request that Django refuses as a whole is answered in French, with what to do instead."""

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from modules.actualites.models import Article
from tests.entering import enter, words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db
BOOK = "halle " * 900_000
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_a_page_of_five_megabytes_is_refused_in_french_and_nothing_is_lost(world: "World") -> None:
    article = world.aubord.article
    url = reverse("wagtailadmin_pages:edit", args=(article.pk,))
    answer = enter(world.aubord.contributeur).post(url, {"title": "Autre", "intro": BOOK}, headers={"accept": HTML})
    assert len(BOOK) > 5_000_000 > settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert answer.status_code == 413
    said = words(answer.content)
    assert "C’est trop long pour être enregistré" in said
    assert "Revenez en arrière, puis enlevez du texte" in said
    assert "Bad Request" not in said
    assert Article.objects.get(pk=article.pk).title == article.title


def test_a_script_is_told_the_same_in_its_own_way(world: "World") -> None:
    url = reverse("wagtailadmin_pages:edit", args=(world.aubord.article.pk,))
    answer = enter(world.aubord.contributeur).post(url, {"intro": BOOK}, headers={"accept": "application/json"})
    assert answer.status_code == 413
    assert answer.json()["errors"][0].startswith("Rien n’a été enregistré")


def test_whoever_is_not_logged_in_is_answered_too(world: "World") -> None:
    answer = Client().post(reverse("wagtailadmin_login"), {"username": BOOK}, headers={"accept": HTML})
    assert answer.status_code == 413
    assert "C’est trop long" in words(answer.content)


def test_more_fields_than_any_form_has_are_refused_in_french(world: "World") -> None:
    url = reverse("wagtailadmin_pages:edit", args=(world.aubord.article.pk,))
    sent = {f"champ-{rank}": "" for rank in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    answer = enter(world.aubord.contributeur).post(url, sent, headers={"accept": HTML})
    assert answer.status_code == 400
    assert "Cet envoi est illisible" in words(answer.content)
