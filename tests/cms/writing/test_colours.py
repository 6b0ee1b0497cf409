"""The colours of a site, seen while they are chosen."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from cms.models import Identity
from sites.models import Commune
from sites.palette import palette
from sites.themes import load
from tests.entering import enter, words
from tests.world import World

pytestmark = pytest.mark.django_db


def asked(world: World, **colours: str) -> Any:
    town = world.aubord
    url = reverse("writing:colours", args=(town.commune.pk,))
    return enter(town.gestionnaire, second_factor=False).get(url, colours).json()


def test_the_colours_shown_are_those_that_the_site_computes(world: World) -> None:
    answer, own = asked(world, brand="#ffee00", accent="#f2a65a"), load(world.aubord.commune.theme).colours
    made = palette("#ffee00", "#f2a65a", own.get("paper")).tokens
    assert answer["tokens"] == {name: made[name] for name in answer["tokens"]}
    assert {"deep", "on-deep", "brand", "on-brand", "accent", "on-accent", "bg"} == set(answer["tokens"])
    assert f"se lirait mal : le site emploie sa nuance {made['brand']}." in words(answer["sentences"][0])
    assert any("Un lien : lisible, contraste de " in words(said) for said in answer["sentences"])


def test_without_a_colour_the_theme_s_are_shown(world: World) -> None:
    own = load(world.aubord.commune.theme).colours
    assert asked(world)["own"] == {"brand": own["brand"], "accent": own["accent"]}
    assert asked(world) == asked(world, brand=own["brand"], accent=own["accent"])


def test_what_is_no_colour_yet_is_told_in_words(world: World) -> None:
    assert set(asked(world, brand="#ff")) == {"error"}


def test_the_colours_of_another_town_are_not_found(world: World) -> None:
    url = reverse("writing:colours", args=(world.belleville.commune.pk,))
    assert enter(world.aubord.gestionnaire, second_factor=False).get(url).status_code == 404


@pytest.mark.parametrize(("pack", "shown"), [("confort", 1), ("mini_site", 1), ("decouverte", 0)])
def test_the_screen_shows_them_where_the_pack_lets_one_choose(world: World, pack: str, shown: int) -> None:
    town = world.aubord
    Commune.objects.filter(pk=town.commune.pk).update(pack=pack)
    Identity.objects.filter(site=town.site).update(brand="#8f2f3f")
    url = reverse("wagtailsettings:edit", args=("cms", "identity", town.site.pk))
    soup = BeautifulSoup(enter(town.gestionnaire, second_factor=False).get(url).content, "lxml")
    boxes = soup.select("[data-tones]")
    assert len(boxes) == shown
    for box in boxes:
        assert f"--tone-brand:{palette('#8f2f3f', load(town.commune.theme).colours['accent']).tokens['brand']};" in str(
            box["style"]
        )
