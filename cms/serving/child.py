"""A child process that lives as long as its parent wants, and never longer than it.

The child reads its standard input, of which the parent alone holds the other end: the day the parent is gone, even
killed, the kernel closes it and the child leaves.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

# Seconds. A child that lived long enough before it fell is started again at once.
LONG_LIFE = 60.0
SHORTEST_WAIT = 1.0
LONGEST_WAIT = 30.0
FAREWELL = 20.0


class Child:
    """Starts ``command``, and starts it again when it falls, less and less often if it falls at once."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._keeper = threading.Thread(target=self._keep, name="child", daemon=True)

    def start(self) -> None:
        """Return at once; the child is started by a thread."""
        self._keeper.start()

    def stop(self) -> None:
        """Ask the child to finish what it does, and wait for it; kill it if it takes too long."""
        self._stopping.set()
        self._keeper.join(FAREWELL)
        if (process := self._process) is not None and process.poll() is None:
            process.kill()
            self._keeper.join()

    @property
    def pid(self) -> int | None:
        """Of the process that lives now."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def _keep(self) -> None:
        wait = SHORTEST_WAIT
        while not self._stopping.is_set():
            born = time.monotonic()
            status = self._live_once()
            if self._stopping.is_set():
                return
            if time.monotonic() - born > LONG_LIFE:
                wait = SHORTEST_WAIT
            logger.warning(_("Le worker s’est arrêté (%s)\u00a0: il est relancé dans %.0f\u00a0s."), status, wait)
            self._stopping.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _live_once(self) -> int:
        # A session of its own: Ctrl-C in the terminal is for the parent, which then asks the child to leave.
        with subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True) as process:
            self._process = process
            while process.poll() is None and not self._stopping.wait(0.1):
                pass
            if process.poll() is None:
                process.terminate()
            return process.wait()


def leave_with_parent(stop: threading.Event) -> None:
    """In the child: set ``stop`` when the parent is gone; leave by force if that is not enough."""

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        stop.set()
        time.sleep(FAREWELL)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="parent", daemon=True).start()
