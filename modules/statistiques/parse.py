"""One line of the server's log, as Caddy writes it (JSON, one object a line) and the embedded server after it. Pure.

``{"ts": 1795324800.0, "status": 200, "request": {"method": "GET", "host": "cahors.fr", "uri": "/agenda/"}}``. Nothing
else is read, whatever else the line may hold. Robots were left aside by who wrote it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

from sites.law.dated import PARIS
from sites.store import olds

# Read again by a browser that had the page already: seen all the same.
SEEN = frozenset({200, 304})
LOST = frozenset({404})
LONGEST_PATH = 255
LONGEST_LINE = 64 * 1024


@dataclass(frozen=True, slots=True)
class View:
    """One page read: the day in Paris, the host asked for, the path, most often without its query."""

    day: date
    host: str
    path: str


def view_of(line: bytes) -> View | None:
    """The page that a line says was read; ``None`` for anything else: a file, an error, a robot, a broken line."""
    view = _asked(line, SEEN)
    return view if view is not None and view.path.endswith("/") else None


def lost_of(line: bytes) -> View | None:
    """The address that a line says leads nowhere, with the query that tells a content; ``None`` for anything else."""
    return _asked(line, LOST, olds.told)


def _alone(path: str, _query: str) -> str:
    return path


def _asked(line: bytes, statuses: frozenset[int], named: Callable[[str, str], str] = _alone) -> View | None:
    if len(line) > LONGEST_LINE:
        return None
    try:
        told = json.loads(line)
        request = told["request"]
        if told["status"] not in statuses or request["method"] != "GET":
            return None
        parts = urlsplit(request["uri"])
        path = named(unquote(parts.path, errors="strict"), parts.query)
        day = datetime.fromtimestamp(float(told["ts"]), PARIS).date()
        host = str(request["host"]).partition(":")[0].lower().removesuffix(".")
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return None
    if not path.startswith("/") or path.startswith("/_/") or len(path) > LONGEST_PATH:
        return None
    return View(day, host, path) if host and path.isprintable() else None
