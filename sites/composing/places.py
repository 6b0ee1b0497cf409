"""Where packs and shells lie, and how they are followed when they are replaced."""

import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Hashable
from pathlib import Path

from sites.composing.pack import BrokenPackError, Pack
from sites.composing.shell import Shell, ShellError, cut

SHELVES = "composed"  # below the folder of the install, and below each generation
PACK, SHELL = ".zip", ".html"
KEPT = 2_000  # shells; some kilobytes each

logger = logging.getLogger(__name__)


def pack_file(var: Path, prefix: str) -> Path:
    """The pack whose sheets stand below ``/<prefix>/`` on every site that has its shell."""
    return var / SHELVES / f"{prefix}{PACK}"


def shell_file(prefix: str) -> str:
    """The shell of a site, among the private notes of a generation: never served by itself."""
    return f"{SHELVES}/{prefix}{SHELL}"


class Shelf:
    """Packs and shells, as they stand. Safe between threads."""

    def __init__(self, var: Path) -> None:
        self._var = var
        self._packs: dict[str, tuple[tuple[int, int], Pack]] = {}
        self._reading = threading.Lock()
        self._shells: OrderedDict[Hashable, Shell | None] = OrderedDict()
        self._lock = threading.Lock()

    def pack(self, prefix: str) -> Pack | None:
        """The pack that stands; the former one for the moment it takes to read a new one, which nobody waits for."""
        file = pack_file(self._var, prefix)
        try:
            found = os.stat(file)  # noqa: PTH116  # on the path of every request
        except OSError:
            return None
        stamp = (found.st_ino, found.st_mtime_ns)
        held = self._packs.get(prefix)
        if held is None:
            with self._reading:
                return self._read(prefix, file, stamp)
        if held[0] != stamp and self._reading.acquire(blocking=False):
            threading.Thread(target=self._follow, args=(prefix, file, stamp), daemon=True).start()
        return held[1]

    def _follow(self, prefix: str, file: Path, stamp: tuple[int, int]) -> None:
        try:
            self._read(prefix, file, stamp)
        finally:
            self._reading.release()

    def _read(self, prefix: str, file: Path, stamp: tuple[int, int]) -> Pack | None:
        held = self._packs.get(prefix)
        if held is None or held[0] != stamp:
            try:
                held = self._packs[prefix] = (stamp, Pack(file))
            except (OSError, BrokenPackError) as error:
                logger.error("%s cannot be read: %s", file, error)  # noqa: TRY400  # the file is at fault, not the code
        return held[1] if held else None

    def shell(self, folder: str, stamp: Hashable, prefix: str) -> Shell | None:
        """That of a generation, which never changes; ``None`` for a site that does not show these sheets.

        ``stamp`` tells the generation from another that would take its folder's name later.
        """
        key = (folder, stamp, prefix)
        with self._lock:
            if key in self._shells:
                self._shells.move_to_end(key)
                return self._shells[key]
        try:
            found = cut(Path(folder, shell_file(prefix)).read_text(encoding="utf-8"))
        except (OSError, ShellError):
            found = None
        with self._lock:
            self._shells[key] = found
            while len(self._shells) > KEPT:
                self._shells.popitem(last=False)
        return found
