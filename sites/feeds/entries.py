"""A list as those who follow it receive it: plain values, the same for the three formats."""

import mimetypes
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote
from uuid import NAMESPACE_URL, uuid5

from sites.law.dated import PARIS, start_of

if TYPE_CHECKING:
    from sites.bake.snapshot import Snapshot

MAX_ENTRIES = 30
DAWN = datetime(2020, 1, 1, tzinfo=UTC)  # the age of a feed where nothing was ever published
# What no XML document may hold, even escaped (XML 1.0, § 2.2).
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes with an entry: its address on the site, its media type, its length in bytes."""

    url: str
    type: str
    length: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of a list. ``key`` names it for ever in its module: "article/12".

    ``url`` is an address of the site, or a whole one for what somebody else publishes.
    """

    key: str
    title: str
    url: str
    summary: str
    published: datetime
    updated: datetime
    category: str = ""
    enclosure: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A list one may follow. ``url`` is that of the list, which its feeds stand under.

    ``entries`` gives the newest first; it is called in a bake, and not to announce the feed.
    ``main`` is false for a part of another list: its feeds are announced on its own pages alone.
    """

    module: str
    key: str
    title: str
    url: str
    description: str
    entries: Callable[[], Iterable[Entry]]
    main: bool = True
    most: int = MAX_ENTRIES


def whole(origin: str, url: str) -> str:
    """An address of the site with its origin; that of another site as it is."""
    return url if url.startswith(("https://", "http://")) else origin + url


def identifier(insee: str, module: str, key: str) -> str:
    """Stays the same when an address, or that of the site, changes."""
    return uuid5(NAMESPACE_URL, f"beffroi/{insee}/{module}/{key}").urn


def clean(text: str) -> str:
    """A text without what XML forbids: one pasted control character must not stop a site."""
    return FORBIDDEN.sub("", text)


def published_on(day: date, moment: datetime | None) -> datetime:
    """The day that is shown; with the hour of ``moment`` where it was published on that very day."""
    if moment is not None and moment.astimezone(PARIS).date() == day:
        return moment
    return start_of(day)


def picture_of(snapshot: "Snapshot", number: int | None) -> Enclosure | None:
    """The widest JPEG of a picture."""
    picture = snapshot.picture(number)
    jpeg = {width: url for url, width in picture.sources.get("jpeg", ())} if picture else {}
    return file_at(snapshot, jpeg[max(jpeg)]) if jpeg else None


def file_at(snapshot: "Snapshot", url: str) -> Enclosure | None:
    """A picture or a document that the bake publishes at this address, with its true length."""
    file = snapshot.library.used.get(unquote(url).removeprefix("/"))
    if file is None or not file.is_file():
        return None
    kind = mimetypes.guess_type(url)[0] or "application/octet-stream"
    return Enclosure(url, kind, file.stat().st_size)
