"""The news as RSS and Atom. Rendered twice from the same news, a feed is the same to the byte."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from modules.actualites.listing import News
from sites.law.dated import PARIS, start_of

if TYPE_CHECKING:
    from sites.bake.views import PageView, Picture

MAX_ENTRIES = 30
RSS, ATOM = "rss.xml", "atom.xml"
RSS_TYPE, ATOM_TYPE = "application/rss+xml", "application/atom+xml"
DAWN = datetime(2020, 1, 1, tzinfo=UTC)  # the age of a feed where nothing was ever published


@dataclass(frozen=True, slots=True)
class Source:
    """What a feed says of its commune. ``picture`` finds a picture by id, ``file`` its private file by address."""

    insee: str
    author: str
    title: str
    origin: str
    picture: "Callable[[int | None], Picture | None]"
    file: Callable[[str], Path | None]


class WholeLinks(BaseEntryExtension):
    """The relation, type and length of an Atom entry's links.

    feedgen 1.0.0 forgets to write them: an enclosure would pass for the article itself.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.attributes: dict[str, dict[str, str]] = {}

    def add(self, href: str, **attributes: str) -> None:
        """Keep what belongs to the link to ``href``."""
        self.attributes[href] = attributes

    def extend_atom(self, entry: Any) -> Any:
        """Write what was kept."""
        for link in entry.iterfind("{*}link"):
            link.attrib.update(self.attributes.get(link.get("href"), {}))
        return entry


def feeds(news: News, source: Source) -> tuple[bytes, bytes]:
    """The RSS and the Atom feed of the current news."""
    generator = _generator(news, source)
    for article in reversed(news.current[:MAX_ENTRIES]):  # feedgen puts the last one added first
        _add(generator, article, source)
    rss, atom = generator.rss_str(pretty=True), generator.atom_str(pretty=True)
    return bytes(rss), bytes(atom)


def _generator(news: News, source: Source) -> Any:
    generator = FeedGenerator()
    generator.load_extension("dc")
    generator.register_extension("whole_links", BaseExtension, WholeLinks, atom=True, rss=False)
    generator.id(identifier(source, "feed", 0))
    generator.title(source.title)
    generator.description(news.index.intro if news.index and news.index.intro else source.title)
    generator.author({"name": source.author})
    generator.language("fr")
    generator.generator("Beffroi")
    generator.link(href=source.origin + news.url, rel="alternate", type="text/html")
    generator.link(href=f"{source.origin}{news.url}{ATOM}", rel="self", type=ATOM_TYPE)
    updated = max((changed(article) for article in news.current[:MAX_ENTRIES]), default=DAWN)
    generator.updated(updated)
    generator.lastBuildDate(updated)
    return generator


def _add(generator: Any, article: "PageView", source: Source) -> None:
    entry = generator.add_entry()
    entry.id(identifier(source, "article", article.id))
    entry.guid(identifier(source, "article", article.id), permalink=False)
    entry.title(article.title)
    entry.link(href=article.absolute_url, rel="alternate", type="text/html")
    entry.whole_links.add(article.absolute_url, rel="alternate", type="text/html")
    entry.summary(article.intro)
    entry.author({"name": source.author})
    entry.dc.dc_creator(source.author)
    entry.published(published(article))
    entry.updated(changed(article))
    if article.category_name:
        entry.category({"term": article.category_name, "label": article.category_name})
    _enclose(entry, article, source)


def _enclose(entry: Any, article: "PageView", source: Source) -> None:
    picture = source.picture(article.image_id)
    jpeg = {width: url for url, width in picture.sources.get("jpeg", ())} if picture else {}
    if not jpeg:
        return
    url = jpeg[max(jpeg)]
    file = source.file(url)
    if file is not None and file.is_file():
        length = str(file.stat().st_size)
        entry.enclosure(source.origin + url, length, "image/jpeg")
        entry.whole_links.add(source.origin + url, rel="enclosure", type="image/jpeg", length=length)


def identifier(source: Source, kind: str, number: int) -> str:
    """Stays the same when the address of the article, or that of the site, changes."""
    return uuid5(NAMESPACE_URL, f"beffroi/{source.insee}/actualites/{kind}/{number}").urn


def published(article: "PageView") -> datetime:
    """The date that the article shows; with its hour where it was published on that very day."""
    first = article.first_published_at
    if first is not None and first.astimezone(PARIS).date() == article.date:
        return first
    return start_of(article.date)


def changed(article: "PageView") -> datetime:
    """When the article last changed, never before it was published."""
    return max(published(article), article.last_published_at or published(article))
