"""The addresses of the reading API of OpenAgenda, version 2, and how its pages follow one another. Pure.

https://developers.openagenda.com/10-lecture/ : ``/v2/agendas/<uid>/events?key=<public key>`` gives twenty events of
a few fields, without their dates, unless it is asked for more; ``after`` names the page that follows.
"""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

HOST = "api.openagenda.com"
PAGE_SIZE = 300  # the most it gives at once
MAX_PAGES = 10
FIELDS = (
    "title", "slug", "status", "timings", "canonicalUrl", "location.name", "location.city", "originAgenda.slug",
)  # fmt: skip
OURS = frozenset({"size", "after", "after[]", "includeFields[]", "detailed", "relative", "relative[]"})
CANCELLED = 6
_EVENTS = re.compile(r"/v2/agendas/\d+/events/?")
_SLUG = re.compile(r"[\w-]+")


def is_api(address: str) -> bool:
    """Whether this is the list of the events of an agenda."""
    parts = urlsplit(address)
    return parts.hostname == HOST and _EVENTS.fullmatch(parts.path) is not None


def has_key(address: str) -> bool:
    """Whether the address holds the key that the API asks for."""
    return any(name == "key" and value for name, value in parse_qsl(urlsplit(address).query))


def page_address(address: str, after: Sequence[Any] = ()) -> str:
    """The address of a page: what comes and what goes on, with its dates. What else the editor asked for stays."""
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in OURS]
    asked = [*kept, ("size", PAGE_SIZE), ("relative[]", "current"), ("relative[]", "upcoming")]
    asked += [("includeFields[]", name) for name in FIELDS] + [("after[]", value) for value in after]
    return urlunsplit(parts._replace(query=urlencode(asked), fragment=""))


def page_of(content: bytes) -> tuple[list[Any], list[Any]] | None:
    """The events of a page, and what names the next one: nothing after the last. ``None`` when this is no page."""
    try:
        told = json.loads(content)
        events, after = told["events"], told.get("after")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not isinstance(events, list):
        return None
    return events, after if isinstance(after, list) and len(events) >= PAGE_SIZE else []


def link_of(event: Any) -> str:
    """The page of an event: the one its agenda names, or that of OpenAgenda."""
    if told := event.get("canonicalUrl") or event.get("link"):
        return str(told)
    slug, agenda = event.get("slug"), (event.get("originAgenda") or {}).get("slug")
    if not (isinstance(slug, str) and isinstance(agenda, str) and _SLUG.fullmatch(slug) and _SLUG.fullmatch(agenda)):
        return ""
    return f"https://openagenda.com/fr/{agenda}/events/{slug}"


def is_cancelled(event: Any) -> bool:
    """Whether it will not take place."""
    return bool(event.get("status") == CANCELLED)
