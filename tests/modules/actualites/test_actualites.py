"""The module as a bake sees it: lists, archives, feeds, what changes by itself."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from modules.actualites.models import Article, Categorie
from sites.bake import lists
from sites.bake.reader import Reader, page_types
from sites.bake.snapshot import take
from tests.world import Town, World, add_page, build_world

pytestmark = pytest.mark.django_db

MODULE: Any = apps.get_app_config("actualites")
NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)


@pytest.fixture
def town(var: object) -> Town:
    world: World = build_world()
    Article.objects.update(date=date(2026, 6, 1))
    return world.aubord


def news(town: Town, count: int, **fields: Any) -> list[Article]:
    return [
        add_page(
            town.actualites,
            Article(
                title=f"Nouvelle {number}",
                slug=f"nouvelle-{number}-{len(fields)}",
                intro="Une phrase.",
                **{"date": date(2026, 5, 1) + timedelta(days=number), **fields},
            ),
            town.contributeur,
        )
        for number in range(count)
    ]


def feeds_at(town: Town, now: datetime) -> list[bytes]:
    return [
        output.content
        for output in MODULE.outputs(take(town.commune.pk, now))
        if output.content and output.path.endswith(".xml")
    ]


def test_the_list_is_cut_in_pages_of_twelve_from_the_newest_on(town: Town) -> None:
    news(town, 13)
    data = take(town.commune.pk, NOON).data["actualites"]
    assert [len(one.entries) for one in data.listings if one.url == data.url] == [12, 2]
    assert [one.own_url for one in data.listings if one.url == data.url] == ["/actualites/", "/actualites/page-2/"]
    assert data.current[0].title == "Aubord fête l’été"


def test_a_category_has_its_own_list_once_it_has_news(town: Town) -> None:
    Categorie.objects.create(commune=town.commune, name="Vide", slug="vide")
    data = take(town.commune.pk, NOON).data["actualites"]
    assert [(one.title, one.url) for one in data.categories] == [("Travaux, Aubord", "/actualites/categorie/travaux/")]
    assert data.current[0].category_name == "Travaux, Aubord"


def test_from_its_date_on_an_article_is_read_in_the_archives_only(town: Town) -> None:
    news(town, 1, archive_at=date(2026, 6, 15))
    eve = take(town.commune.pk, NOON - timedelta(days=1))
    day = take(town.commune.pk, NOON)
    assert [len(eve.data["actualites"].archived), len(day.data["actualites"].archived)] == [0, 1]
    assert MODULE.next_change(eve).isoformat() == "2026-06-15T00:00:00+02:00"
    assert MODULE.next_change(day) is None
    paths = [output.path for output in MODULE.outputs(day)]
    assert paths == [
        "actualites/categorie/travaux/",
        "actualites/archives/",
        "actualites/archives/2026/",
        "actualites/rss.xml",
        "actualites/atom.xml",
        "actualites/feed.json",
        "actualites/categorie/travaux/rss.xml",
        "actualites/categorie/travaux/atom.xml",
        "actualites/categorie/travaux/feed.json",
    ]


def test_the_home_page_and_a_rubrique_show_what_was_promoted_there(town: Town) -> None:
    kept, _other = news(town, 2, promoted_home=False)
    Article.objects.filter(pk=kept.pk).update(promoted_rubrique=town.rubrique)
    snapshot = take(town.commune.pk, NOON)
    data = snapshot.data["actualites"]
    assert [a.title for a in data.promoted(snapshot.home)] == ["Aubord fête l’été"]
    assert [a.title for a in data.promoted(snapshot.page(town.rubrique.pk))] == ["Nouvelle 0"]
    assert data.promoted(None) == []


def test_a_further_list_is_a_page_below_the_list_with_its_own_title(town: Town) -> None:
    news(town, 13)
    snapshot = take(town.commune.pk, NOON)
    data = snapshot.data["actualites"]
    page = lists.page_of(data.index, data.listings[1])
    assert (page.title, page.url) == ("Actualités, Aubord, page 2", "/actualites/page-2/")
    category = lists.page_of(data.index, data.listings[2])
    assert [title for title, _url in category.breadcrumbs] == ["Aubord", "Actualités, Aubord", "Travaux, Aubord"]


@pytest.mark.parametrize("index", [0, 1])
def test_a_reader_of_feeds_understands_the_feed(town: Town, index: int) -> None:
    parsed = feedparser.parse(feeds_at(town, NOON)[index])
    assert not parsed.bozo
    entry = parsed.entries[0]
    assert entry.title == "Aubord fête l’été"
    assert entry.link == "http://aubord.localhost:8000/actualites/fete/"
    assert entry.id.startswith("urn:uuid:")
    assert entry.author == "Aubord"
    (picture,) = entry.enclosures
    assert picture.href.startswith("http://aubord.localhost:8000/_/i/")
    assert (picture.type, int(picture.length) > 0) == ("image/jpeg", True)
    assert entry.published_parsed[:3] == (2026, 5, 31) or entry.published_parsed[:3] == (2026, 6, 1)


def test_a_feed_is_the_same_to_the_byte_when_nothing_changed(town: Town) -> None:
    news(town, 3)
    later = NOON + timedelta(hours=3)
    first, second = (
        [output.content for output in MODULE.outputs(take(town.commune.pk, now)) if output.content]
        for now in (NOON, later)
    )
    assert first == second


def test_a_feed_keeps_the_identifier_of_an_article_whose_address_changed(town: Town) -> None:
    def ids() -> list[str]:
        return [feedparser.parse(feed).entries[0].id for feed in feeds_at(town, NOON)]

    before = ids()
    article = Article.objects.get(pk=town.article.pk)
    article.slug = "autre-adresse"
    article.save()
    assert ids() == before


def test_reading_takes_two_queries_whatever_the_number_of_articles(town: Town) -> None:
    def queries() -> int:
        reader = Reader(town.commune.pk)
        with CaptureQueriesContext(connection) as captured:
            list(reader.pages(page_types({"actualites"})))
            MODULE.read(reader)
        return len(captured)

    one = queries()
    news(town, 3)
    assert (one, queries()) == (2, 2)


def test_a_commune_without_the_list_has_no_feed_and_no_further_page(town: Town) -> None:
    town.actualites.unpublish()
    snapshot = take(town.commune.pk, NOON)
    assert (list(MODULE.outputs(snapshot)), list(MODULE.feeds(snapshot)), MODULE.next_change(snapshot)) == (
        [],
        [],
        None,
    )
