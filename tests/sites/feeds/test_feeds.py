"""Every list of a commune may be followed, by three formats, read back as a reader of feeds does."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup

from modules.actualites.models import Article
from modules.agenda.models import Evenement
from sites.bake.bakery import bake, store_of
from sites.bake.snapshot import take
from sites.feeds import entries, files
from sites.models import Commune
from tests.modules.agenda import factories as agenda
from tests.modules.documents import factories as documents
from tests.sites.feeds.rules import RULES
from tests.world import Town, World, add_page

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
ORIGIN = "http://aubord.localhost:8000"
MAIN = ("/actualites/", "/agenda/", "/documents/", "/documents/actes/", "/documents/seances/")
PARTS = (
    "/actualites/categorie/travaux/",
    "/agenda/categorie/musique-aubord/",
    "/documents/actes/deliberations/",
    "/documents/categorie/bulletins/",
)


@pytest.fixture
def town(world: World) -> Town:
    """Aubord, with something in each list."""
    town = world.aubord
    Article.objects.update(date=date(2026, 6, 1))
    agenda.event(town, slug="concert", category=agenda.category(town), image=town.image, image_alt="La halle")
    documents.page_of(town)
    meeting = documents.seance(town, agenda="Budget\nToiture", place="Mairie")
    documents.online(town, seance=meeting)
    documents.publication(town, "Le bulletin")
    return town


def baked(town: Town, now: datetime = NOON) -> Path:
    result = bake(Commune.objects.get(pk=town.commune.pk), now=now)
    assert not result.error, [failure.traceback for failure in result.failures] or result.error
    return store_of(town.commune.insee).www


def written(www: Path) -> Iterator[tuple[str, str, bytes]]:
    """The address of the list, the name of the file, its content."""
    for path in sorted(www.rglob("*")):
        if path.name in RULES:
            yield f"/{path.parent.relative_to(www).as_posix()}/", path.name, path.read_bytes()


def announced(www: Path, url: str) -> list[str]:
    page = BeautifulSoup((www / url.lstrip("/") / "index.html").read_text("utf-8"), "html.parser")
    return [str(link["href"]) for link in page.select('head link[rel="alternate"]')]


def test_every_list_and_every_category_has_its_three_feeds(town: Town) -> None:
    found = [(url, name) for url, name, _content in written(baked(town))]
    assert sorted(found) == sorted((url, name) for url in (*MAIN, *PARTS) for name in RULES)


def test_each_feed_keeps_the_rules_of_its_format_and_the_three_name_the_same_things(town: Town) -> None:
    told: dict[str, set[tuple[str, ...]]] = {}
    for url, name, content in written(baked(town)):
        ids = RULES[name](content, ORIGIN, url)
        assert ids
        assert len(set(ids)) == len(ids)
        told.setdefault(url, set()).add(tuple(ids))
    assert [url for url, same in told.items() if len(same) != 1] == []


def test_a_reader_of_feeds_understands_them_all(town: Town) -> None:
    for url, name, content in written(baked(town)):
        if name.endswith(".xml"):
            parsed = feedparser.parse(content)
            assert (url, name, parsed.bozo, len(parsed.entries)) == (url, name, False, 1)


def test_what_comes_with_an_entry_has_its_true_address_type_and_length(town: Town) -> None:
    www = baked(town)
    kinds = {}
    for url, name, content in written(www):
        if name == "atom.xml":
            for enclosure in feedparser.parse(content).entries[0].enclosures:
                file = www / enclosure.href.removeprefix(f"{ORIGIN}/")
                assert file.stat().st_size == int(enclosure.length)
                kinds[url] = enclosure.type
    assert kinds == {
        **dict.fromkeys(("/actualites/", "/actualites/categorie/travaux/"), "image/jpeg"),
        **dict.fromkeys(("/agenda/", "/agenda/categorie/musique-aubord/"), "image/jpeg"),
        **dict.fromkeys(("/documents/", "/documents/categorie/bulletins/"), "application/pdf"),
        **dict.fromkeys(("/documents/actes/", "/documents/actes/deliberations/"), "application/pdf"),
    }


def test_the_home_page_announces_every_list_and_a_list_its_own_feeds(town: Town) -> None:
    www = baked(town)
    names = tuple(RULES)
    everywhere = {"/agenda/agenda.ics", *(f"{url}atom.xml" for url in MAIN)}
    assert set(announced(www, "/")) == everywhere | {url + name for url in MAIN for name in names}
    assert set(announced(www, "/actualites/")) == everywhere | {f"/actualites/{name}" for name in names}
    part = "/actualites/categorie/travaux/"
    assert announced(www, part)[:3] == [part + name for name in names]
    assert set(announced(www, "/vie-municipale/")) == everywhere
    for url in (*MAIN, *PARTS, "/"):
        links = announced(www, url)
        assert len(links) == len(set(links))
        assert [link for link in links if not (www / link.lstrip("/")).is_file()] == []


def test_a_list_shows_its_feeds_to_who_reads_it(town: Town) -> None:
    www = baked(town)
    for url in (*MAIN, *PARTS):
        page = BeautifulSoup((www / url.lstrip("/") / "index.html").read_text("utf-8"), "html.parser")
        assert [str(link["href"]) for link in page.select(".follow a")] == [url + name for name in RULES]


def test_an_identifier_outlives_the_address_of_what_it_names(town: Town) -> None:
    def ids() -> dict[str, str]:
        return {f"{url}{name}": RULES[name](content, ORIGIN, url)[0] for url, name, content in written(baked(town))}

    before = ids()
    for page in (Article.objects.get(pk=town.article.pk), Evenement.objects.get(slug="concert")):
        page.slug = "ailleurs"
        page.save_revision().publish()
    assert ids() == before


def test_two_communes_never_give_the_same_identifier(world: World) -> None:
    aubord, belleville = (
        json.loads((baked(town) / "actualites/feed.json").read_bytes())["items"][0]["id"] for town in world.towns
    )
    assert aubord != belleville


def test_a_feed_is_the_same_to_the_byte_when_nothing_changed(town: Town) -> None:
    first = list(written(baked(town)))
    files._written.cache_clear()
    assert list(written(baked(town, NOON.replace(hour=15)))) == first


def test_a_character_that_xml_forbids_stops_no_feed(town: Town) -> None:
    article = Article(
        title="Fête\x0b &amp; <b>bal</b> \x1f", slug="bal", intro="Avec\x08 \ufffe nous", date=date(2026, 6, 2)
    )
    add_page(town.actualites, article, town.contributeur)
    www = baked(town)
    for name in ("rss.xml", "atom.xml"):
        parsed = feedparser.parse((www / "actualites" / name).read_bytes())
        assert (parsed.bozo, parsed.entries[0].title) == (False, "Fête &amp; <b>bal</b>")


def test_a_feed_holds_the_newest_things_and_no_more(town: Town) -> None:
    Article.objects.update(date=date(2026, 1, 1))
    for number in range(entries.MAX_ENTRIES + 1):
        article = Article(title=f"Nouvelle {number}", slug=f"n-{number}", intro="Une phrase.", date=date(2026, 6, 2))
        add_page(town.actualites, article, town.contributeur)
    items = json.loads((baked(town) / "actualites/feed.json").read_bytes())["items"]
    assert [items[0]["title"], len(items)] == [f"Nouvelle {entries.MAX_ENTRIES}", entries.MAX_ENTRIES]


def test_a_list_without_anything_in_it_has_feeds_that_keep_the_rules(town: Town) -> None:
    Article.objects.all().delete()
    www = baked(town)
    assert [RULES[name]((www / "actualites" / name).read_bytes(), ORIGIN, "/actualites/") for name in RULES] == [[]] * 3


@pytest.mark.parametrize("code", ["actualites", "agenda", "documents"])
def test_a_module_that_is_off_has_no_feed(town: Town, code: str) -> None:
    Commune.objects.filter(pk=town.commune.pk).update(options={"modules_off": [code]})
    www = baked(town)
    assert [url for url, _name, _content in written(www) if url.startswith(f"/{code}/")] == []
    assert [link for link in announced(www, "/") if link.startswith(f"/{code}/")] == []


def test_what_is_announced_costs_no_look_at_what_a_feed_holds(town: Town) -> None:
    snapshot = take(town.commune.pk, NOON)
    snapshot.library.used.clear()
    links: list[Any] = [link for module in snapshot.modules for link in module.feeds(snapshot)]
    assert len(links) == 3 * len((*MAIN, *PARTS)) + 1
    assert {public for public in snapshot.library.used if public.startswith("_/i/")} == set()


def test_a_meeting_is_told_the_day_it_is_announced_and_an_old_one_on_its_own_day(town: Town) -> None:
    documents.seance(town, date(2019, 3, 4))
    items = json.loads((baked(town) / "documents/seances/feed.json").read_bytes())["items"]
    assert [item["date_published"][:10] for item in items] == ["2026-06-12", "2019-03-04"]
    assert items[0]["content_text"] == "Mairie\nBudget\nToiture"


def test_those_who_followed_the_acts_at_their_first_address_still_do(town: Town) -> None:
    www = baked(town)
    assert (www / "documents/actes.xml").read_bytes() == (www / "documents/actes/atom.xml").read_bytes()
