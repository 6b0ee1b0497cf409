"""Addresses of the old site, in one form: a path, without host, index nor final slash; a query when there is one.

``/mairie/elus``, ``/mairie/elus.html``, ``/index.php?id=12``, ``/`` for the home page. Pure.
"""

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

INDEX = re.compile(r"/(?:index|default|accueil)\.(?:html?|php\d?|aspx?|jsp)$", re.IGNORECASE)
PAGE = re.compile(r"\.(?:html?|xhtml|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
SAVED_QUERY = re.compile(r"(\?[^/]*?)\.html?$", re.IGNORECASE)
ANYWHERE = "http://ancien.invalid"
DEEPEST = 12  # folders; more is a trap, and no menu


def normal(address: str) -> str:
    """The form under which an address of the site is known; ``""`` for what is none."""
    try:
        parts = urlsplit(urljoin(f"{ANYWHERE}/", address))
        path = unquote(parts.path, errors="replace")
    except ValueError:
        return ""
    if not path.isprintable():
        return ""
    if "?" in path:  # wget's name for a page with a query
        path = SAVED_QUERY.sub(r"\1", path)
    elif parts.query:
        path = f"{path}?{unquote(parts.query, errors='replace')}"
    head, mark, query = path.partition("?")
    head = re.sub(r"/{2,}", "/", head)
    if not query:
        head = INDEX.sub("/", head)
    return (head.rstrip("/") or "/") + mark + query


def inside(href: str, base: str, hosts: Collection[str]) -> str | None:
    """The address that a link of the page ``base`` leads to, in this form; ``None`` when it leaves the site.

    Anchors, ``mailto:``, ``javascript:`` and the like leave it too.
    """
    href = href.strip()
    try:
        parts = urlsplit(urljoin(f"{ANYWHERE}{base}", href))
    except ValueError:
        return None
    if not href or href.startswith("#") or parts.scheme not in {"http", "https"}:
        return None
    host = (parts.hostname or "").lower()
    if host not in {"ancien.invalid", *hosts}:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return normal(f"{parts.path or '/'}{query}")


def same_site(host: str) -> frozenset[str]:
    """The names that stand for one site: with ``www.`` and without."""
    bare = host.lower().removeprefix("www.")
    return frozenset({bare, f"www.{bare}"} if bare else ())


def spellings(key: str) -> list[str]:
    """The other forms under which a visitor may have kept this address: with and without ``.html``."""
    if "?" in key or key == "/":
        return []
    return [shorter] if (shorter := PAGE.sub("", key)) != key and shorter else []


def folder_of(key: str) -> str:
    """The address of the folder above; ``""`` at the top."""
    return key.partition("?")[0].rpartition("/")[0]


def last_of(key: str) -> str:
    """The last word of an address, without its extension."""
    path = key.partition("?")[0]
    return PAGE.sub("", PurePosixPath(path).name) or ""


def words_of(name: str) -> str:
    """« vie-municipale » is called « Vie municipale » until somebody names it better."""
    words = re.sub(r"[-_+. ]+", " ", name).strip()
    return words[:1].upper() + words[1:]
