"""What is told of the news to those who follow them, all or one category, and of an article to search engines."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from modules.actualites.listing import News
from sites.feeds.entries import Entry, Feed, picture_of, published_on
from sites.referencing.schema import data_block, publisher

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot
    from sites.bake.views import PageView, Share, SiteView

MODULE = "actualites"


def feeds(snapshot: "Snapshot", news: News) -> Iterator[Feed]:
    """None while the list is not online."""
    if news.index is None:
        return
    yield Feed(MODULE, "feed/0", news.index.title, news.url, news.index.intro, partial(_told, snapshot, news.current))
    for category in news.categories:
        yield Feed(
            MODULE,
            f"categorie/{category.id}",
            f"{news.index.title} – {category.title}",
            category.url,
            "",
            partial(_told, snapshot, [it for it in news.current if it.category_id == category.id]),
            main=False,
        )


def _told(snapshot: "Snapshot", articles: "Iterable[PageView]") -> Iterator[Entry]:
    for article in articles:
        if not article.id:  # a line of the feed of somebody else, which is followed there
            continue
        yield Entry(
            key=f"article/{article.id}",
            title=article.title,
            url=article.url,
            summary=" ".join(filter(None, (article.intro, article.credit and f"{article.credit}."))),
            published=published(article),
            updated=changed(article),
            category=article.category_name,
            enclosure=picture_of(snapshot, article.image_id),
        )


def published(article: "PageView") -> datetime:
    """The date that the article shows; with its hour where it was published on that very day."""
    return published_on(article.date, article.first_published_at)


def changed(article: "PageView") -> datetime:
    """When the article last changed, never before it was published."""
    return max(published(article), article.last_published_at or published(article))


def schema(article: "PageView", site: "SiteView", picture: "Share | None") -> Markup:
    """A https://schema.org/NewsArticle."""
    return data_block(
        {
            "@type": "NewsArticle",
            "headline": article.title,
            "description": article.intro,
            "datePublished": published(article).isoformat(),
            "dateModified": changed(article).isoformat(),
            "articleSection": article.category_name,
            "image": [site.base_url + picture.url] if picture else [],
            "author": publisher(site),
            "publisher": publisher(site),
            "mainEntityOfPage": article.absolute_url,
            "inLanguage": site.lang,
        }
    )
