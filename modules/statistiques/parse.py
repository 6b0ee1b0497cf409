"""One line of the server's log, as Caddy writes it (JSON, one object a line) and the embedded server after it. Pure.

``{"ts": 1795324800.0, "status": 200, "request": {"method": "GET", "host": "cahors.fr", "uri": "/agenda/?p=2",
"headers": {"User-Agent": ["…"]}}}``. Nothing else is read, whatever else the line may hold: no address, no referrer.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
# Read again by a browser that had the page already: seen all the same.
SEEN = frozenset({200, 304})
LONGEST_PATH = 255
LONGEST_LINE = 64 * 1024
# Those who say that they are no person, or are libraries that do not pretend to be one.
ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|archiv|monitor|preview|fetch|scan|check|curl|wget|python|java/|go-http|okhttp|libwww|"
    r"headless|lighthouse|facebookexternalhit|whatsapp|feed|rss",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class View:
    """One page read: the day in Paris, the host asked for, the path without its query."""

    day: date
    host: str
    path: str


def view_of(line: bytes) -> View | None:
    """The page that a line says was read; ``None`` for anything else: a file, an error, a robot, a broken line."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        told = json.loads(line)
        request = told["request"]
        if told["status"] not in SEEN or request["method"] != "GET" or _is_robot(request):
            return None
        path = unquote(urlsplit(request["uri"]).path, errors="strict")
        day = datetime.fromtimestamp(float(told["ts"]), PARIS).date()
        host = str(request["host"]).partition(":")[0].lower().removesuffix(".")
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None
    if not path.startswith("/") or not path.endswith("/") or path.startswith("/_/") or len(path) > LONGEST_PATH:
        return None
    return View(day, host, path) if host and path.isprintable() else None


def _is_robot(request: dict[str, Any]) -> bool:
    said = (request.get("headers") or {}).get("User-Agent") or [""]
    return not said[0] or ROBOTS.search(str(said[0])) is not None
