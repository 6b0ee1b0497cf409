"""A feed of another site, once fetched: RSS or Atom, whatever its version. Pure: no query, no clock.

What is kept of it is ``{"home", "entries"}``: the page it comes from, and lines ``{"title", "url", "day", "text"}``,
the newest first: plain text without any markup, an address of the web or nothing, an ISO day of Paris or nothing.
"""

import html
import io
import re
from calendar import timegm
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
import nh3

from sites.law.dated import PARIS

MAX_ENTRIES = 20
MAX_TITLE, MAX_TEXT, MAX_URL = 160, 280, 600
MAX_MARKUP = 20_000  # characters of one text: what follows would be cut anyway
DATES = ("published_parsed", "updated_parsed")
FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")

Row = dict[str, str]
Feed = dict[str, Any]


class UnreadableError(ValueError):
    """The content is no feed. ``feed`` is the address of one, where the page announces it; else empty."""

    def __init__(self, code: str, feed: str = "") -> None:
        """``code``: "page" or "broken"."""
        super().__init__(code)
        self.feed = feed


def feed_of(content: bytes, address: str) -> Feed:
    """What is shown of the feed found at ``address``; ``UnreadableError`` when it is none."""
    # A stream, and never the content itself: feedparser would open the file, or fetch the address, that it names.
    found = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise _unreadable(content, address)
    rows = [row for entry in found.entries if (row := _row(entry, address))["title"]]
    newest = sorted(rows, key=lambda row: row["day"], reverse=True)[:MAX_ENTRIES]
    return {"home": _address(found.feed.get("link"), address), "entries": newest}


def _row(entry: Any, base: str) -> Row:
    return {
        "title": plain(entry.get("title"), MAX_TITLE),
        "url": _address(entry.get("link"), base),
        "day": _day(next((entry[name] for name in DATES if name in entry), None)),
        "text": plain(entry.get("summary"), MAX_TEXT),
    }


def plain(markup: Any, most: int) -> str:
    """The words alone, on one line, cut between two words."""
    if not isinstance(markup, str):
        return ""
    spaced = re.sub(r"<(?:br|/p|/li|/div|/h[1-6])\b[^>]*>", " ", markup[:MAX_MARKUP], flags=re.IGNORECASE)
    bare = html.unescape(nh3.clean(spaced, tags=set(), clean_content_tags={"script", "style"}))
    words = " ".join(UNSEEN.sub(" ", bare).split())
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0].rstrip(" ,;:.!?–-") + "…"


def _address(link: Any, base: str) -> str:
    """An absolute address of the web, that says no password."""
    try:
        absolute = urljoin(base, link.strip()) if isinstance(link, str) and link.strip() else ""
        parts = urlsplit(absolute)
        plain_host = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return ""
    fits = len(absolute) <= MAX_URL and not re.search(r"[\s<>\"\\\x00-\x1f]", absolute)
    return absolute if plain_host and fits else ""


def _day(moment: Any) -> str:
    try:
        return datetime.fromtimestamp(timegm(moment), UTC).astimezone(PARIS).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""


class _Announced(HTMLParser):
    """The first feed that a page announces."""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """``<link rel="alternate" type="application/rss+xml" href="…">``."""
        told = {name: value or "" for name, value in attrs}
        if tag == "link" and "alternate" in told.get("rel", "").lower().split() and told.get("type") in FEED_TYPES:
            self.found = self.found or told.get("href", "")


def _unreadable(content: bytes, address: str) -> UnreadableError:
    head = content[:100_000].decode("utf-8", "replace")
    if "<html" not in head.lower() and "<!doctype html" not in head.lower():
        return UnreadableError("broken")
    page = _Announced()
    page.feed(head)
    return UnreadableError("page", _address(page.found, address))
