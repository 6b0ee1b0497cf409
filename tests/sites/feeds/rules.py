"""The rules of the three formats, as their texts write them: each raises on the first one that is broken."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from defusedxml.ElementTree import fromstring

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def once(node: Any, name: str) -> Any:
    """The only child of that name."""
    (found,) = node.findall(name)
    return found


def moment(text: str) -> datetime:
    """RFC 3339: a date without offset says nothing."""
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def obey_atom(content: bytes, origin: str, url: str) -> list[str]:
    """RFC 4287, § 4.1.1 and 4.1.2; the identifiers of the entries."""
    feed: Any = fromstring(content)
    assert (feed.tag, feed.get(XML_LANG)) == (f"{ATOM}feed", "fr")
    assert once(feed, f"{ATOM}title").text
    assert once(feed, f"{ATOM}id").text.startswith("urn:uuid:")
    updated = moment(once(feed, f"{ATOM}updated").text)
    assert once(once(feed, f"{ATOM}author"), f"{ATOM}name").text  # then no entry needs one
    links = {link.get("rel"): link for link in feed.findall(f"{ATOM}link")}
    assert {rel: link.get("href") for rel, link in links.items()} == {
        "alternate": origin + url,
        "self": f"{origin}{url}atom.xml",
    }
    assert links["self"].get("type") == "application/atom+xml"
    ids = []
    for entry in feed.findall(f"{ATOM}entry"):
        ids.append(once(entry, f"{ATOM}id").text)
        assert once(entry, f"{ATOM}title").text
        assert once(entry, f"{ATOM}summary").text
        changed, published = (moment(once(entry, f"{ATOM}{name}").text) for name in ("updated", "published"))
        assert published <= changed <= updated
        alternates = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        assert [link.get("href").startswith(f"{origin}/") for link in alternates] == [True]
        for link in entry.findall(f"{ATOM}link[@rel='enclosure']"):
            assert link.get("href").startswith(f"{origin}/")
            assert link.get("type")
            assert int(link.get("length")) > 0
    return ids


def obey_rss(content: bytes, origin: str, url: str) -> list[str]:
    """RSS 2.0, with the link to itself that its best practices ask for; the identifiers of the items."""
    rss = fromstring(content)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    channel = once(rss, "channel")
    assert once(channel, "title").text
    assert once(channel, "description").text
    assert (once(channel, "link").text, once(channel, "language").text) == (origin + url, "fr")
    own = once(channel, f"{ATOM}link")
    assert dict(own.attrib) == {"href": f"{origin}{url}rss.xml", "rel": "self", "type": "application/rss+xml"}
    built = parsedate_to_datetime(once(channel, "lastBuildDate").text)
    assert built.tzinfo is not None
    guids = []
    for item in channel.findall("item"):
        guid = once(item, "guid")
        assert guid.get("isPermaLink") == "false"
        guids.append(guid.text)
        assert once(item, "title").text
        assert once(item, "description").text
        assert once(item, "link").text.startswith(f"{origin}/")
        assert parsedate_to_datetime(once(item, "pubDate").text) <= built
        for enclosure in item.findall("enclosure"):
            assert set(enclosure.attrib) == {"url", "length", "type"}
            assert enclosure.get("url").startswith(f"{origin}/")
            assert int(enclosure.get("length")) > 0
    return guids


def obey_json(content: bytes, origin: str, url: str) -> list[str]:
    """JSON Feed 1.1; the identifiers of the items."""
    feed = json.loads(content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    assert (feed["home_page_url"], feed["feed_url"]) == (origin + url, f"{origin}{url}feed.json")
    assert [author["name"] for author in feed["authors"]]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]  # one of content_text and content_html is required
        assert item["url"].startswith(f"{origin}/")
        assert moment(item["date_published"]) <= moment(item["date_modified"])
        for attached in item.get("attachments", ()):
            assert attached["url"].startswith(f"{origin}/")
            assert attached["mime_type"]
            assert attached["size_in_bytes"] > 0
    return [item["id"] for item in feed["items"]]


RULES = {"rss.xml": obey_rss, "atom.xml": obey_atom, "feed.json": obey_json}
