"""The module as a bake sees it: lists, months, archives, calendars, what changes by itself."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from recurring_ical_events import of

from modules.agenda.models import Evenement
from sites.bake.bakery import bake
from sites.bake.preview import render_page
from sites.bake.reader import Reader, page_types
from sites.bake.snapshot import take
from sites.models import BakeState, Commune
from tests import sitemaps
from tests.modules.agenda.factories import category, event, index_of, source
from tests.world import Town, World

pytestmark = pytest.mark.django_db

MODULE: Any = apps.get_app_config("agenda")
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=SA", "exdates": ["2026-06-27"]}


@pytest.fixture
def town(world: World) -> Town:
    index_of(world.aubord)
    return world.aubord


def diary(town: Town, now: datetime = NOON) -> Any:
    return take(town.commune.pk, now).data["agenda"]


def paths(town: Town, now: datetime = NOON) -> list[str]:
    return [output.path for output in MODULE.outputs(take(town.commune.pk, now))]


def calendars(town: Town) -> dict[str, Any]:
    found = MODULE.outputs(take(town.commune.pk, NOON))
    return {output.path: Calendar.from_ical(output.content) for output in found if output.path.endswith(".ics")}


def baked(town: Town, var: Path, path: str, now: datetime = NOON) -> BeautifulSoup:
    result = bake(town.commune, now=now)
    assert not result.error, result.failures
    file = var / "sites" / town.commune.insee / "current" / "www" / path
    return BeautifulSoup(file.read_text("utf-8"), "lxml")


def test_each_date_of_a_weekly_event_is_in_the_months_and_three_in_the_list(town: Town) -> None:
    event(town, "Marché", recurrence=WEEKLY)
    found = diary(town)
    assert [it.span.day.isoformat() for it in found.first.entries] == ["2026-06-20", "2026-07-04", "2026-07-11"]
    july = next(one for one in found.listings if one.url == "/agenda/2026-07/")
    assert [it.span.day.day for it in july.entries] == [4, 11, 18, 25]
    assert len(found.months) == 13


def test_what_began_in_an_earlier_month_and_goes_on_is_in_the_current_month_too(town: Town) -> None:
    event(town, "Exposition", date(2026, 5, 20), end_date=date(2026, 7, 1), start_time=None, end_time=None)

    def months(now: datetime) -> dict[str, int]:
        found = diary(town, now)
        return {
            one.url[-8:-1]: len(one.entries)
            for one in found.listings
            if one.url in {month.url for month in found.months}
        }

    assert months(NOON) == {"2026-05": 1, "2026-06": 1}
    july = MODULE.next_change(take(town.commune.pk, NOON))
    assert july.isoformat() == "2026-07-01T00:00:00+02:00"
    assert months(july) == {"2026-05": 1, "2026-07": 1}


def test_the_last_day_of_a_long_event_reads_well_on_the_first_of_a_month(town: Town, var: Path) -> None:
    event(town, "Exposition", date(2026, 5, 20), end_date=date(2026, 7, 1), start_time=None, end_time=None)
    (shown,) = baked(town, var, "agenda/index.html").select(".event")
    assert "Jusqu’au 1er\u00a0juillet 2026" in shown.get_text()


def test_a_past_event_is_read_in_the_archives_by_year(town: Town) -> None:
    event(town, "Fête", date(2025, 7, 14), slug="fete")
    event(town)
    assert [it.title for it in diary(town).coming] == ["Concert, Aubord"]
    assert [path for path in paths(town) if "archives" in path] == ["agenda/archives/", "agenda/archives/2025/"]


def test_a_past_event_leaves_the_home_page_at_midnight_with_nobody_publishing(town: Town) -> None:
    event(town, day=date(2026, 6, 15))
    today = take(town.commune.pk, NOON)
    assert [it.title for it in today.data["agenda"].promoted] == ["Concert, Aubord"]
    midnight = MODULE.next_change(today)
    assert midnight.isoformat() == "2026-06-16T00:00:00+02:00"
    after = take(town.commune.pk, midnight)
    assert (after.data["agenda"].promoted, MODULE.next_change(after)) == ((), None)


def test_the_worker_is_told_when_the_site_will_change_by_itself(town: Town) -> None:
    event(town, day=date(2026, 6, 15))
    bake(town.commune, now=NOON)
    due = BakeState.objects.get(commune=town.commune).due_at
    assert due is not None
    assert due <= datetime(2026, 6, 15, 22, tzinfo=UTC)


def test_the_home_page_shows_the_next_date_of_each_promoted_event(town: Town) -> None:
    event(town, "Marché", recurrence=WEEKLY)
    event(town, "Réunion", promoted_home=False)
    assert [(it.title, it.span.day.day) for it in diary(town).promoted] == [("Marché, Aubord", 20)]


def test_the_calendar_of_the_site_is_read_back_by_a_real_parser(town: Town) -> None:
    weekly = event(
        town, "Marché", recurrence={"rrule": "FREQ=WEEKLY;BYDAY=SA;UNTIL=20261031", "exdates": ["2026-06-27"]}
    )
    read = calendars(town)["agenda/agenda.ics"]
    (zone,), (read_event,) = read.walk("VTIMEZONE"), read.walk("VEVENT")
    assert str(zone["TZID"]) == "Europe/Paris"
    assert str(read_event["UID"]) == f"{weekly.uid}@beffroi"
    dates = [it["DTSTART"].dt for it in of(read).between(date(2026, 6, 1), date(2027, 1, 1))]
    assert [day.isoformat() for day in dates[:2]] == ["2026-06-20T18:00:00+02:00", "2026-07-04T18:00:00+02:00"]
    assert dates[-1].isoformat() == "2026-10-31T18:00:00+01:00"


def test_a_period_taken_away_is_left_out_of_the_lists_and_of_the_calendar_as_a_real_parser_reads_it(town: Town) -> None:
    rule = {"rrule": "FREQ=WEEKLY;BYDAY=SA", "exdates": ["2026-06-25/2026-07-11", "2026-07-25"]}
    event(town, "Marché", recurrence=rule)
    kept = [date(2026, 6, 20), date(2026, 7, 18), date(2026, 8, 1)]
    (read,) = calendars(town)["agenda/agenda.ics"].walk("VEVENT")
    assert len(read["EXDATE"]) == 4
    calendar = calendars(town)["agenda/agenda.ics"]
    assert [it["DTSTART"].dt.date() for it in of(calendar).between(date(2026, 6, 1), date(2026, 8, 2))] == kept
    assert [it.span.day for it in diary(town).coming[:3]] == kept


def test_an_event_of_whole_days_ends_the_day_after_in_a_calendar(town: Town) -> None:
    event(town, start_time=None, end_time=None, end_date=date(2026, 6, 21))
    (read,) = calendars(town)["agenda/agenda.ics"].walk("VEVENT")
    assert (read["DTSTART"].dt, read["DTEND"].dt) == (date(2026, 6, 20), date(2026, 6, 22))


def test_whole_days_that_are_taken_away_are_days_in_a_calendar(town: Town) -> None:
    event(town, start_time=None, end_time=None, recurrence=WEEKLY)
    read = calendars(town)["agenda/agenda.ics"]
    dates = [it["DTSTART"].dt for it in of(read).between(date(2026, 6, 1), date(2026, 7, 5))]
    assert [str(day) for day in dates] == ["2026-06-20", "2026-07-04"]


def test_one_event_and_one_category_have_their_own_calendar(town: Town) -> None:
    music = category(town)
    event(town, category=music, slug="concert")
    event(town, "Réunion", slug="reunion")
    titles = {path: [str(it["SUMMARY"]) for it in one.walk("VEVENT")] for path, one in calendars(town).items()}
    assert titles == {
        "agenda/agenda.ics": ["Concert, Aubord", "Réunion, Aubord"],
        f"agenda/categorie/{music.slug}/agenda.ics": ["Concert, Aubord"],
        "agenda/concert/evenement.ics": ["Concert, Aubord"],
        "agenda/reunion/evenement.ics": ["Réunion, Aubord"],
    }


def test_a_calendar_is_the_same_to_the_byte_when_nothing_changed(town: Town) -> None:
    event(town, recurrence=WEEKLY)
    made = [[it.content for it in MODULE.outputs(take(town.commune.pk, NOON)) if it.content] for _again in range(2)]
    assert made[0] == made[1]


def test_an_identifier_follows_the_event_and_a_copy_has_its_own(town: Town) -> None:
    first = event(town)
    first.slug = "ailleurs"
    first.save_revision().publish()
    assert Evenement.objects.get(pk=first.pk).uid == first.uid
    copy = first.copy(update_attrs={"slug": "copie"})
    assert copy.uid != first.uid


def test_the_page_of_an_event_says_all_a_visitor_needs(town: Town, var: Path) -> None:
    event(
        town,
        slug="concert",
        recurrence=WEEKLY,
        price="8 €",
        accessibility="De plain-pied",
        contact_name="Harmonie",
        phone="01 99 00 12 34",
        image=town.image,
        image_alt="Une scène sous la halle",
        document=town.document,
    )
    page = baked(town, var, "agenda/concert/index.html")
    facts = page.select_one(".event-facts")
    assert facts is not None
    assert [term.text for term in facts.select("dt")] == [
        "Quand", "Où", "Tarif", "Accessibilité", "Contact", "Document",
    ]  # fmt: skip
    assert len(page.select(".event-date")) == 12
    (script,) = page.select('[type="application/ld+json"]')
    told = json.loads(script.text)
    assert (told[0]["@type"], told[0]["startDate"]) == ("Event", "2026-06-20T18:00:00+02:00")
    assert told[0]["image"][0].startswith("http://aubord.localhost:8000/_/i/")


def test_a_title_cannot_close_the_script_that_search_engines_read(town: Town, var: Path) -> None:
    event(town, "</script><b>Tout</b>", slug="concert")
    (script,) = baked(town, var, "agenda/concert/index.html").select('[type="application/ld+json"]')
    assert json.loads(script.text)["name"] == "</script><b>Tout</b>, Aubord"


def test_a_date_of_an_outside_calendar_says_where_it_comes_from(town: Town, var: Path) -> None:
    row = {"start": "2026-06-18T20:00:00", "end": "2026-06-18T22:00:00", "all_day": False, "title": "Bal"}
    source(town, events=[row | {"place": "Place", "url": "https://agenda.example/bal"}])
    (shown,) = baked(town, var, "agenda/index.html").select(".event")
    assert "D’après l’agenda : Office de Aubord" in " ".join(shown.text.split()).replace("\u00a0", " ")
    assert [link["href"] for link in shown.select("a")] == ["https://agenda.example/bal"]


def test_a_date_of_others_stands_in_the_calendar_of_the_site_with_its_origin(town: Town) -> None:
    row = {"start": "2026-06-18T20:00:00", "end": "2026-06-18T22:00:00", "all_day": False, "title": "Bal"}
    for name in ("Office", "Comité"):
        source(town, name=name, events=[row | {"place": "Place", "url": "https://agenda.example/bal"}])
    event(town)
    found = {str(one["summary"]): one for one in calendars(town)["agenda/agenda.ics"].walk("VEVENT")}
    assert set(found) == {"Concert, Aubord", "Bal"}
    other = found["Bal"]
    assert (str(other["location"]), str(other["url"])) == ("Place", "https://agenda.example/bal")
    assert str(other["description"]).replace("\u00a0", " ").startswith("D’après l’agenda : ")
    assert other["dtstart"].dt.isoformat() == "2026-06-18T20:00:00+02:00"
    again = next(one for one in calendars(town)["agenda/agenda.ics"].walk("VEVENT") if str(one["summary"]) == "Bal")
    assert str(again["uid"]) == str(other["uid"])


@pytest.mark.parametrize("seen", [1, 0])
def test_the_home_page_shows_the_dates_of_others_unless_told_not_to(town: Town, var: Path, seen: int) -> None:
    row = {"start": "2026-06-18T20:00:00", "end": "2026-06-18T22:00:00", "all_day": False, "title": "Bal"}
    source(town, events=[row | {"place": "Place", "url": "https://agenda.example/bal"}], on_home=bool(seen))
    index_of(town)
    home = type(town.home).objects.get(pk=town.home.pk)
    home.body = [{"type": "section", "value": {"module": "agenda", "title": "Sortir", "count": 3}}]
    home.save_revision().publish()
    shown = [one for one in baked(town, var, "index.html").select(".event") if "Bal" in one.text]
    assert len(shown) == seen
    assert all("Office de Aubord" in one.text for one in shown)


def test_the_preview_of_an_event_shows_its_dates(town: Town) -> None:
    page = event(town, day=date(2099, 6, 20))
    assert "20\u00a0juin 2099" in render_page(page)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_takes_two_queries_whatever_the_number_of_events(town: Town, count: int) -> None:
    for number in range(count):
        event(town, f"Concert {number}", category=category(town, f"Genre {number}"))
        source(town, name=f"Source {number}")
    reader = Reader(town.commune.pk)
    with CaptureQueriesContext(connection) as captured:
        list(reader.pages(page_types({"agenda"})))
        rows = MODULE.read(reader)
    assert (len(captured), len(rows["categories"]), len(rows["sources"])) == (2, count, count)


def test_where_the_module_is_off_nothing_of_it_is_online(town: Town, var: Path) -> None:
    event(town, slug="concert")
    assert (var / "sites").exists() or bake(town.commune, now=NOON).pages
    commune = Commune.objects.get(pk=town.commune.pk)
    commune.options = {"modules_off": ["agenda"]}
    commune.save()
    town.commune = commune
    home = baked(town, var, "index.html")
    www = var / "sites" / commune.insee / "current" / "www"
    assert not (www / "agenda").exists()
    assert "agenda" not in sitemaps.told(www)
    assert [link for link in home.select("a, link") if "/agenda/" in str(link.get("href"))] == []


def test_a_commune_without_the_list_has_no_calendar(town: Town) -> None:
    index_of(town).unpublish()
    snapshot = take(town.commune.pk, NOON)
    assert (list(MODULE.outputs(snapshot)), list(MODULE.feeds(snapshot)), MODULE.next_change(snapshot)) == (
        [],
        [],
        None,
    )


def test_an_event_cannot_take_the_address_of_a_month() -> None:
    assert [Evenement.slug_is_reserved(slug) for slug in ("2026-12", "archives", "page-2", "bal-2026")] == [
        True, True, True, False,
    ]  # fmt: skip


def test_a_full_hour_is_kept_and_no_more(town: Town) -> None:
    page = event(town, start_time=time(18), end_time=None, slug="vernissage")
    assert "18\u00a0h" in render_page(page)
