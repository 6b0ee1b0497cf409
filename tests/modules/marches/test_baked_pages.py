"""The consultations on the site: true whenever they are read, and right at the very minute of a deadline."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from sites.bake.bakery import bake
from sites.bake.reader import Reader
from sites.law.dated import PARIS
from sites.models import BakeState
from sites.modules import installed_modules
from tests.modules.marches.factories import NOON, avis, notice, page_of
from tests.world import Town, World

MODULE: Any = next(module for module in installed_modules() if module.code == "marches")
SECOND = timedelta(seconds=1)
DECP = {"id": "2026T07", "objet": "Toiture", "acheteur": {"id": "21460999900018"}, "montant": 86450.5}


@pytest.fixture
def town(world: World, settings: Any) -> Town:
    settings.BEFFROI_STRICT_TEMPLATES = True
    page_of(world.aubord)
    return world.aubord


def baked(town: Town, var: Path, now: datetime = NOON) -> Path:
    town.commune.refresh_from_db()
    result = bake(town.commune, now=now)
    assert not result.error, [failure.traceback for failure in result.failures] or result.error
    return var / "sites" / town.commune.insee / "current" / "www" / "marches-publics"


def soup(folder: Path) -> BeautifulSoup:
    return BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")


def words(found: Any) -> str:
    return " ".join(found.get_text(" ").split())


def titles(folder: Path) -> list[str]:
    return [link.get_text() for link in soup(folder).select(".docs .doc__title a")]


@pytest.mark.parametrize(
    "deadline",
    [datetime(2027, 3, 12, 12, tzinfo=PARIS), datetime(2027, 7, 1, 17, 30, tzinfo=PARIS)],
    ids=["winter", "summer"],
)
def test_a_consultation_is_open_until_the_second_before_its_deadline_and_closed_from_it_on(
    town: Town, var: Path, deadline: datetime
) -> None:
    avis(town, notice(deadline=deadline))
    before = baked(town, var, deadline - SECOND)
    assert titles(before) == ["Réfection de la toiture de l’école"]
    assert titles_of(before, "passees") == []
    assert BakeState.objects.get(commune=town.commune).due_at == deadline  # made again at that very instant
    after = baked(town, var, deadline)
    assert (titles(after), titles_of(after, "passees")) == ([], ["Réfection de la toiture de l’école"])
    tag = soup(after / "passees").select_one(".docs .tag")
    assert tag is not None
    assert words(tag).startswith("Close depuis le")


def titles_of(folder: Path, group: str) -> list[str]:
    return titles(folder / group)


def test_between_two_bakes_the_words_stay_true_and_the_page_bears_the_instant(town: Town, var: Path) -> None:
    avis(town, notice(deadline=NOON))
    root = baked(town, var, NOON - timedelta(days=3))
    tag = soup(root).select_one(".docs .tag")
    assert tag is not None
    assert words(tag) == "Réponses jusqu’au 12 mars 2027 à 12 h"
    assert tag["data-until"] == "2027-03-12T12:00:00+01:00"
    assert "Cette liste vaut jusqu’au 12 mars 2027 à 12 h" in words(soup(root))
    assert "en cours" not in words(soup(root).select_one(".docs")).lower()


def test_a_notice_has_a_page_with_links_that_announce_that_they_leave(town: Town, var: Path) -> None:
    row = avis(
        town,
        notice(
            deadline=NOON,
            url="https://www.boamp.fr/pages/avis/?q=idweb:26-1",
            file_url="https://www.plateforme.example/dce?IDM=1",
            deposit_url="https://www.plateforme.example/depot?IDM=1",
            questions_url="https://www.plateforme.example/questions?IDM=1",
            procedure="adaptee",
        ),
    )
    page = soup(baked(town, var, NOON - SECOND) / "avis" / row.slug)
    links = {words(link): link["href"] for link in page.select(".marche-card .btn")}
    assert links == {
        "Retirer le dossier": "https://www.plateforme.example/dce?IDM=1",
        "Poser une question": "https://www.plateforme.example/questions?IDM=1",
        "Déposer une offre": "https://www.plateforme.example/depot?IDM=1",
    }
    assert words(page).count("s’ouvre sur la plate-forme plateforme.example") == 3
    told = json.loads(page.select('script[type="application/ld+json"]')[-1].string or "")
    assert (told["seeks"]["@type"], told["seeks"]["availabilityEnds"]) == ("Demand", "2027-03-12T12:00:00+01:00")
    assert page.select_one('meta[name="robots"][content*="noindex"]') is None


def test_lists_are_cut_by_category_without_a_script(town: Town, var: Path) -> None:
    avis(town, notice("saisie:1", "Toit", deadline=NOON, reference="2026-1"))
    avis(town, notice("saisie:2", "Repas", deadline=NOON, reference="2026-2", category="fournitures"))
    root = baked(town, var, NOON - SECOND)
    assert sorted(titles(root)) == ["Repas", "Toit"]
    assert (titles_of(root, "travaux"), titles_of(root, "fournitures")) == (["Toit"], ["Repas"])
    assert not (root / "services").exists()


def test_what_was_awarded_says_to_whom_and_is_given_again_as_open_data(town: Town, var: Path) -> None:
    one = notice(
        "decp:1", "Toiture", nature="donnees", holders=("SARL Couvreurs",), amount=86450.5, decp=DECP,
        notified=(NOON - timedelta(days=5)).date(),
    )  # fmt: skip
    row = avis(town, one, origin="decp")
    root = baked(town, var)
    assert titles_of(root, "attribues") == ["Toiture"]
    page = words(soup(root / "avis" / row.slug))
    assert "SARL Couvreurs" in page
    assert "86 450,50 € HT" in page
    assert json.loads((root / "donnees-essentielles.json").read_text())["marches"]["marche"] == [DECP]
    assert "Toiture" in words(soup(root / "donnees-essentielles"))


def test_what_is_taken_away_holds_the_deadlines_in_the_hour_of_paris(town: Town, var: Path) -> None:
    avis(town, notice(deadline=NOON, title="=SOMME(A1)"))
    root = baked(town, var, NOON - SECOND)
    (event,) = Calendar.from_ical((root / "echeances.ics").read_bytes()).walk("VEVENT")
    assert event.decoded("dtstart") == NOON
    line = (root / "marches.csv").read_bytes().decode("utf-8-sig").splitlines()[1]
    assert line.split(";")[1] == "'=SOMME(A1)"
    assert "2027-03-12T12:00:00+01:00" in line
    (entry,) = feedparser.parse((root / "atom.xml").read_bytes()).entries
    assert entry.title == "=SOMME(A1)"
    assert " ".join(entry.summary.split()) == "Réponses jusqu’au 12 mars 2027 à 12 h. Procédure adaptée."


def test_a_hidden_notice_is_nowhere(town: Town, var: Path) -> None:
    row = avis(town, notice(deadline=NOON), hidden=True)
    root = baked(town, var, NOON - SECOND)
    assert not (root / "avis" / row.slug).exists()
    assert "toiture" not in (root / "marches.csv").read_text("utf-8-sig")


def test_the_page_says_the_thresholds_of_the_day(town: Town, var: Path) -> None:
    before = words(soup(baked(town, var, datetime(2026, 3, 31, 23, 59, tzinfo=PARIS))))
    assert BakeState.objects.get(commune=town.commune).due_at == datetime(2026, 4, 1, tzinfo=PARIS)
    after = words(soup(baked(town, var, datetime(2026, 4, 1, tzinfo=PARIS))))
    sentence = "Sans publicité ni mise en concurrence, fournitures et services : moins de"
    assert [text.partition(sentence)[2][:9].strip() for text in (before, after)] == ["40 000 €", "60 000 €"]


def test_the_notices_are_read_in_one_query_whatever_their_number(town: Town) -> None:
    counts = []
    for number in (1, 3):
        for place in range(number):
            avis(town, notice(f"saisie:{number}-{place}", reference=f"{number}-{place}00"))
        reader = Reader(town.commune.pk)
        with CaptureQueriesContext(connection) as queries:
            MODULE.read(reader)
        counts.append(len(queries))
    assert counts == [1, 1]
