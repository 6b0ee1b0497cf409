"""Each screen of the editor leads to the page of the help that is about it."""

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cms.aide.pages import MODULES, SCREENS, SETTINGS, about, html, names
from tests.entering import enter, words

if TYPE_CHECKING:
    from tests.world import World

pytestmark = pytest.mark.django_db


def linked(page: bytes) -> str:
    found = re.search(r'class="desk-strip__link desk-help__link" href="([^"]*)"', page.decode())
    assert found
    return found[1]


def test_a_screen_leads_to_its_page(world: "World") -> None:
    client, aubord = enter(world.aubord.contributeur), world.aubord
    for url, name in (
        (reverse("wagtailadmin_pages:edit", args=(aubord.article.pk,)), "actualite"),
        (reverse("wagtailadmin_pages:add", args=("actualites", "article", aubord.actualites.pk)), "actualite"),
        (reverse("wagtailadmin_pages:edit", args=(aubord.page.pk,)), "page"),
        (reverse("wagtailimages:index"), "images"),
        (reverse("relecture:edit", args=(aubord.page.pk,)), "relecture"),
    ):
        assert linked(client.get(url).content) == reverse("aide:page", args=(name,)), url
    assert linked(client.get(reverse("wagtailadmin_home")).content) == reverse("aide:index")


def test_each_setting_of_a_commune_leads_to_its_own_page(world: "World") -> None:
    client = enter(world.aubord.gestionnaire, second_factor=False)
    settings = {"identity": "apparence", "mairie": "mentions", "reseauxsociaux": "reseaux-sociaux"}
    for model, name in settings.items():
        app = "reseaux_sociaux" if model == "reseauxsociaux" else "cms"
        url = reverse("wagtailsettings:edit", args=(app, model, world.aubord.site.pk))
        assert linked(client.get(url).content) == reverse("aide:page", args=(name,)), url


def test_every_page_is_read_in_the_editor_and_its_links_lead_to_pages(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    assert "Six gestes" in words(client.get(reverse("aide:page", args=("actualite",))).content)
    assert client.get(reverse("aide:page", args=("secret",))).status_code == 404
    for name in names():
        for target in re.findall(r'href="\.\./([a-z-]*)/', html(name)):
            assert target in names(), (name, target)
        assert ".md" not in re.findall(r'href="([^"]*)"', html(name))


def test_every_page_shows_its_screen(world: "World") -> None:
    client = enter(world.aubord.contributeur)
    for name in names():
        (address,) = re.findall(r'<img src="([^"]*)" alt="[^"]+"', html(name))
        assert address == reverse("aide:picture", args=(name,))
    answer = client.get(reverse("aide:picture", args=("actualite",)))
    assert (answer["Content-Type"], b"".join(answer)[8:12]) == ("image/webp", b"WEBP")
    assert client.get(reverse("aide:picture", args=("secret",))).status_code == 404


def test_what_screens_name_exists() -> None:
    assert set(SCREENS.values()) | set(MODULES.values()) | set(SETTINGS.values()) <= names()
    assert about("alerte:index") == "alerte"
    assert about("inconnu:index") == "index"
