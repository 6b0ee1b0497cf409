"""The look of a site: seen on its home page before it is kept, and undone afterwards."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.limits.identity import SCENES
from cms.models import FormerLook, Identity
from cms.models.identity import FORMER_LOOKS
from sites.landscape import VIEWS
from sites.models import BakeState, Commune
from sites.palette import palette
from sites.themes import ASSETS, load
from tests.entering import enter, words
from tests.world import Town, World

pytestmark = pytest.mark.django_db

NOTHING = {"brand": "", "accent": "", "lettering": "", "scene": "", "logo": ""}


def screen(town: Town) -> str:
    return reverse("wagtailsettings:edit", args=("cms", "identity", town.site.pk))


def preview(town: Town) -> str:
    return reverse("wagtailsettings:preview_on_edit", args=("cms", "identity", town.site.pk))


def client_of(town: Town) -> Any:
    return enter(town.gestionnaire, second_factor=False)


def seen(town: Town, **look: Any) -> BeautifulSoup:
    """The preview, once the form was sent to it as Wagtail does."""
    client = client_of(town)
    answer = client.post(preview(town), NOTHING | look)
    assert answer.json() == {"is_valid": True, "is_available": True}
    return BeautifulSoup(client.get(preview(town), {"in_preview_panel": "true"}).content, "lxml")


def kept(town: Town, **look: Any) -> Any:
    return client_of(town).post(screen(town), NOTHING | look, follow=True)


def test_the_real_home_page_is_seen_in_colours_and_fonts_that_nobody_kept(world: World) -> None:
    town = world.aubord
    version = BakeState.objects.get(commune=town.commune).version
    page = seen(town, brand="#7a1fa2", lettering="garonne")
    sheet = page.select_one("head style")
    assert sheet is not None
    brand = palette("#7a1fa2", load(town.commune.theme).colours["accent"], load(town.commune.theme).colours["paper"])
    assert f"--brand:{brand.tokens['brand']};" in sheet.text
    assert 'font-family:"Outfit"' in sheet.text
    assert f"url({settings.WAGTAILADMIN_BASE_URL}/_/s/outfit." in sheet.text
    assert page.select_one(".hero h1") is not None
    assert town.marker in page.text
    assert Identity.objects.get(pk=town.identity.pk).brand == ""
    assert BakeState.objects.get(commune=town.commune).version == version


def test_a_look_that_is_only_tried_leaves_no_file_behind(world: World, settings: Any) -> None:
    town = world.aubord
    seen(town)
    folder = settings.BEFFROI_VAR / ASSETS
    before = {path.name for path in folder.iterdir()}
    for brand in ("#7a1fa2", "#105070", "#704010"):
        page = seen(town, brand=brand)
        assert page.select_one("img[src^='data:image/svg+xml;base64,']") is not None
    assert {path.name for path in folder.iterdir()} == before


def test_the_landscape_chosen_is_the_one_seen(world: World) -> None:
    drawn = {
        scene: str(seen(world.aubord, scene=scene).select_one("img[src^='data:image/svg']")["src"])  # type: ignore[index]
        for scene, _label in SCENES
    }
    assert len({drawn[scene] for scene, _label in SCENES if scene}) == len(SCENES) - 1
    assert set(VIEWS) == {scene for scene, _label in SCENES if scene}


def test_the_look_of_another_town_is_neither_seen_nor_taken_back(world: World) -> None:
    mine, theirs = world.belleville, world.aubord
    kept(theirs, brand="#7a1fa2")
    client = client_of(mine)
    for answer in (client.post(preview(theirs), NOTHING), client.get(preview(theirs))):
        assert answer.status_code in {302, 403, 404}
        assert theirs.marker not in answer.content.decode()
    former = FormerLook.objects.get(identity=theirs.identity)
    for commune in (mine.commune, theirs.commune):
        answer = client.post(reverse("writing:look", args=(commune.pk,)), {"look": former.pk})
        assert answer.status_code == 404
    assert Identity.objects.get(pk=theirs.identity.pk).brand == "#7a1fa2"


def test_a_contributor_takes_no_look_back(world: World) -> None:
    town = world.aubord
    kept(town, brand="#7a1fa2")
    client = enter(town.contributeur, second_factor=False)
    url = reverse("writing:look", args=(town.commune.pk,))
    assert client.post(url, {"look": FormerLook.objects.get().pk}).status_code == 404
    assert Identity.objects.get(pk=town.identity.pk).brand == "#7a1fa2"


def test_a_look_is_undone_and_the_undoing_too(world: World) -> None:
    town = world.aubord
    logo = town.identity.logo_id
    kept(town, brand="#7a1fa2", lettering="utopia", logo=logo)
    kept(town, brand="#105070", scene="mill", logo=logo)
    former = FormerLook.objects.first()
    assert former is not None
    url = reverse("writing:look", args=(town.commune.pk,))
    answer = client_of(town).post(url, {**NOTHING, "brand": "#ffffff", "look": former.pk}, follow=True)
    assert "Le site reprend son apparence d’avant." in words(answer.content.decode())
    identity = Identity.objects.get(pk=town.identity.pk)
    assert identity.look == {
        "brand": "#7a1fa2", "accent": "", "lettering": "utopia", "scene": "", "logo_id": logo,
    }  # fmt: skip
    undone = FormerLook.objects.first()
    assert undone is not None
    assert undone.values["brand"] == "#105070"
    assert undone.kept_by == town.gestionnaire


def test_a_new_look_says_that_it_can_be_undone_and_an_unchanged_one_does_not(world: World) -> None:
    said = [words(kept(world.aubord, brand="#7a1fa2").content.decode()) for _time in range(2)]
    assert "Apparence du site : c’est enregistré." in said[0]
    assert ["Revenir en arrière" in text for text in said] == [True, False]


def test_an_emblem_that_is_gone_does_not_keep_a_look_from_coming_back(world: World) -> None:
    town = world.aubord
    kept(town, brand="#7a1fa2", logo=town.image.pk)
    FormerLook.objects.update(values={"brand": "#105070", "logo_id": world.belleville.image.pk})
    url = reverse("writing:look", args=(town.commune.pk,))
    client_of(town).post(url, {"look": FormerLook.objects.get().pk})
    identity = Identity.objects.get(pk=town.identity.pk)
    assert (identity.brand, identity.logo_id) == ("#105070", None)


def test_a_pack_without_colours_gives_none_of_them_back(world: World) -> None:
    town = world.aubord
    kept(town, brand="#7a1fa2")
    FormerLook.objects.update(values={"brand": "#105070"})
    Commune.objects.filter(pk=town.commune.pk).update(pack="decouverte")
    url = reverse("writing:look", args=(town.commune.pk,))
    client_of(town).post(url, {"look": FormerLook.objects.get().pk})
    assert Identity.objects.get(pk=town.identity.pk).brand == "#7a1fa2"


@pytest.mark.parametrize("number", ["", "x", "0", "99999999999999999999"])
def test_a_look_that_is_none_is_not_found(world: World, number: str) -> None:
    url = reverse("writing:look", args=(world.aubord.commune.pk,))
    assert client_of(world.aubord).post(url, {"look": number}).status_code == 404


def test_saving_the_same_look_again_keeps_nothing_and_the_oldest_are_forgotten(world: World) -> None:
    town = world.aubord
    for _time in range(2):
        kept(town, brand="#7a1fa2")
    assert FormerLook.objects.count() == 1
    for number in range(FORMER_LOOKS + 3):
        kept(town, brand=f"#1050{number + 10}")
    assert FormerLook.objects.count() == FORMER_LOOKS
    first = FormerLook.objects.first()
    assert first is not None
    assert first.values["brand"] == f"#1050{FORMER_LOOKS + 11}"


def test_the_screen_costs_the_same_with_one_former_look_and_with_three(world: World) -> None:
    town = world.aubord
    kept(town, brand="#7a1fa2")
    client = client_of(town)
    client.get(screen(town))
    costs = []
    for number in (1, 3):
        while FormerLook.objects.count() < number:
            kept(town, brand=f"#10507{FormerLook.objects.count()}")
        with CaptureQueriesContext(connection) as counted:
            shown = BeautifulSoup(client.get(screen(town)).content, "lxml")
        costs.append(len(counted))
        assert len(shown.select("#apparences button")) == number
    assert costs[0] == costs[1]
