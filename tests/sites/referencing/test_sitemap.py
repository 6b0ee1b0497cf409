"""The sitemap: an index, parts that keep within the limits of the protocol, the pictures of each page."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from sites.bake.bakery import bake, store_of
from sites.models import Commune
from sites.referencing import sitemap
from sites.referencing.sitemap import Limit, Listed, pictures_in, sitemaps
from tests.world import Town, World

ORIGIN = "https://aubord.fr"
DAY = date(2026, 6, 15)
NS = {"s": sitemap.PAGES, "i": sitemap.IMAGES}


def pages(count: int) -> list[Listed]:
    return [Listed(f"{ORIGIN}/{number}/", datetime(2026, 6, 1 + number % 9, tzinfo=UTC)) for number in range(count)]


def locations(content: str, path: str) -> list[str]:
    root: Any = fromstring(content)
    return [str(node.text) for node in root.findall(path, NS)]


def test_the_index_names_each_part_with_the_day_of_its_last_change() -> None:
    made = dict(sitemaps(pages(3), ORIGIN, DAY))
    assert list(made) == ["sitemap-1.xml", "sitemap.xml"]
    assert locations(made["sitemap.xml"], "s:sitemap/s:loc") == [f"{ORIGIN}/sitemap-1.xml"]
    assert locations(made["sitemap.xml"], "s:sitemap/s:lastmod") == ["2026-06-03"]
    assert locations(made["sitemap-1.xml"], "s:url/s:loc") == [f"{ORIGIN}/{n}/" for n in range(3)]


def test_a_part_holds_no_more_addresses_than_the_protocol_allows_on_that_day() -> None:
    limit = sitemap.LIMITS[-1]
    assert (limit.urls, limit.size) == (50_000, 52_428_800)
    made = dict(sitemaps(pages(limit.urls + 1), ORIGIN, DAY))
    assert [len(locations(made[f"sitemap-{part}.xml"], "s:url")) for part in (1, 2)] == [50_000, 1]
    assert len(made) == 3


def test_a_part_weighs_no_more_than_the_protocol_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "LIMITS", (Limit(date(2020, 1, 1), 50_000, 4000),))
    made = dict(sitemaps(pages(200), ORIGIN, DAY))
    parts = [text for name, text in made.items() if name != "sitemap.xml"]
    assert len(parts) > 3
    assert max(len(text.encode()) for text in parts) <= 4000
    assert sum(text.count("<url>") for text in parts) == 200


def test_a_site_without_page_has_a_sitemap_all_the_same() -> None:
    made = dict(sitemaps([], ORIGIN, DAY))
    assert locations(made["sitemap-1.xml"], "s:url") == []


def test_an_address_is_written_as_xml_asks() -> None:
    made = dict(sitemaps([Listed(f"{ORIGIN}/?a=1&b=<", None, ("/_/i/1.jpg?x=1&y",))], ORIGIN, DAY))
    assert locations(made["sitemap-1.xml"], "s:url/s:loc") == [f"{ORIGIN}/?a=1&b=<"]
    assert locations(made["sitemap-1.xml"], "s:url/i:image/i:loc") == [f"{ORIGIN}/_/i/1.jpg?x=1&y"]


def test_the_pictures_of_a_page_are_those_of_its_main_part_each_once() -> None:
    picture = '<img class="a" src="/_/i/{}.jpg" alt="">'
    main = picture.format(1) + picture.format(2) + picture.format(1) + '<img src="/_/s/banner.svg" alt="">'
    html = f"<header>{picture.format(9)}</header><main id=x>{main}</main><footer>{picture.format(8)}</footer>"
    assert pictures_in(html) == ("/_/i/1.jpg", "/_/i/2.jpg")
    assert pictures_in("nothing") == ()


@pytest.mark.django_db
def test_a_baked_site_tells_its_pages_with_their_pictures(world: World) -> None:
    town: Town = world.aubord
    assert bake(Commune.objects.get(pk=town.commune.pk)).error == ""
    www = store_of(town.commune.insee).www
    root: Any = fromstring((www / "sitemap-1.xml").read_text("utf-8"))
    told = {url.find("s:loc", NS).text: url for url in root.findall("s:url", NS)}
    article = told["http://aubord.localhost:8000/actualites/fete/"]
    (picture,) = article.findall("i:image/i:loc", NS)
    assert (www / picture.text.removeprefix("http://aubord.localhost:8000/")).is_file()
    assert told["http://aubord.localhost:8000/vie-municipale/"].findall("i:image", NS) == []
