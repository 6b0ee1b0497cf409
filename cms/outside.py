"""The tools of other sites that a page may show: who they are, and the address that is made for embedding.

Pure data and arithmetic: the settings file reads ``ORIGINS`` from here for the security policy of public pages.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

VIDEO = re.compile(r"[\w-]{6,20}")


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


def _dailymotion(parts: SplitResult) -> str | None:
    video = parse_qs(parts.query).get("video", [""])[0] or parts.path.strip("/").split("/")[-1].partition("_")[0]
    return f"https://geo.dailymotion.com/player.html?video={video}" if VIDEO.fullmatch(video) else None


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


TOOLS = (
    Tool("OpenStreetMap", frozenset({"www.openstreetmap.org"}), "https://www.openstreetmap.org", _openstreetmap),
    Tool("uMap", frozenset({"umap.openstreetmap.fr"}), "https://umap.openstreetmap.fr", _same),
    Tool("Géoportail", frozenset({"www.geoportail.gouv.fr"}), "https://www.geoportail.gouv.fr", _same),
    Tool("Ma carte IGN", frozenset({"macarte.ign.fr"}), "https://macarte.ign.fr", _same),
    Tool("OpenAgenda", frozenset({"openagenda.com"}), "https://openagenda.com", _same),
    Tool("YouTube", frozenset({"www.youtube.com", "m.youtube.com", "youtube.com", "youtu.be",
                               "www.youtube-nocookie.com"}), "https://www.youtube-nocookie.com", _youtube),
    Tool("Dailymotion", frozenset({"www.dailymotion.com", "dai.ly", "geo.dailymotion.com"}),
         "https://geo.dailymotion.com", _dailymotion),
    Tool("Vimeo", frozenset({"vimeo.com", "player.vimeo.com"}), "https://player.vimeo.com", _vimeo),
    Tool("PanneauPocket", frozenset({"app.panneaupocket.com"}), "https://app.panneaupocket.com", _same),
    Tool("IntraMuros", frozenset({"www.intramuros.org"}), "https://www.intramuros.org", _same),
)  # fmt: skip
ORIGINS = tuple(sorted({tool.origin for tool in TOOLS}))


def embeddable(url: str, more_origins: Iterable[str] = ()) -> str | None:
    """The address to load in a frame; ``None`` for what is not on the list.

    ``more_origins`` are those that an install adds (``https://register.example``): taken as they are.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        plain = parts.port is None and parts.username is None
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"}:
        return None
    for tool in TOOLS:
        if plain and host in tool.hosts:
            return tool.embed(parts._replace(netloc=host))
    return _same(parts) if f"https://{parts.netloc}" in set(more_origins) - set(ORIGINS) else None
