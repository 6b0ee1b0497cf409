"""The three files of each feed, and the links that announce them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from sites.bake.views import FeedLink, Output
from sites.feeds import jsonfeed, xml
from sites.feeds.entries import Entry, Feed, clean

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Bound:
    """A feed with its commune: all that its files are made of."""

    insee: str
    author: str
    origin: str
    module: str
    key: str
    title: str
    url: str
    description: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a feed: its name for readers, the name of its file, its media type."""

    name: str
    file: str
    type: str
    everywhere: bool = False
    """Announced on every page: one format that all readers know is enough there."""


FORMATS = (
    Format("RSS", xml.RSS, xml.RSS_TYPE),
    Format("Atom", xml.ATOM, xml.ATOM_TYPE, everywhere=True),
    Format("JSON", jsonfeed.FILE, jsonfeed.TYPE),
)


def links(feeds: Iterable[Feed]) -> Iterator[FeedLink]:
    """What the head of the pages announces."""
    for feed in feeds:
        for one in FORMATS:
            yield FeedLink(
                f"{feed.title} ({one.name})",
                feed.url + one.file,
                one.type,
                of=feed.url,
                format=one.name,
                main=feed.main,
                everywhere=feed.main and one.everywhere,
            )


def files(snapshot: "Snapshot", feeds: Iterable[Feed]) -> Iterator[Output]:
    """What is baked. Written twice from the same list, a feed is the same to the byte."""
    for feed in feeds:
        written = _written(bound(snapshot, feed))
        for one, content in zip(FORMATS, written, strict=True):
            yield Output(f"{feed.url}{one.file}".lstrip("/"), content=content)


def atom(snapshot: "Snapshot", feed: Feed) -> bytes:
    """The Atom form alone, for who keeps an older address of it."""
    return _written(bound(snapshot, feed))[1]


def bound(snapshot: "Snapshot", feed: Feed) -> Bound:
    """A feed with what it says of its commune."""
    commune = snapshot.commune
    title = clean(f"{feed.title} – {commune.name}")
    return Bound(
        commune.insee,
        commune.name,
        snapshot.base_url,
        feed.module,
        feed.key,
        title,
        feed.url,
        clean(feed.description) or title,
        tuple(islice(feed.entries(), feed.most)),
    )


@lru_cache(maxsize=64)
def _written(feed: Bound) -> tuple[bytes, ...]:
    """Kept for a while: most bakes change none of the lists of a commune."""
    return *xml.write(feed), jsonfeed.write(feed)
