"""RSS 2.0 and Atom (RFC 4287), by feedgen."""

from typing import TYPE_CHECKING, Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator

from sites.feeds.entries import DAWN, Entry, clean, identifier, whole

if TYPE_CHECKING:
    from sites.feeds.files import Bound

RSS, RSS_TYPE = "rss.xml", "application/rss+xml"
ATOM, ATOM_TYPE = "atom.xml", "application/atom+xml"


class WholeLinks(BaseEntryExtension):
    """The relation, type and length of an Atom entry's links.

    feedgen 1.0.0 forgets to write them: an enclosure would pass for the article itself.
    """

    def __init__(self) -> None:
        """Nothing yet."""
        self.attributes: list[dict[str, str]] = []

    def add(self, **attributes: str) -> None:
        """Keep what belongs to the next link: the same file may be the thing itself and what comes with it."""
        self.attributes.append(attributes)

    def extend_atom(self, entry: Any) -> Any:
        """Write what was kept."""
        for link, attributes in zip(entry.iterfind("{*}link"), self.attributes, strict=True):
            link.attrib.update(attributes)
        return entry


def write(feed: "Bound") -> tuple[bytes, bytes]:
    """The feed as RSS, then as Atom, each with its own address."""
    made = _generator(feed)
    _point(made, feed, RSS, RSS_TYPE)
    rss = bytes(made.rss_str(pretty=True))
    _point(made, feed, ATOM, ATOM_TYPE)
    return rss, bytes(made.atom_str(pretty=True))


def _point(made: Any, feed: "Bound", file: str, kind: str) -> None:
    made.link({"href": f"{feed.origin}{feed.url}{file}", "rel": "self", "type": kind}, replace=True)
    made.link(href=feed.origin + feed.url, rel="alternate", type="text/html")  # the last one is the link of RSS


def _generator(feed: "Bound") -> Any:
    made = FeedGenerator()
    made.load_extension("dc")
    made.register_extension("whole_links", BaseExtension, WholeLinks, atom=True, rss=False)
    made.id(identifier(feed.insee, feed.module, feed.key))
    made.title(feed.title)
    made.subtitle(feed.description)
    made.description(feed.description)
    made.author({"name": feed.author})
    made.language("fr")
    made.generator("Beffroi")
    updated = max((entry.updated for entry in feed.entries), default=DAWN)
    made.updated(updated)
    made.lastBuildDate(updated)
    for entry in reversed(feed.entries):  # feedgen puts the last one added first
        _add(made, entry, feed)
    return made


def _add(made: Any, told: Entry, feed: "Bound") -> None:
    entry = made.add_entry()
    address = whole(feed.origin, told.url)
    permanent = identifier(feed.insee, feed.module, told.key)
    entry.id(permanent)
    entry.guid(permanent, permalink=False)
    entry.title(clean(told.title))
    entry.link(href=address, rel="alternate", type="text/html")
    entry.whole_links.add(rel="alternate", type="text/html")
    entry.summary(clean(told.summary) or clean(told.title))
    entry.author({"name": feed.author})
    entry.dc.dc_creator(feed.author)
    entry.published(told.published)
    entry.updated(told.updated)
    if told.category:
        entry.category({"term": clean(told.category), "label": clean(told.category)})
    if told.enclosure:
        url, length = feed.origin + told.enclosure.url, str(told.enclosure.length)
        entry.enclosure(url, length, told.enclosure.type)
        entry.whole_links.add(rel="enclosure", type=told.enclosure.type, length=length)
