"""The module as a bake sees it, and as the secretary does."""

import json
import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import Mairie
from cms.takeover.errors import ContentError
from modules.horaires.models import HoraireExceptionnel, Lieu
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.reader import Reader, page_types
from sites.bake.snapshot import take
from sites.models import BakeState, Commune
from tests import sitemaps
from tests.modules.horaires.factories import TUESDAY, closure, index_of, place
from tests.world import Town, World

pytestmark = pytest.mark.django_db

MODULE: Any = apps.get_app_config("horaires")
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
DAY = {"day": "monday", "morning_from": "09:00:00", "morning_to": "12:00:00", "note": ""}


@pytest.fixture
def town(world: World) -> Town:
    one = world.aubord
    opens(one, DAY)
    index_of(one)
    return one


@pytest.fixture
def secretary(client: Client, town: Town) -> Client:
    client.force_login(town.contributeur)
    return client


def opens(town: Town, *lines: dict[str, Any]) -> None:
    mairie = Mairie.objects.get(pk=town.mairie.pk)
    mairie.hours = [{"type": "day", "value": line} for line in lines]
    mairie.save()


def baked(town: Town, var: Path, path: str, now: datetime = NOON) -> BeautifulSoup:
    result = bake(town.commune, now=now)
    assert not result.error, result.failures
    file = var / "sites" / town.commune.insee / "current" / "www" / path
    return BeautifulSoup(file.read_text("utf-8"), "lxml")


def switch_off(town: Town) -> None:
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["horaires"]}
    commune.save()
    town.commune = commune


def test_the_page_shows_the_town_hall_and_each_place_with_what_the_browser_needs(town: Town, var: Path) -> None:
    place(town)
    page = baked(town, var, "horaires/index.html")
    assert [" ".join(title.text.split()) for title in page.select(".place h2")] == [
        "Mairie d’Aubord",
        "Aubord bibliothèque",
    ]
    clocks = [json.loads(str(badge["data-open"])) for badge in page.select(".place [data-open]")]
    assert [clock["week"][0] for clock in clocks] == [[[540, 720]], []]
    assert ["2026-07-14", "2026-07-14", []] in clocks[0]["spans"]
    assert page.select_one('tr[data-day="tuesday"] .span')


def test_search_engines_read_the_hours(town: Town, var: Path) -> None:
    library = place(town, address="2 place </script><b>")
    closure(town, date(2026, 7, 1), lieu=library)

    def told(path: str) -> Any:
        (script,) = baked(town, var, path).select('[type="application/ld+json"]')
        return json.loads(script.text)

    assert told("horaires/index.html")["openingHours"] == ["Mo 09:00-12:00"]
    one = told(f"horaires/{library.slug}/index.html")
    assert (one["@type"], one["openingHours"]) == ("Library", ["Tu 09:00-12:00", "Tu 14:00-18:00"])
    assert one["address"]["streetAddress"] == "2 place </script><b>"
    assert one["specialOpeningHoursSpecification"][0]["validFrom"] == "2026-07-01"


def test_a_closure_is_announced_on_the_home_page_and_on_the_page_of_its_place(town: Town, var: Path) -> None:
    library = place(town)
    closure(town, date(2026, 6, 22), reason="Inventaire", lieu=library)
    closure(town, date(2026, 6, 15), date(2026, 6, 16), reason="Congés")
    home = baked(town, var, "index.html").select(".closure")
    assert [" ".join(one.text.split()) for one in home] == ["Fermé du 15 au 16 juin 2026 : Congés"]
    assert "closure--now" in home[0]["class"]
    file = var / "sites" / town.commune.insee / "current/www/horaires" / library.slug / "index.html"
    (own,) = BeautifulSoup(file.read_text("utf-8"), "lxml").select(".closure")
    assert " ".join(own.text.split()) == "Fermé le lundi 22 juin 2026 : Inventaire"


def test_the_foot_leads_to_the_page_when_there_is_more_than_the_town_hall(town: Town, var: Path) -> None:
    assert baked(town, var, "index.html").select(".foot .all-hours") == []
    place(town)
    (link,) = baked(town, var, "index.html").select(".foot .all-hours a")
    assert link["href"] == "/horaires/"


def test_the_site_changes_by_itself_at_the_midnight_of_paris(town: Town) -> None:
    closure(town, date(2026, 6, 20), date(2026, 6, 25))
    assert MODULE.next_change(take(town.commune.pk, NOON)).isoformat() == "2026-06-20T00:00:00+02:00"
    during = datetime(2026, 6, 22, 10, tzinfo=UTC)
    assert MODULE.next_change(take(town.commune.pk, during)).isoformat() == "2026-06-26T00:00:00+02:00"


def test_closures_of_the_past_weigh_on_no_page(town: Town, var: Path) -> None:
    for day in (date(2025, 12, 24), date(2026, 6, 14), date(2026, 6, 15)):
        closure(town, day)
    (badge,) = baked(town, var, "horaires/index.html").select(".place [data-open]")
    spans = [span[0] for span in json.loads(str(badge["data-open"]))["spans"]]
    assert [day for day in spans if day < "2026-07"] == ["2026-06-15"]


def test_reading_takes_two_queries_whatever_the_number_of_places(town: Town) -> None:
    def queries() -> int:
        reader = Reader(town.commune.pk)
        with CaptureQueriesContext(connection) as captured:
            list(reader.pages(page_types({"horaires"})))
            MODULE.read(reader)
        return len(captured)

    place(town)
    one = queries()
    for name in ("piscine", "musée"):
        closure(town, date(2026, 6, 20), lieu=place(town, name.replace("é", "e")))
    assert (one, queries()) == (2, 2)


def test_the_preview_is_what_will_be_baked(town: Town, var: Path) -> None:
    place(town)
    bake(town.commune)
    www = var / "sites" / town.commune.insee / "current/www/horaires"
    page = Lieu.objects.get()
    assert render_page(page, draft=False) == (www / page.slug / "index.html").read_text("utf-8")
    assert render_page(index_of(town), draft=False) == (www / "index.html").read_text("utf-8")


def test_off_it_leaves_neither_page_nor_badge_nor_screen(town: Town, var: Path, secretary: Client) -> None:
    place(town)
    row = closure(town, date(2026, 6, 20))
    switch_off(town)
    home = baked(town, var, "index.html")
    www = var / "sites" / town.commune.insee / "current/www"
    assert (home.select("[data-open]"), home.select(".closure")) == ([], [])
    assert home.select_one("table.hours")  # the hours of the town hall are no module's
    assert not (www / "horaires").exists()
    assert "horaires" not in sitemaps.told(www)
    assert 'href="/horaires/' not in secretary.get(reverse("wagtailadmin_home")).content.decode()
    for address in (
        reverse("horaires:commune", args=(town.commune.pk,)),
        reverse("horaires_exceptions:edit", args=(row.pk,)),
    ):
        assert secretary.get(address).status_code in {302, 404}


def test_the_secretary_changes_the_week_of_the_town_hall_in_one_table(secretary: Client, town: Town) -> None:
    address = reverse("horaires:week", args=(town.commune.pk,))
    html = secretary.get(address).content.decode()
    assert 'value="09:00" aria-label="Lundi, ouverture le matin"' in re.sub(r"\s+", " ", html)
    BakeState.objects.update(dirty_at=None)
    answer = secretary.post(
        address,
        {
            "hours-monday-morning_from": "08:30",
            "hours-monday-morning_to": "12:00",
            "hours-friday-afternoon_from": "14:00",
            "hours-friday-afternoon_to": "16:30",
            "hours-friday-note": "sur rendez-vous",
            "hours_note": "Sonnez.",
        },
    )
    assert answer.status_code == 302
    mairie = Mairie.objects.get(pk=town.mairie.pk)
    assert [dict(day.value)["day"] for day in mairie.hours] == ["monday", "friday"]
    assert mairie.hours[0].value["morning_from"] == time(8, 30)
    assert mairie.hours_note == "Sonnez."


def test_a_second_line_of_a_day_survives_the_table(secretary: Client, town: Town) -> None:
    lines = [DAY, DAY | {"morning_from": "13:00:00", "morning_to": "14:00:00", "note": "état civil"}]
    opens(town, *lines)
    secretary.post(
        reverse("horaires:week", args=(town.commune.pk,)),
        {"hours-monday-morning_from": "10:00", "hours-monday-morning_to": "12:00"},
    )
    stored = Mairie.objects.get(pk=town.mairie.pk).hours
    assert [(day.value["morning_from"], day.value["note"]) for day in stored] == [
        (time(10), ""),
        (time(13), "état civil"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"morning_from": "09:00"}, "Le lundi : donnez l’heure d’ouverture"),
        ({"morning_from": "12:00", "morning_to": "09:00"}, "plus tardive"),
        ({"morning_from": "neuf", "morning_to": "12:00"}, "écrivez l’heure ainsi"),
        (
            {"morning_from": "09:00", "morning_to": "14:00", "afternoon_from": "13:00", "afternoon_to": "18:00"},
            "après la fin",
        ),
    ],
)
def test_hours_that_make_no_sense_are_refused_in_one_sentence(
    secretary: Client, town: Town, typed: dict[str, str], said: str
) -> None:
    body = {f"hours-monday-{name}": value for name, value in typed.items()}
    html = secretary.post(reverse("horaires:week", args=(town.commune.pk,)), body).content.decode()
    assert said in html.replace("\u00a0", " ")
    assert Mairie.objects.get(pk=town.mairie.pk).hours[0].value["morning_from"] == time(9)


def test_closing_for_some_days_asks_for_nothing_but_the_days(secretary: Client, town: Town) -> None:
    address = f"{reverse('horaires_exceptions:add')}?commune={town.commune.pk}"
    form = secretary.get(address).content.decode()
    assert f'type="hidden" name="commune" value="{town.commune.pk}"' in form
    assert "La mairie" in form
    BakeState.objects.update(dirty_at=None)
    assert secretary.post(address, {"commune": town.commune.pk, "start": "2026-12-24"}).status_code == 302
    row = HoraireExceptionnel.objects.get()
    assert (row.end, row.is_closure, row.lieu) == (date(2026, 12, 24), True, None)
    assert "24" in secretary.get(reverse("horaires:commune", args=(town.commune.pk,))).content.decode()


def test_a_closure_that_ends_before_it_starts_is_refused(secretary: Client, town: Town) -> None:
    body = {"commune": town.commune.pk, "start": "2026-12-24", "end": "2026-12-20"}
    html = secretary.post(reverse("horaires_exceptions:add"), body).content.decode()
    assert "Le dernier jour vient après le premier." in html
    assert not HoraireExceptionnel.objects.exists()


def test_a_place_of_another_commune_is_neither_offered_nor_taken(secretary: Client, world: World, town: Town) -> None:
    theirs = place(world.belleville)
    assert "Belleville" not in secretary.get(reverse("horaires_exceptions:add")).content.decode()
    body = {"commune": town.commune.pk, "start": "2026-12-24", "lieu": theirs.pk}
    secretary.post(reverse("horaires_exceptions:add"), body)
    assert not HoraireExceptionnel.objects.exists()


def test_the_list_asks_the_same_queries_for_one_row_and_for_three(secretary: Client, town: Town) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(address).status_code == 200
        return len(captured)

    addresses = [reverse("horaires_exceptions:index"), reverse("horaires:commune", args=(town.commune.pk,))]
    closure(town, date(2026, 12, 1))
    for address in addresses:
        queries(address)
    one = [queries(address) for address in addresses]
    closure(town, date(2026, 12, 2), lieu=place(town))
    closure(town, date(2026, 12, 3))
    assert [queries(address) for address in addresses] == one


def test_the_desk_offers_both_tasks(secretary: Client, town: Town) -> None:
    html = secretary.get(reverse("wagtailadmin_home")).content.decode()
    assert "Modifier les horaires" in html
    assert "Fermer exceptionnellement" in html
    assert f"/horaires/{town.commune.pk}/semaine/" in html


FILE = {
    "lieux": [
        {
            "nom": "Médiathèque",
            "sorte": "library",
            "horaires": {"mardi": ["9h-12h", "14h-18h"], "samedi": ["14h-17h"], "jeudi": ["12h-14h", "17h-20h"]},
        }
    ],
    "exceptions": [{"lieu": "Médiathèque", "du": date(2026, 8, 1), "au": date(2026, 8, 15), "motif": "Congés"}],
}


def test_a_folder_brings_places_and_closures_once(town: Town) -> None:
    assert [MODULE.take_over(town.commune, FILE, None), MODULE.take_over(town.commune, FILE, None)] == [True, False]
    page = Lieu.objects.get()
    assert page.hours[0] == TUESDAY[0]
    assert (page.hours[1]["morning_from"], page.hours[1]["afternoon_from"]) == (None, "14:00:00")
    assert (page.hours[2]["morning_from"], page.hours[2]["afternoon_from"]) == ("12:00:00", "17:00:00")
    assert HoraireExceptionnel.objects.get().lieu == page


def test_a_folder_that_says_other_hours_of_the_same_days_corrects_them(town: Town) -> None:
    def told(*hours: str) -> dict[str, Any]:
        return {"exceptions": [{"du": date(2026, 8, 1), "horaires": list(hours)}]}

    written = [MODULE.take_over(town.commune, told(*hours), None) for hours in ((), ("9h-12h",), ("9h-12h",))]
    assert written == [True, True, False]
    row = HoraireExceptionnel.objects.get()
    assert (row.morning_from, row.morning_to, row.is_closure) == (time(9), time(12), False)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"lieux": [{"nom": "Bib", "horaires": {"mardy": ["9h-12h"]}}]}, "«\u00a0mardy\u00a0» n’est pas un jour"),
        ({"lieux": [{"nom": "Bib", "horaires": {"mardi": ["le matin"]}}]}, "écrivez les heures ainsi"),
        ({"lieux": [{"nom": "Bib", "horaires": {"mardi": ["99h-12h"]}}]}, "«\u00a099h-12h\u00a0»\u00a0: écrivez"),
        ({"lieux": [{"nom": "Bib", "horaires": {"mardi": ["14h-9h"]}}]}, "écrivez les heures ainsi"),
        ({"lieux": [{"nom": "Bib", "horaires": {"mardi": ["9h-14h", "13h-18h"]}}]}, "après la fin de la matinée"),
        ({"lieux": [{"nom": "Bib", "horaires": {"mardi": ["9h-11h", "14h-16h", "18h-19h"]}}]}, "deux plages"),
        ({"exceptions": [{"lieu": "Nulle part", "du": date(2026, 8, 1)}]}, "n’existe pas"),
        ({"lieux": [{"nom": "Bib", "sorte": "gare"}]}, "gare"),
    ],
)
def test_a_folder_that_is_wrong_is_refused_in_one_sentence(town: Town, table: dict[str, Any], said: str) -> None:
    with pytest.raises((ContentError, ValidationError), match=said):
        MODULE.take_over(town.commune, table, None)
