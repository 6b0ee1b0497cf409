"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import TYPE_CHECKING, Any

from sites.feeds.entries import Entry, identifier, whole

if TYPE_CHECKING:
    from sites.feeds.files import Bound

VERSION = "https://jsonfeed.org/version/1.1"
FILE, TYPE = "feed.json", "application/feed+json"


def write(feed: "Bound") -> bytes:
    """The feed as UTF-8."""
    told = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.origin + feed.url,
        "feed_url": f"{feed.origin}{feed.url}{FILE}",
        "description": feed.description,
        "language": "fr",
        "authors": [{"name": feed.author, "url": f"{feed.origin}/"}],
        "items": [_item(entry, feed) for entry in feed.entries],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _item(told: Entry, feed: "Bound") -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": identifier(feed.insee, feed.module, told.key),
        "url": whole(feed.origin, told.url),
        "title": told.title,
        "content_text": told.summary or told.title,
        "date_published": told.published.isoformat(),
        "date_modified": told.updated.isoformat(),
    }
    if told.category:
        item["tags"] = [told.category]
    if told.enclosure:
        url = feed.origin + told.enclosure.url
        if told.enclosure.type.startswith("image/"):
            item["image"] = url
        attached = {"url": url, "mime_type": told.enclosure.type, "size_in_bytes": told.enclosure.length}
        item["attachments"] = [attached]
    return item
