"""A shared content in the lists of who shows it: news, agenda, feeds, calendar, previews."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest

from cms.partage import answering
from cms.partage.models import Reception
from cms.search.visitors.find import find
from cms.search.visitors.keeping import synchronise
from sites.bake.bakery import bake, store_of
from sites.bake.preview import render_page
from sites.bake.snapshot import take
from tests.cms.partage.factories import accepted, agenda, article, proposed
from tests.world import Town, World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


@pytest.fixture
def there(world: World, var: Path) -> Town:
    """Belleville, whose agenda is open."""
    agenda.index_of(world.belleville)
    return world.belleville


def event(world: World, there: Town, **fields: Any) -> Any:
    page = agenda.event(world.aubord, **fields)
    accepted(there.commune, proposed(world.aubord, page))
    return page


def read(town: Town, path: str) -> str:
    return (store_of(town.commune.insee).www / path).read_text(encoding="utf-8")


def test_all_dates_of_an_event_stand_in_the_agenda_with_its_commune(world: World, there: Town) -> None:
    until = {"rrule": "FREQ=WEEKLY;BYDAY=SA;UNTIL=20260704"}
    event(world, there, recurrence=until)
    coming = take(there.commune.pk, NOON).data["agenda"].coming
    assert [it.span.day for it in coming] == [date(2026, 6, 20), date(2026, 6, 27), date(2026, 7, 4)]
    assert {(it.origin, it.credit, it.place) for it in coming} == {
        ("Commune d’Aubord", "Publié par la commune d’Aubord", "Halle, Aubord")
    }
    assert {it.url for it in coming} == {"http://aubord.localhost:8000/agenda/concert-aubord/"}


def test_the_page_of_the_agenda_and_its_calendar_say_who_publishes_it(world: World, there: Town) -> None:
    event(world, there)
    assert bake(there.commune, now=NOON).error == ""
    listed = read(there, "agenda/index.html")
    assert '<p class="event__origin">Publié par la commune d’Aubord</p>' in listed
    assert "D’après l’agenda" not in listed
    assert not (store_of(there.commune.insee).www / "agenda/concert-aubord").exists()
    components = icalendar.Calendar.from_ical(read(there, "agenda/agenda.ics")).walk("VEVENT")
    assert [str(one["description"]) for one in components] == ["Publié par la commune d’Aubord"]
    assert [str(one["url"]) for one in components] == ["http://aubord.localhost:8000/agenda/concert-aubord/"]


def test_the_feeds_of_the_agenda_tell_it_with_its_commune(world: World, there: Town) -> None:
    event(world, there)
    assert bake(there.commune, now=NOON).error == ""
    (told,) = feedparser.parse(read(there, "agenda/rss.xml")).entries
    assert told.link == "http://aubord.localhost:8000/agenda/concert-aubord/"
    assert "Publié par la commune d’Aubord" in told.summary


def test_the_search_finds_it_says_who_publishes_it_and_leads_there(world: World, there: Town) -> None:
    row = proposed(world.aubord, article(world.aubord))
    accepted(there.commune, row)
    event(world, there)
    assert bake(there.commune, now=NOON).error == ""
    synchronise(there.commune)
    hit, *lists = find(there.commune, "truffes").hits
    assert [it.url for it in lists] == ["/actualites/"]
    assert (hit.url, hit.title, hit.kind) == (
        "http://aubord.localhost:8000/actualites/la-foire-aux-truffes/",
        "La foire aux <mark>truffes</mark>",
        "Actualités",
    )
    assert "Publié par la commune d’Aubord" in hit.extract
    assert find(there.commune, "concert").hits[0].url == "http://aubord.localhost:8000/agenda/concert-aubord/"
    answering.withdraw(row)
    assert bake(there.commune, now=NOON).error == ""
    synchronise(there.commune)
    assert find(there.commune, "truffes").hits == []


def test_a_heading_of_the_same_address_takes_it_and_no_other(world: World, there: Town) -> None:
    accepted(there.commune, proposed(world.aubord, article(world.aubord)))
    news = take(there.commune.pk).data["actualites"]
    (one,) = [it for it in news.current if it.credit]
    assert one.category_name == "Travaux, Belleville"
    there.category.slug = "voirie"
    there.category.save()
    (one,) = [it for it in take(there.commune.pk).data["actualites"].current if it.credit]
    assert one.category_name == ""


def test_the_home_page_shows_it_unless_the_receiver_says_no(world: World, there: Town) -> None:
    row = accepted(there.commune, proposed(world.aubord, article(world.aubord)))
    promoted = take(there.commune.pk)
    assert any(it.credit for it in promoted.data["actualites"].promoted(promoted.home))
    Reception.objects.filter(pk=row.pk).update(on_home=False)
    assert not any(it.credit for it in take(there.commune.pk).data["actualites"].promoted(promoted.home))


def test_who_follows_the_news_is_led_to_the_page_of_the_source(world: World, there: Town) -> None:
    accepted(there.commune, proposed(world.aubord, article(world.aubord)))
    bake(there.commune)
    for name in ("rss.xml", "atom.xml"):
        links = {it.title: it.link for it in feedparser.parse(read(there, f"actualites/{name}").encode()).entries}
        assert links["La foire aux truffes"] == "http://aubord.localhost:8000/actualites/la-foire-aux-truffes/"
    assert "Publié par la commune d’Aubord." in read(there, "actualites/rss.xml")


def test_no_address_of_it_is_the_receiver_s(world: World, there: Town) -> None:
    accepted(there.commune, proposed(world.aubord, article(world.aubord)))
    bake(there.commune)
    www = store_of(there.commune.insee).www
    maps = "".join(path.read_text() for path in www.glob("sitemap*.xml"))
    assert "foire" not in maps
    assert not list(www.glob("**/la-foire-aux-truffes/*"))


def test_a_preview_shows_it_without_a_private_file_of_the_source(world: World, there: Town, rf: Any) -> None:
    here = world.aubord
    accepted(there.commune, proposed(here, article(here, image=here.image, image_alt="La place")))
    page = type(there.actualites).objects.get(pk=there.actualites.pk)
    shown = render_page(page, rf.get("/", HTTP_HOST="admin.localhost"), draft=True)
    text = shown if isinstance(shown, str) else str(getattr(shown, "content", shown))
    assert "La foire aux truffes" in text
    assert f"renditions/{here.image.pk}/" not in text
