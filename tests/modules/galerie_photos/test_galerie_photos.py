"""Albums: links to large pictures, words for who does not see them, nothing when the module is off."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.admin.telepath import JSContext

from cms.models import Picture
from cms.takeover.directives import Directive, build
from cms.uploads.renditions import make_renditions
from modules.galerie_photos.blocks import MOST, GalerieBlock
from sites.bake.preview import render_page
from tests.world import Town, World, picture_file


def album(*photos: dict[str, Any], title: str = "La fête") -> dict[str, Any]:
    listed = [{"type": "item", "id": str(number), "value": photo} for number, photo in enumerate(photos)]
    return {"type": "galerie_photos", "id": "g", "value": {"title": title, "photos": listed}}


def photo(picture: Any, alt: str = "Le bal", caption: str = "", *, decorative: bool = False) -> dict[str, Any]:
    return {"image": {"image": picture, "alt_text": alt, "decorative": decorative}, "caption": caption}


@pytest.fixture
def town(world: World, settings: Any) -> Town:
    settings.BEFFROI_STRICT_TEMPLATES = True
    make_renditions(world.aubord.image)
    make_renditions(world.belleville.image)
    return world.aubord


def shown(town: Town, *blocks: dict[str, Any]) -> BeautifulSoup:
    page = town.page
    page.body = list(blocks)
    page.save()
    return BeautifulSoup(render_page(page, draft=False), "html.parser")


def test_a_picture_is_a_link_to_its_largest_form_and_says_what_it_shows(town: Town) -> None:
    html = shown(town, album(photo(town.image.pk, caption="Place de la mairie")))
    link = html.select_one(".gallery__list a")
    assert link is not None
    assert str(link["href"]).startswith("/_/i/")
    assert link.img is not None
    assert link.img["alt"] == "Le bal"
    assert link.get_text(strip=True) == "Agrandir la photo 1"
    assert [line.get_text() for line in html.select(".gallery__caption")] == ["Place de la mairie"]


def test_a_decorative_picture_has_no_description_and_its_link_still_has_words(town: Town) -> None:
    link = shown(town, album(photo(town.image.pk, decorative=True))).select_one(".gallery__list a")
    assert link is not None
    assert link.img is not None
    assert link.img["alt"] == ""
    assert link.get_text(strip=True)


def test_the_dialog_waits_in_a_template_with_its_french_words(town: Town) -> None:
    template = str(shown(town, album(photo(town.image.pk))).find("dialog"))
    dialog = BeautifulSoup(template, "html.parser").dialog
    assert dialog is not None
    assert dialog["aria-label"] == "La fête"
    assert [button.get_text(strip=True) for button in dialog.find_all("button")] == [
        "Fermer",
        "Photo précédente",
        "Photo suivante",
    ]


def test_a_picture_of_another_commune_and_a_deleted_one_leave_no_trace(town: Town, world: World) -> None:
    html = shown(town, album(photo(world.belleville.image.pk), photo(987654), photo(town.image.pk)))
    assert len(html.select(".gallery__list li")) == 1


def test_a_commune_without_the_module_shows_no_album(town: Town) -> None:
    town.commune.options = {"modules_off": ["galerie_photos"]}
    town.commune.save()
    assert shown(town, album(photo(town.image.pk))).select("[data-gallery]") == []


def test_an_album_has_an_end_and_each_picture_a_description(town: Town) -> None:
    block = GalerieBlock()
    for value in (album(*[photo(town.image.pk)] * (MOST + 1)), album(photo(town.image.pk, alt=""))):
        with pytest.raises(ValidationError):
            block.clean(block.to_python(value["value"]))
    block.clean(block.to_python(album(*[photo(town.image.pk)] * 3)["value"]))


def test_the_editor_s_script_knows_where_files_go() -> None:
    packed = json.dumps(JSContext().pack(GalerieBlock()), default=str)
    assert "beffroi.galerie_photos.Photos" in packed
    assert reverse("wagtailimages_chooser:create") in packed


def test_files_sent_at_once_go_to_the_library_of_the_commune_and_nowhere_else(
    town: Town, world: World, client: Client
) -> None:
    """What the script posts, one request for each file."""
    client.force_login(town.contributeur)
    url = reverse("wagtailimages_chooser:create")
    fragment = BeautifulSoup(client.get(url).json()["htmlFragment"], "html.parser")
    names = {str(field["name"]).rpartition("-")[2]: str(field["name"]) for field in fragment.select("[name]")}
    content = picture_file("bal.jpg", (640, 480)).read()
    data = {
        names["title"]: "La fête, photo 1",
        names["description"]: "La fête, photo 1",
        names["file"]: SimpleUploadedFile("bal.jpg", content, "image/jpeg"),
    }
    answer = client.post(url, data).json()
    picture = Picture.objects.get(pk=answer["result"]["id"])
    assert (picture.collection, picture.description) == (town.collection, "La fête, photo 1")
    client.force_login(world.belleville.contributeur)
    assert client.get(reverse("wagtailimages:edit", args=(picture.pk,))).status_code in {302, 403, 404}


def test_a_folder_taken_over_writes_an_album() -> None:
    class Files:
        def picture(self, name: str, shows: str = "") -> int:
            assert (name, shows) == ("bal.jpg", "Le bal")
            return 7

    body = '[[photo]]\nfichier = "bal.jpg"\nalt = "Le bal"\nlegende = "Samedi"'
    made = build(Directive("galerie", "La fête", body), Files())  # type: ignore[arg-type]
    assert made["value"]["photos"][0]["value"] == {
        "image": {"image": 7, "alt_text": "Le bal", "decorative": False},
        "caption": "Samedi",
    }
