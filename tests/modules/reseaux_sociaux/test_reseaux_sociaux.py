"""Links in the foot of every page and below articles; nothing of a network is loaded, nothing shows when off."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.takeover.errors import ContentError
from modules.reseaux_sociaux.models import ReseauxSociaux
from sites.bake import preview
from sites.bake.preview import render_page
from sites.bake.snapshot import take
from sites.modules import installed_modules
from tests.world import Town, World

FACEBOOK = "https://www.facebook.com/aubord"
MODULE: Any = next(module for module in installed_modules() if module.code == "reseaux_sociaux")


@pytest.fixture
def town(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(preview, "_frames", {})  # numbers and versions come back from one test to the next
    settings.BEFFROI_STRICT_TEMPLATES = True
    row = world.aubord.networks
    row.facebook = FACEBOOK
    row.save()
    return world.aubord


def shown(page: Any) -> BeautifulSoup:
    return BeautifulSoup(render_page(page, draft=False), "html.parser")


def switch_off(town: Town) -> None:
    town.commune.options = {"modules_off": ["reseaux_sociaux"]}
    town.commune.save()


def test_every_page_says_in_its_foot_where_to_follow_the_commune(town: Town) -> None:
    links = shown(town.page).select("footer .social a[rel~=me]")
    assert [(link["aria-label"], link["href"]) for link in links] == [
        ("Facebook", FACEBOOK),
        ("Alertes Aubord", "https://alertes.example/aubord"),
    ]


def test_an_article_can_be_passed_on_by_plain_links(town: Town) -> None:
    html = shown(town.article)
    ways = [link.get_text(strip=True) for link in html.select(".share a")]
    assert ways == ["un courriel", "Facebook", "WhatsApp", "X", "LinkedIn"]
    assert html.select_one(".share button[hidden]") is not None
    assert html.select("iframe, img[src*=facebook], script[src*=facebook]") == []
    assert shown(town.page).select(".share") == []


def test_a_commune_may_do_without_links_to_pass_on(town: Town) -> None:
    ReseauxSociaux.objects.filter(site=town.site).update(share=False)
    assert shown(town.article).select(".share") == []


def test_a_section_shows_them_large_where_the_editor_wants(town: Town) -> None:
    town.page.body = [{"type": "section", "id": "s", "value": {"module": MODULE.code, "title": "", "count": 4}}]
    town.page.save()
    html = shown(town.page)
    assert [link.get_text(strip=True) for link in html.select(".networks a")] == ["Facebook", "Alertes Aubord"]
    assert "Suivez-nous" in [heading.get_text() for heading in html.select("h2")]


def test_off_nothing_is_left_of_it_on_the_site_nor_in_the_editor(town: Town, client: Client) -> None:
    switch_off(town)
    for page in (town.page, town.article):
        assert shown(page).select(".share, a[rel~=me]") == []
    client.force_login(town.gestionnaire)
    url = reverse("wagtailsettings:edit", args=(MODULE.code, "reseauxsociaux", town.site.pk))
    assert client.get(url).status_code in {302, 403, 404}
    assert "Réseaux sociaux" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_gestionnaire_sets_the_addresses_of_the_commune_alone(town: Town, world: World, client: Client) -> None:
    client.force_login(town.gestionnaire)
    name = (MODULE.code, "reseauxsociaux")
    own = reverse("wagtailsettings:edit", args=(*name, town.site.pk))
    client.post(own, {"x": "https://x.com/aubord", "share": "on"})
    assert ReseauxSociaux.objects.get(site=town.site).x == "https://x.com/aubord"
    foreign = reverse("wagtailsettings:edit", args=(*name, world.belleville.site.pk))
    client.post(foreign, {"x": "https://x.com/aubord"})
    assert ReseauxSociaux.objects.get(site=world.belleville.site).x == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"facebook": "https://x.com/aubord"},
        {"other_name": "Alertes", "other_url": ""},
        {"other_name": "Alertes", "other_url": "http://alertes.example/a"},
    ],
)
def test_a_wrong_address_is_told_beside_its_field(town: Town, wrong: dict[str, str]) -> None:
    row = ReseauxSociaux(site=town.site, **wrong)
    with pytest.raises(ValidationError) as caught:
        row.clean()
    assert len(caught.value.message_dict) == 1


def test_it_is_read_in_one_query(town: Town) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            take(town.commune.pk)
        return len([query for query in seen if "reseaux_sociaux" in query["sql"]])

    assert queries() == 1


def test_a_folder_is_taken_over_once(town: Town) -> None:
    table = {"instagram": "https://www.instagram.com/aubord", "autre_nom": "Alertes", "partage": False}
    assert MODULE.take_over(town.commune, table, None) is True
    assert MODULE.take_over(town.commune, table, None) is False
    row = ReseauxSociaux.objects.get(site=town.site)
    assert (row.instagram, row.other_name, row.share, row.facebook) == (table["instagram"], "Alertes", False, FACEBOOK)
    with pytest.raises(ContentError, match="minitel"):
        MODULE.take_over(town.commune, {"minitel": "3615"}, None)
