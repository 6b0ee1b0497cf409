"""Cards: drawn aside by the worker, once for each text, and shown from the next bake on."""

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from PIL import Image

from cms.models import Page
from cms.worker.cards import Cards
from sites.bake.bakery import bake, store_of
from sites.models import BakeState, Commune
from sites.palette import palette
from sites.referencing import cards, drawing
from sites.referencing.cards import Card, colours_of
from tests.themes.conftest import THEMES
from tests.world import Town, World

ORIGIN = "http://aubord.localhost:8000"
COLOURS = colours_of(palette("#1f5f8b", "#e2a93b").tokens)


def card(title: str, logo: str = "", theme: str = "causse") -> Card:
    return Card("46042", "Cahors", title, "www.cahors.fr", theme, COLOURS, logo)


@pytest.fixture
def town(world: World, settings: Any) -> Town:
    settings.BEFFROI_STRICT_TEMPLATES = True
    return world.aubord


def baked(town: Town) -> Path:
    result = bake(Commune.objects.get(pk=town.commune.pk))
    assert not result.error, [failure.traceback for failure in result.failures] or result.error
    return store_of(town.commune.insee).www


def meta(www: Path, url: str) -> dict[str, str]:
    page = BeautifulSoup((www / url.lstrip("/") / "index.html").read_text("utf-8"), "html.parser")
    return {str(tag["property"]): str(tag["content"]) for tag in page.select("head meta[property]")}


def work() -> int:
    """The worker until nothing waits; how many turns it took."""
    worker, turns = Cards(), 0
    while worker.turn():
        turns += 1
    for waiting in connection.run_on_commit:
        waiting[1]()
    connection.run_on_commit.clear()
    return turns


def drawn() -> set[str]:
    return {path.name for path in cards.drawn(card("x")).parent.glob("*.jpg")}


@pytest.mark.django_db
def test_a_bake_draws_nothing_and_the_next_one_shows_what_the_worker_drew(town: Town) -> None:
    www = baked(town)
    assert "og:image" not in meta(www, "/vie-municipale/conseil/")
    assert drawn() == set()
    BakeState.objects.update(dirty_at=None)
    assert work() > 3
    assert BakeState.objects.get(commune=town.commune).dirty_at is not None
    www = baked(town)
    tags = meta(www, "/vie-municipale/conseil/")
    assert tags["og:image"].startswith(f"{ORIGIN}/_/s/carte-")
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")
    assert tags["og:image:alt"] == "Aubord – Aubord le conseil"
    with Image.open(www / tags["og:image"].removeprefix(f"{ORIGIN}/")) as opened:
        assert (opened.format, opened.size) == ("JPEG", (1200, 630))
    assert meta(www, "/")["og:image"] != tags["og:image"]
    assert not cards.asked(town.commune.insee).exists()
    assert work() == 0


@pytest.mark.django_db
def test_a_card_is_drawn_again_only_when_its_words_change(town: Town) -> None:
    baked(town)
    work()
    before = drawn()
    Page.objects.filter(pk=town.page.pk).update(intro="D’autres mots", body=[])
    www = baked(town)
    assert (work(), drawn()) == (0, before)
    kept = meta(www, "/vie-municipale/conseil/")["og:image"]
    Page.objects.filter(pk=town.page.pk).update(title="Le conseil des sages")
    www = baked(town)
    assert meta(www, "/vie-municipale/conseil/")["og:image"] == meta(www, "/")["og:image"]  # that of the site meanwhile
    assert work() == 1
    assert len(drawn() - before) == 1
    assert meta(baked(town), "/vie-municipale/conseil/")["og:image"] != kept


@pytest.mark.django_db
def test_what_stands_in_no_tree_has_the_card_of_the_site(town: Town) -> None:
    baked(town)
    work()
    www = baked(town)
    part = meta(www, "/actualites/categorie/travaux/")["og:image"]
    assert part == meta(www, "/")["og:image"]
    assert meta(www, "/actualites/")["og:image"] != part


@pytest.mark.django_db
def test_a_card_that_cannot_be_drawn_stops_neither_the_others_nor_the_site(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    baked(town)
    real = drawing.draw

    def draw(one: Card) -> Path:
        if one.title == town.page.title:
            raise OSError("no font")
        return real(one)

    monkeypatch.setattr("cms.worker.cards.draw", draw)
    worker = Cards()
    for _turn in range(30):
        worker.turn()
    www = baked(town)
    assert meta(www, "/vie-municipale/conseil/")["og:image"] == meta(www, "/")["og:image"]
    assert worker.turn()  # asked again by that bake, and left at once
    assert not worker.turn()


@pytest.mark.django_db
def test_a_demand_of_another_version_is_thrown_away(town: Town) -> None:
    waiting = cards.asked("30020")
    waiting.parent.mkdir(parents=True)
    for told in ("{", '[{"title": "x"}]', "[3]"):
        waiting.write_text(told)
        assert list(cards.waiting()) == []
        assert not waiting.exists()


@pytest.mark.django_db
def test_a_card_that_no_site_has_had_for_a_week_is_forgotten(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    baked(town)
    work()
    baked(town)
    shown, lost = drawn(), drawing.draw(card("Une page qui n’est plus"))
    assert Cards().prune() == 0
    later = time.time() + 8 * 24 * 3600
    monkeypatch.setattr("cms.worker.cards.time", SimpleNamespace(time=lambda: later))
    assert Cards().prune() == 1
    assert (lost.exists(), drawn()) == (False, shown)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'école : c'est où ?", "L’école\u00a0: c’est où\u202f?"),
        ("Oui!", "Oui\u202f!"),
        ("Quoi\u00a0?!", "Quoi\u202f?!"),
        ("« Vivre » ici ; là", "«\u00a0Vivre\u00a0» ici\u202f; là"),
        ("À 10:30", "À 10:30"),
        ("", ""),
    ],
)
def test_a_title_is_set_as_french_is_printed(typed: str, printed: str) -> None:
    assert drawing.typeset(typed) == printed


@pytest.mark.parametrize(
    "title",
    ["Vœux", "Les horaires de la mairie changent pendant les vacances de la Toussaint", "mot " * 80, "a" * 300, "é"],
)
def test_a_title_of_any_length_holds_in_its_place(title: str) -> None:
    lines, heading = drawing.fitted(drawing.typeset(title.strip()), "causse")
    room = cards.WIDTH - 2 * drawing.MARGIN
    assert max(heading.getlength(line) for line in lines) <= room
    assert len(lines) * heading.size * drawing.LEADING <= drawing.TITLE_BOTTOM - drawing.TITLE_TOP
    assert (lines[-1].endswith("…")) is (len(title) > 200)


def test_no_word_is_left_alone_on_the_last_line() -> None:
    lines, _heading = drawing.fitted("L’atelier du dérailleur a réparé son millième vélo", "causse")
    assert min(len(line) for line in lines) > 10


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_letters_for_its_cards(theme: str) -> None:
    drawing._ground.cache_clear()
    image = drawing.picture(card("Œuvre d’été : « À bientôt »", theme=theme))
    assert image.size == (1200, 630)
    assert len(set(image.crop((72, 190, 1128, 500)).convert("L").tobytes())) > 50


def test_a_logo_stands_on_a_white_plate_and_one_that_is_lost_is_left(tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    Image.new("RGBA", (300, 200), (200, 0, 0, 255)).save(file)
    image = drawing.picture(card("Accueil", str(file)))
    assert image.getpixel((72 + 52, 72 + 6)) == (255, 255, 255)
    red, green, _blue = image.getpixel((72 + 52, 72 + 52))  # type: ignore[misc]
    assert (red > 180, green < 20) == (True, True)
    assert drawing.picture(card("Accueil", str(tmp_path / "lost.png"))).size == (1200, 630)
