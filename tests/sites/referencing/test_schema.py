"""What search engines read of a page: the commune, an article, where one stands."""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from cms.models import Picture
from modules.actualites.models import Article
from sites.bake.bakery import bake, store_of
from sites.models import Commune
from sites.referencing.schema import data_block
from tests.world import Town, World, picture_file

ORIGIN = "http://aubord.localhost:8000"
pytestmark = pytest.mark.django_db


@pytest.fixture
def town(world: World, settings: Any) -> Town:
    settings.BEFFROI_STRICT_TEMPLATES = True
    return world.aubord


def baked(town: Town) -> Path:
    result = bake(Commune.objects.get(pk=town.commune.pk))
    assert not result.error, [failure.traceback for failure in result.failures] or result.error
    return store_of(town.commune.insee).www


def page_at(www: Path, url: str) -> BeautifulSoup:
    return BeautifulSoup((www / url.lstrip("/") / "index.html").read_text("utf-8"), "html.parser")


def told(page: BeautifulSoup) -> dict[str, Any]:
    (script,) = page.select('script[type="application/ld+json"]')
    found: dict[str, Any] = json.loads(script.text)
    return found


def meta(page: BeautifulSoup) -> dict[str, str]:
    return {
        str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in page.select("head meta[content]")
    }


def test_the_home_page_says_what_commune_it_is(town: Town) -> None:
    commune = told(page_at(baked(town), "/"))
    assert (commune["@type"], commune["name"], commune["url"]) == ("GovernmentOrganization", "Aubord", f"{ORIGIN}/")
    assert commune["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 place de Aubord",
        "postalCode": "30000",
        "addressLocality": "Aubord",
        "addressRegion": "Gard",
        "addressCountry": "FR",
    }
    assert (commune["telephone"], commune["email"]) == ("+33199001234", "mairie@aubord.example")
    assert commune["identifier"]["value"] == "30020"
    assert commune["logo"].startswith(f"{ORIGIN}/_/i/")


def test_an_article_is_a_news_article_of_the_commune(town: Town) -> None:
    news = told(page_at(baked(town), "/actualites/fete/"))
    assert (news["@type"], news["headline"]) == ("NewsArticle", "Aubord fête l’été")
    assert news["mainEntityOfPage"] == f"{ORIGIN}/actualites/fete/"
    assert news["publisher"] == {"@type": "GovernmentOrganization", "@id": f"{ORIGIN}/#commune", "name": "Aubord"}
    assert news["datePublished"] <= news["dateModified"]
    assert news["articleSection"] == "Travaux, Aubord"


def test_a_title_cannot_close_the_block_of_data(town: Town) -> None:
    Article.objects.filter(pk=town.article.pk).update(title="</script><b>Tout</b> & rien")
    assert told(page_at(baked(town), "/actualites/fete/"))["headline"] == "</script><b>Tout</b> & rien"
    assert "<" not in data_block({"a": "</script>"})
    assert "@" not in data_block({"@type": "Place", "email": "a@b.fr"})


def test_the_way_to_a_page_is_told_with_its_places(town: Town) -> None:
    crumbs = page_at(baked(town), "/vie-municipale/conseil/").select_one(
        '[itemtype="https://schema.org/BreadcrumbList"]'
    )
    assert crumbs is not None
    steps = crumbs.select('[itemprop="itemListElement"][itemtype="https://schema.org/ListItem"]')
    assert [step.select_one('[itemprop="position"]')["content"] for step in steps] == ["1", "2", "3"]  # type: ignore[index]
    assert [step.select_one('[itemprop="name"]').text for step in steps] == [  # type: ignore[union-attr]
        "Accueil",
        "Aubord vie municipale",
        "Aubord le conseil",
    ]
    assert [link["href"] for link in crumbs.select('[itemprop="item"]')] == ["/", "/vie-municipale/"]


def test_every_page_has_one_address_and_words_to_be_shared_with(town: Town) -> None:
    www = baked(town)
    for url, kind in (("/", "website"), ("/vie-municipale/conseil/", "website"), ("/actualites/fete/", "article")):
        page = page_at(www, url)
        assert [str(link["href"]) for link in page.select('link[rel="canonical"]')] == [ORIGIN + url]
        tags = meta(page)
        assert (tags["og:url"], tags["og:type"], tags["og:site_name"]) == (ORIGIN + url, kind, "Aubord")
        assert tags["og:title"]
    tags = meta(page_at(www, "/actualites/fete/"))
    assert tags["og:description"] == tags["description"] == "Samedi, place de Aubord"
    assert tags["article:published_time"] <= tags["article:modified_time"]
    assert page_at(www, "/recherche/").select('link[rel="canonical"]') == []


def test_a_page_is_shared_with_its_own_photo_where_it_is_wide_enough(town: Town) -> None:
    narrow = meta(page_at(baked(town), "/actualites/fete/"))
    assert "/_/i/" not in narrow.get("og:image", "")
    photo = Picture.objects.create(
        title="La place", file=picture_file("large.jpg", (1600, 900)), collection=town.collection
    )
    Article.objects.filter(pk=town.article.pk).update(image=photo, image_alt="La place au soir")
    www = baked(town)
    page = page_at(www, "/actualites/fete/")
    tags = meta(page)
    assert tags["og:image"].startswith(f"{ORIGIN}/_/i/{photo.pk}-")
    with Image.open(www / tags["og:image"].removeprefix(f"{ORIGIN}/")) as opened:
        assert (str(opened.width), str(opened.height)) == (tags["og:image:width"], tags["og:image:height"])
        assert opened.width >= 1200
        assert opened.format == "JPEG"
    assert (tags["og:image:alt"], tags["twitter:card"]) == ("La place au soir", "summary_large_image")
    assert told(page)["image"] == [tags["og:image"]]
