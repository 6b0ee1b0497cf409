"""Page types through the editor: addresses, places, previews, periods, and what is never offered."""

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from treebeard.exceptions import InvalidMoveToDescendant
from wagtail.models import get_page_models
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms import slugs
from cms.checks import check_page_types
from cms.models import Accueil, BasePage, Folder, Page, PageLegale, Picture, PlanDuSite, Rubrique
from modules.actualites.models import Actualites, Article
from tests.world import Town, World, add_page, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(var: object) -> World:
    return build_world()


@pytest.fixture
def town(world: World) -> Town:
    return world.aubord


@pytest.fixture
def editor(client: Client, town: Town) -> Client:
    client.force_login(town.gestionnaire)
    return client


def page_data(**fields: Any) -> dict[str, Any]:
    body = streamfield([("text", rich_text("<p>Bonjour.</p>"))])
    data: dict[str, Any] = nested_form_data({"intro": "", "body": body, **fields})
    return data | {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


def create(editor: Client, town: Town, **fields: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=("cms", "page", town.rubrique.pk))
    return editor.post(url, page_data(**fields) | {"action-publish": "1"})


@pytest.mark.parametrize(
    ("title", "written", "kept"),
    [
        ("Cœur de village", "", "coeur-de-village"),
        ("مرحبا بكم", "", "mrhb-bkm"),
        ("Un titre " * 25, "un-titre-" * 25, "-".join(["un-titre"] * 6 + ["un-un"])),
        ("Budget", "budget-2026", "budget-2026"),
        ("Le conseil", "", "le-conseil"),
    ],
)
def test_a_title_in_any_alphabet_and_of_any_length_gives_a_valid_address(
    editor: Client, town: Town, title: str, written: str, kept: str
) -> None:
    create(editor, town, title=title.strip(), slug=written.strip("-"))
    page = Page.objects.get(slug=kept)
    assert page.live
    assert page.url_path.endswith(f"/{kept}/")


@pytest.mark.parametrize("written", ["مرحبا", "a" * 300, "Mon adresse !", "a--b", "été"])
def test_an_address_that_cannot_be_is_refused_in_one_sentence(editor: Client, town: Town, written: str) -> None:
    before = Page.objects.count()
    response = create(editor, town, title="Le marché", slug=written)
    assert response.status_code == 200
    (error,) = response.context["form"].errors["slug"]
    assert error.startswith("L’adresse ne peut contenir que des lettres sans accent")
    assert error.endswith("le-marche")
    assert Page.objects.count() == before


def test_a_second_page_of_the_same_title_gets_the_next_address(town: Town) -> None:
    pages = [Page.objects.get(pk=town.home.add_child(instance=Page(title="Cœur")).pk) for _time in range(2)]
    assert [page.slug for page in pages] == ["coeur", "coeur-2"]


def test_the_browser_proposes_the_address_that_the_server_would_make(editor: Client, town: Town) -> None:
    html = editor.get(reverse("wagtailadmin_pages:add", args=("cms", "page", town.rubrique.pk))).content.decode()
    (formatters,) = re.findall(r'data-w-slug-formatters-value="([^"]*)"', html)
    replacements = {regex[0]: text for regex, text in json.loads(unescape(formatters))}
    assert replacements == dict(slugs.REPLACEMENTS)


def test_news_leave_the_addresses_of_their_lists_alone(town: Town) -> None:
    slugs = [town.actualites.add_child(instance=Article(title=t, intro="x")).slug for t in ("Archives", "Page 2")]
    assert slugs == ["archives-2", "page-2-2"]


def test_a_page_is_not_moved_under_itself(editor: Client, town: Town) -> None:
    path = BasePage.objects.get(pk=town.rubrique.pk).path
    url = reverse("wagtailadmin_pages:move_confirm", args=(town.rubrique.pk, town.page.pk))
    response = editor.post(url, follow=True)
    assert "ne peut pas être rangée sous elle-même" in response.content.decode()
    assert BasePage.objects.get(pk=town.rubrique.pk).path == path
    with pytest.raises(InvalidMoveToDescendant, match="sous elle-même"):
        Rubrique.objects.get(pk=town.rubrique.pk).move(Page.objects.get(pk=town.page.pk), "last-child")
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_each_type_stands_where_the_offer_says() -> None:
    assert check_page_types() == []
    creatable = {
        model.__name__: {child.__name__ for child in model.creatable_subpage_models()} for model in get_page_models()
    }
    assert creatable["Accueil"] == {"Rubrique", "Page"}
    assert creatable["Rubrique"] == {"Rubrique", "Page"}
    assert creatable["Page"] == {"Page"}
    assert creatable["Actualites"] == {"Article"}
    assert not any(creatable[name] for name in ("Article", "PageLegale", "PlanDuSite", "Folder", "BasePage"))


def test_a_list_of_news_stands_once_in_a_commune(town: Town) -> None:
    assert not Actualites.can_create_at(Accueil.objects.get(pk=town.home.pk))
    assert not PlanDuSite.can_create_at(Accueil.objects.get(pk=town.home.pk))


def test_the_preview_is_the_page_as_it_will_be_on_a_telephone_and_on_a_computer(editor: Client, town: Town) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(town.page.pk,))
    assert editor.post(url, page_data(title="Titre essayé", slug="conseil")).json()["is_valid"]
    html = editor.get(url).content.decode()
    assert "Titre essayé" in html
    assert "Bonjour." in html
    assert [size["device_width"] for size in Page().preview_sizes] == [390, 1280]


def test_what_wagtail_serves_is_what_is_baked(rf: Any, town: Town) -> None:
    html = Page.objects.get(pk=town.page.pk).serve(rf.get("/")).content.decode()
    assert "Aubord accueille ses habitants." in html
    assert "noindex" not in html


def test_a_block_rendered_by_wagtail_is_rendered_by_its_macro(town: Town) -> None:
    page = Page.objects.get(pk=town.page.pk)
    (block,) = page.body
    assert "Aubord accueille ses habitants." in block.render({"page": page})


def test_a_page_may_opt_out_of_the_menu(editor: Client, town: Town) -> None:
    html = editor.get(reverse("wagtailadmin_pages:edit", args=(town.page.pk,))).content.decode()
    assert "Dans le menu" in html
    assert "rester en ligne" in html or "reste en ligne" in html


def test_a_page_planned_for_later_is_not_live(editor: Client, town: Town) -> None:
    later = timezone.localtime() + timedelta(days=2)
    create(editor, town, title="Plus tard", slug="", go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    page = Page.objects.get(slug="plus-tard")
    assert not page.live
    assert page.get_latest_revision().approved_go_live_at is not None


def test_every_change_is_a_version_one_may_come_back_to(town: Town) -> None:
    page = Page.objects.get(pk=town.page.pk)
    first = page.get_latest_revision()
    page.title = "Autre titre"
    page.save_revision().publish()
    first.as_object().save_revision(previous_revision=first).publish()
    assert Page.objects.get(pk=page.pk).title == first.as_object().title


def test_a_picture_without_description_is_not_published(town: Town) -> None:
    Picture.objects.filter(pk=town.image.pk).update(description="")
    article = Article.objects.get(pk=town.article.pk)
    article.image_alt = ""
    with pytest.raises(ValidationError, match="Dites ce que montre l’image"):
        article.full_clean()
    Picture.objects.filter(pk=town.image.pk).update(description="La place")
    article = Article.objects.get(pk=town.article.pk)
    article.image_alt = ""
    article.full_clean()
    assert article.image_alt == "La place"


def test_a_folder_or_the_root_is_nothing_that_a_member_edits(editor: Client, town: Town) -> None:
    folder = Folder.objects.get(pk=town.departement.folder_id)
    for page in (folder, BasePage.get_first_root_node()):
        response = editor.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
        assert response.status_code in {302, 403, 404}


def test_the_editor_says_in_french_what_each_field_is_for(editor: Client, town: Town) -> None:
    article = editor.get(reverse("wagtailadmin_pages:edit", args=(town.article.pk,))).content.decode()
    for words in ("L’essentiel", "À la une", "Adresse de la page", "À archiver le", "Titre de l’actualité"):
        assert words.casefold() in article.casefold()
    assert 'name="show_in_menus"' not in article


def test_the_address_of_a_home_page_is_not_asked_for(editor: Client, town: Town) -> None:
    html = editor.get(reverse("wagtailadmin_pages:edit", args=(town.home.pk,))).content.decode()
    assert 'name="slug"' not in html
    assert 'name="tagline"' in html


def test_a_page_type_says_what_it_is_for() -> None:
    mute = [model.__name__ for model in get_page_models() if model.snapshot_type and not model.page_description]
    assert mute == []
    assert {PageLegale.snapshot_type, Article.snapshot_type} == {"page_legale", "article"}


def test_a_draft_leaves_the_live_page_as_it_is(town: Town) -> None:
    page = Page.objects.get(pk=town.page.pk)
    page.title = "Brouillon"
    page.save_revision()
    assert Page.objects.get(pk=page.pk).title != "Brouillon"
    assert add_page(town.rubrique, Page(title="Neuve"), town.contributeur, publish=False).live is False
