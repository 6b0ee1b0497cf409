"""Which pages were read, for the statistics: no address, no referrer, nothing that tells one reader from another.

One JSON object a line, in the words of Caddy's access log, of which ``deploy/host/Caddyfile`` keeps the same fields:
one reader understands both. A log lasts one hour; who counts it throws it away.
"""

import json
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from cms.serving.messages import Answer, Request

FOLDER = "visits"
HOUR = 3600
SEEN = ("200", "304")


class Visits:
    """Appends to the log of the hour. Several threads, and several processes, may write at once."""

    def __init__(self, var: Path) -> None:
        self._folder = var / FOLDER
        self._lock = threading.Lock()
        self._hour = -1
        self._file = -1

    def note(self, request: Request, host: str, answer: Answer, user_agent: str) -> None:
        """Write down a page that was read; anything else is nobody's business."""
        if request.method != "GET" or not request.path.endswith("/") or not answer.status.startswith(SEEN):
            return
        now = time.time()
        line = {
            "ts": round(now),
            "status": int(answer.status[:3]),
            "request": {
                "method": request.method,
                "host": host,
                "uri": request.path,
                "headers": {"User-Agent": [user_agent]},
            },
        }
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
