"""Which pages were read, and which were not found: no header, nothing that tells one reader from another.

One JSON object a line, in the words of Caddy's access log, of which ``deploy/host/Caddyfile`` keeps the same fields for
the same pages: one reader understands both. A log lasts one hour; who counts it throws it away.
"""

import json
import os
import re
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cms.serving.messages import Answer, Request
from sites.store import olds

FOLDER, LOST = "visits", "absents"
HOUR = 3600
SEEN, ABSENT = ("200", "304"), "404"
OURS = "/_/"
# Those who say that they are no person, or are libraries that do not pretend to be one. Caddy leaves the same aside.
ROBOTS = re.compile(
    "(?i)bot|crawl|spider|slurp|archiv|monitor|preview|fetch|scan|check|curl|wget|python|java/|go-http|okhttp|libwww"
    "|headless|lighthouse|facebookexternalhit|whatsapp|feed|rss"
)


class Visits:
    """Appends to the logs of the hour. Several threads, and several processes, may write at once."""

    def __init__(self, var: Path) -> None:
        self._read, self._lost = _Log(var / FOLDER), _Log(var / LOST)

    def note(self, request: Request, host: str, answer: Answer, user_agent: str) -> None:
        """Write down a page that was read, or an address that leads nowhere; anything else is nobody's business."""
        if request.method != "GET" or not user_agent or ROBOTS.search(user_agent):
            return
        if answer.status.startswith(SEEN) and request.path.endswith("/"):
            log, uri = self._read, quote(request.path)
        elif answer.status.startswith(ABSENT) and request.path and not request.path.startswith(OURS):
            log, uri = self._lost, olds.told(quote(request.path), request.query)
        else:
            return
        now = time.time()
        asked = {"method": request.method, "host": host, "uri": uri}
        log.write(now, {"ts": round(now), "status": int(answer.status[:3]), "request": asked})


class _Log:
    """One folder, a file an hour."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._hour = -1
        self._file = -1

    def write(self, now: float, line: dict[str, Any]) -> None:
        """One line, whole."""
        with suppress(OSError):  # a full disk must not take the page away too
            os.write(self._of_the_hour(int(now) // HOUR), json.dumps(line).encode() + b"\n")

    def _of_the_hour(self, hour: int) -> int:
        with self._lock:
            if hour != self._hour:
                self._folder.mkdir(parents=True, exist_ok=True)
                name = time.strftime("%Y%m%dT%H", time.gmtime(hour * HOUR)) + f"-{os.getpid()}.log"
                opened = os.open(self._folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
                if self._file >= 0:
                    os.close(self._file)
                self._file, self._hour = opened, hour
            return self._file
