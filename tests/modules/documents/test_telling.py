"""What the secretary is told of what was just published: where citizens read it, and when it is online."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from modules.documents.models import Documents
from sites.bake.bakery import bake
from sites.models import Commune
from tests.entering import enter, words
from tests.modules.documents.test_desk import deposit, said, upload, url
from tests.world import Town

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")]


def links(response: Any) -> list[str]:
    """Addresses of « Voir sur le site » in the messages."""
    soup = BeautifulSoup(response.content, "lxml")
    return [str(link["href"]) for link in soup.select(".messages a") if "Voir sur le site" in link.get_text()]


def test_what_was_published_is_told_with_its_page_on_the_site_and_followed_until_it_is_online(
    town: Town, var: Path
) -> None:
    state = f'data-online="{reverse("desk:state", args=(town.commune.pk,))}"'
    act = deposit(town)
    assert "L’acte est publié : « Toiture de la halle »." in words(act.content)
    sent = {"title": "Bulletin de mai", "category": "Bulletins", "date": "2026-05-02", "checked": "on"}
    client = enter(town.contributeur)
    document = client.post(url(town, "add_download"), {**sent, "file": upload()}, follow=True)
    assert "« Bulletin de mai » est publié dans la catégorie « Bulletins » des documents." in words(document.content)
    held = {"assembly": "Conseil municipal", "date": "2026-06-12", "agenda": "Toiture"}
    meeting = client.post(url(town, "add_meeting"), held, follow=True)
    bake(Commune.objects.get(pk=town.commune.pk))
    www = var / "sites" / town.commune.insee / "current" / "www"
    for response in (act, document, meeting):
        assert state in said(response)
        [address] = links(response)
        assert (www / urlsplit(address).path.strip("/") / "index.html").exists(), address


def test_an_act_whose_page_is_not_online_is_said_to_be_seen_by_nobody(town: Town) -> None:
    Documents.objects.update(live=False)
    response = deposit(town)
    assert links(response) == []
    assert "La page des documents de votre site n’est pas en ligne" in words(response.content)
