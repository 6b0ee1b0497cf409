"""The tools of other sites that a page may show: who they are, and the address that is made for embedding.

Pure data and arithmetic. The security policy of public pages lets through ``BEFFROI_EMBED_ORIGINS``, whose default is
the origins below: a test holds them equal.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

VIDEO = re.compile(r"[\w-]{6,20}")
BOOK = re.compile(r"[0-9a-f]{12,40}")


@dataclass(frozen=True, slots=True)
class Tool:
    """``hosts`` are what people copy, ``origin`` is what a page loads; ``embed`` gives the address, or nothing."""

    name: str
    hosts: frozenset[str]
    origin: str
    embed: Callable[[SplitResult], str | None]


def _same(parts: SplitResult) -> str | None:
    return urlunsplit(parts._replace(scheme="https"))


def _youtube(parts: SplitResult) -> str | None:
    path = parts.path.strip("/").split("/")
    video = path[0] if parts.netloc == "youtu.be" else parse_qs(parts.query).get("v", [""])[0] or path[-1]
    return f"https://www.youtube-nocookie.com/embed/{video}" if VIDEO.fullmatch(video) else None


def _vimeo(parts: SplitResult) -> str | None:
    number = re.search(r"/(\d{6,12})", parts.path)
    return f"https://player.vimeo.com/video/{number[1]}?dnt=1" if number else None


def _openstreetmap(parts: SplitResult) -> str | None:
    if parts.path == "/export/embed.html":
        return _same(parts)
    place = re.match(r"map=(\d+(?:\.\d+)?)/(-?\d+(?:\.\d+)?)/(-?\d+(?:\.\d+)?)", parts.fragment)
    if place is None:
        return None
    zoom, latitude, longitude = (float(part) for part in place.groups())
    half = 180 / 2**zoom  # half of what a tile shows, in degrees
    box = "%2C".join(
        f"{value:.4f}" for value in (longitude - half, latitude - half / 2, longitude + half, latitude + half / 2)
    )
    return f"https://www.openstreetmap.org/export/embed.html?bbox={box}&layer=mapnik"


def _calameo(parts: SplitResult) -> str | None:
    book = parse_qs(parts.query).get("bkcode", [""])[0] or parts.path.strip("/").split("/")[-1]
    return f"https://v.calameo.com/?bkcode={book}" if BOOK.fullmatch(book) else None


TOOLS = (
    Tool("OpenStreetMap", frozenset({"www.openstreetmap.org"}), "https://www.openstreetmap.org", _openstreetmap),
    Tool("uMap", frozenset({"umap.openstreetmap.fr"}), "https://umap.openstreetmap.fr", _same),
    Tool("Géoportail", frozenset({"www.geoportail.gouv.fr"}), "https://www.geoportail.gouv.fr", _same),
    Tool(
        "YouTube",
        frozenset({"www.youtube.com", "m.youtube.com", "youtube.com", "youtu.be", "www.youtube-nocookie.com"}),
        "https://www.youtube-nocookie.com",
        _youtube,
    ),
    Tool("Vimeo", frozenset({"vimeo.com", "player.vimeo.com"}), "https://player.vimeo.com", _vimeo),
    Tool("HelloAsso", frozenset({"www.helloasso.com"}), "https://www.helloasso.com", _same),
    Tool("Framaforms", frozenset({"framaforms.org"}), "https://framaforms.org", _same),
    Tool("PanneauPocket", frozenset({"app.panneaupocket.com"}), "https://app.panneaupocket.com", _same),
    Tool("Calaméo", frozenset({"www.calameo.com", "v.calameo.com"}), "https://v.calameo.com", _calameo),
)


def embeddable(url: str, origins: Collection[str]) -> str | None:
    """The address to load in a frame; ``None`` for what is not on the list.

    ``origins`` are those that public pages let through (``BEFFROI_EMBED_ORIGINS``): an install adds its own, such as
    ``https://register.example``, whose addresses are taken as they are, or leaves some of ours out.
    """
    try:
        parts = urlsplit(url.strip())
        host, plain = parts.hostname or "", parts.port is None and parts.username is None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.username is not None:
        return None
    tool = next((tool for tool in TOOLS if plain and host in tool.hosts), None)
    address = tool.embed(parts._replace(netloc=host)) if tool else _same(parts)
    return address if address and _origin(address) in origins else None


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
