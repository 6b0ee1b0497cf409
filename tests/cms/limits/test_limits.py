"""What a pack allows, where the editor meets it."""

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import Identity, Page
from sites.packs import PACKS
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import add_page, member

if TYPE_CHECKING:
    from sites.models import User
    from tests.world import World

pytestmark = pytest.mark.django_db
HOME = reverse("wagtailadmin_home")


def subscribe(world: "World", pack: str) -> None:
    world.aubord.commune.pack = pack
    world.aubord.commune.save(update_fields=["pack"])


def fill(world: "World", number: int) -> None:
    """Until the commune has ``number`` rubriques and pages."""
    town = world.aubord
    have = 3  # a rubrique, a page and a draft
    for rank in range(number - have):
        add_page(town.rubrique, Page(title=f"Page {rank}", slug=f"page-{rank}"), town.contributeur)


def add(client: Client, world: "World", model: str = "page") -> Any:
    return client.get(reverse("wagtailadmin_pages:add", args=("cms", model, world.aubord.rubrique.pk)), follow=True)


def test_the_sixteenth_page_is_refused_with_the_two_ways_out(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 15)
    answer = add(enter(world.aubord.contributeur), world)
    said = words(answer.content)
    assert answer.redirect_chain
    assert "Votre site a déjà ses 15 pages et rubriques : c’est le nombre du pack Découverte." in said
    assert "Supprimez une page" in said
    assert "assistance@cdg.example pour passer au pack Confort" in said


def test_the_fifteenth_is_not(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 14)
    assert not add(enter(world.aubord.contributeur), world).redirect_chain


def test_posting_the_form_creates_no_sixteenth_page_either(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 15)
    client = enter(world.aubord.contributeur)
    client.post(
        reverse("wagtailadmin_pages:add", args=("cms", "page", world.aubord.rubrique.pk)),
        {"title": "Une de plus", "slug": "une-de-plus", "body-count": "0", "action-publish": "1"},
    )
    assert not Page.objects.filter(slug="une-de-plus").exists()


def test_nor_does_a_copy(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 15)
    client = enter(world.aubord.contributeur)
    url = reverse("wagtailadmin_pages:copy", args=(world.aubord.page.pk,))
    values = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(world.aubord.rubrique.pk)}
    assert "15 pages et rubriques" in words(client.post(url, values, follow=True).content)
    assert not Page.objects.filter(slug="copie").exists()


def test_nor_does_a_copy_made_from_another_commune(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 15)
    client = enter(member("deux@exemple.example", Role.CONTRIBUTEUR, world.aubord.commune))
    member("deux@exemple.example", Role.CONTRIBUTEUR, world.belleville.commune)
    url = reverse("wagtailadmin_pages:copy", args=(world.belleville.page.pk,))
    values = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(world.aubord.rubrique.pk)}
    assert "15 pages et rubriques" in words(client.post(url, values, follow=True).content)
    assert not Page.objects.filter(slug="copie").exists()


def test_a_news_item_does_not_count(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 15)
    url = reverse("wagtailadmin_pages:add", args=("actualites", "article", world.aubord.actualites.pk))
    assert enter(world.aubord.contributeur).get(url).status_code == 200


@pytest.mark.parametrize("pack", ["confort", "expert"])
def test_the_richer_packs_have_no_such_limit(world: "World", pack: str) -> None:
    subscribe(world, pack)
    fill(world, 16)
    assert not add(enter(world.aubord.contributeur), world).redirect_chain


def test_a_webmestre_is_warned_and_goes_on(world: "World") -> None:
    subscribe(world, "decouverte")
    fill(world, 15)
    answer = add(enter(world.webmestre), world)
    assert not answer.redirect_chain
    assert "celle-ci est en plus" in words(answer.content)


def test_the_home_says_how_many_pages_are_left(world: "World") -> None:
    subscribe(world, "decouverte")
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "3 pages et rubriques sur les 15 du pack Découverte." in said


def test_one_page_is_said_in_the_singular(world: "World") -> None:
    subscribe(world, "decouverte")
    world.aubord.page.delete()
    world.aubord.draft.delete()
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "1 page ou rubrique sur les 15 du pack Découverte." in said


def test_a_downgrade_says_what_exceeds_and_deletes_nothing(world: "World") -> None:
    fill(world, 17)
    subscribe(world, "decouverte")
    said = words(enter(world.aubord.contributeur).get(HOME).content)
    assert "17 pages et rubriques : le pack Découverte en comporte 15." in said
    assert "il faudra en supprimer 2" in said
    assert Page.objects.filter(slug__startswith="page-", live=True).count() == 14


def test_only_the_packs_with_the_tree_create_rubriques(world: "World") -> None:
    for pack in PACKS.values():
        subscribe(world, pack.code)
        url = reverse("wagtailadmin_pages:add", args=("cms", "rubrique", world.aubord.home.pk))
        status = enter(world.aubord.contributeur).get(url).status_code
        assert (status == 200) is ("tree" in pack.rights), pack.code


def identity(client: Client, world: "World") -> str:
    return words(client.get(reverse("wagtailsettings:edit", args=("cms", "identity", world.aubord.site.pk))).content)


def gestionnaire(world: "World") -> "User":
    return world.aubord.gestionnaire


def test_decouverte_keeps_the_colours_of_its_theme(world: "World") -> None:
    subscribe(world, "decouverte")
    said = identity(enter(gestionnaire(world)), world)
    assert "Votre pack garde les couleurs et les photos du modèle." in said
    assert 'name="brand"' not in said
    assert 'name="accent"' not in said


def test_a_mini_site_chooses_a_tone_in_a_panel(world: "World") -> None:
    subscribe(world, "mini_site")
    said = identity(enter(gestionnaire(world)), world)
    assert "Vin de Cahors" in said
    assert 'name="accent"' not in said


def test_a_mini_site_invents_no_tone(world: "World") -> None:
    subscribe(world, "mini_site")
    client = enter(gestionnaire(world))
    url = reverse("wagtailsettings:edit", args=("cms", "identity", world.aubord.site.pk))
    client.post(url, {"brand": "#ff00ff", "logo": ""})
    assert Identity.objects.get(site=world.aubord.site).brand == ""
    client.post(url, {"brand": "#8f2f3f", "logo": ""})
    assert Identity.objects.get(site=world.aubord.site).brand == "#8f2f3f"


def test_confort_writes_its_colours(world: "World") -> None:
    subscribe(world, "confort")
    client = enter(gestionnaire(world))
    said = identity(client, world)
    assert 'name="brand"' in said
    assert 'name="accent"' in said
    url = reverse("wagtailsettings:edit", args=("cms", "identity", world.aubord.site.pk))
    refused = client.post(url, {"brand": "bleu", "accent": "", "logo": ""})
    assert "un dièse et six signes" in words(refused.content)


def test_a_field_that_was_not_bought_keeps_its_value(world: "World") -> None:
    Identity.objects.filter(site=world.aubord.site).update(accent="#e2a93b")
    subscribe(world, "decouverte")
    url = reverse("wagtailsettings:edit", args=("cms", "identity", world.aubord.site.pk))
    enter(gestionnaire(world)).post(url, {"accent": "#000000", "brand": "#000000"})
    assert Identity.objects.get(site=world.aubord.site).accent == "#e2a93b"


def test_decouverte_has_no_photo_on_its_home_page(world: "World") -> None:
    url = reverse("wagtailadmin_pages:edit", args=(world.aubord.home.pk,))
    for pack, shown in (("decouverte", False), ("confort", True)):
        subscribe(world, pack)
        assert ('name="banner"' in words(enter(gestionnaire(world)).get(url).content)) is shown, pack


@pytest.mark.parametrize("action", ["copy", "create_alias"])
def test_the_api_of_the_admin_creates_no_sixteenth_page_either(world: "World", action: str) -> None:
    """Its actions run none of the hooks that count."""
    subscribe(world, "decouverte")
    fill(world, 15)
    town = world.aubord
    before = Page.objects.count()
    values = {"slug": "autre", "update_slug": "autre", "destination_page_id": town.rubrique.pk}
    address = reverse("wagtailadmin_api:pages:action", args=(town.page.pk, action))
    enter(town.gestionnaire).post(address, values)
    assert Page.objects.count() == before
