"""Baked sites as they lie under ``BEFFROI_VAR``: which generation a host shows, and what a path holds.

    hosts/cahors.fr              → ../sites/46042                 (link: the host shows that commune)
    hosts/www.cahors.fr/to/cahors.fr                              (folder: the host redirects to that one)
    sites/46042/current          → gen-000012                     (link: the generation on line)
    sites/46042/gen-000012/redirects.json, www/…

A generation never changes once it is on line, so what was read from one may be kept in memory for as long as it is
the one on line. No database is read.
"""

import json
import os
import stat
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from cms.serving import encodings, headers

LARGEST_KEPT = 256 * 1024
MEMORY = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Generation:
    """One baked state of a commune. ``stamp`` tells it from another that would take its name later."""

    folder: str
    stamp: tuple[int, int, int]

    @property
    def www(self) -> str:
        """The public folder."""
        return f"{self.folder}/www"


@dataclass(frozen=True, slots=True)
class Secondary:
    """A host that only leads to another one."""

    target: str


@dataclass(frozen=True, slots=True)
class Content:
    """A file ready to leave. ``body`` is ``None`` when it is too big to be kept: it is then read from ``file``."""

    file: str
    encoding: str
    negotiated: bool
    size: int
    etag: str
    body: bytes | None


class Memory:
    """The files asked for most lately, within a number of bytes."""

    def __init__(self, limit: int = MEMORY) -> None:
        self.limit = limit
        self.used = 0
        self._kept: OrderedDict[object, Content] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object) -> Content | None:
        """What was put under ``key``, if it is still there."""
        with self._lock:
            if (content := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return content

    def put(self, key: object, content: Content) -> None:
        """Keep ``content``, forgetting the oldest ones for it."""
        if content.body is None:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = content
                self.used += content.size
            while self.used > self.limit:
                _, forgotten = self._kept.popitem(last=False)
                self.used -= forgotten.size


class Disk:
    """Reads the baked sites of one ``BEFFROI_VAR``."""

    def __init__(self, var: Path) -> None:
        self.hosts = str(var / "hosts")
        self.sites = str(var / "sites")
        self.memory = Memory()

    def locate(self, host: str) -> Generation | Secondary | None:
        """What a host name (already parsed: never a raw header) shows. ``None`` when nothing is on line there."""
        try:
            commune = os.path.basename(os.readlink(f"{self.hosts}/{host}"))
        except OSError:
            return self._secondary(host)
        try:
            current = os.readlink(f"{self.sites}/{commune}/current")
            folder = f"{self.sites}/{commune}/{os.path.basename(current)}"
            found = os.stat(f"{folder}/www")
        except OSError:
            return None
        return Generation(folder, (found.st_dev, found.st_ino, found.st_mtime_ns))

    def _secondary(self, host: str) -> Secondary | None:
        try:
            targets = os.listdir(f"{self.hosts}/{host}/to")
        except OSError:
            return None
        return Secondary(targets[0]) if len(targets) == 1 else None

    def known(self) -> list[str]:
        """Every host name that shows a site, sorted."""
        try:
            with os.scandir(self.hosts) as entries:
                return sorted(entry.name for entry in entries if entry.is_symlink())
        except OSError:
            return []

    def redirects(self, generation: Generation) -> Mapping[str, str]:
        """Old path → where it went, of one generation."""
        return _redirects(generation)

    def read(self, generation: Generation, path: str, accept: str) -> Content | None:
        """The file at ``path`` (absolute, safe: see ``split_path``) in the best encoding for ``accept``."""
        return load(self.memory, (generation.folder, generation.stamp), generation.www + path, accept)

    def is_file(self, generation: Generation, path: str) -> bool:
        """Whether a plain file stands there."""
        return _is_file(generation.www + path)


@lru_cache(maxsize=1024)
def _redirects(generation: Generation) -> Mapping[str, str]:
    try:
        table = json.loads(Path(generation.folder, "redirects.json").read_bytes())
    except FileNotFoundError:
        return {}
    return {str(old): str(new) for old, new in table.items()}


def _is_file(file: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(file).st_mode)
    except (OSError, ValueError):
        return False


def load(memory: Memory, owner: object, file: str, accept: str) -> Content | None:
    """``file`` or its compressed neighbour, from memory or from disk; ``None`` when there is no such file.

    ``owner`` is whatever makes a file name mean one content only.
    """
    if file.endswith(tuple(encodings.SUFFIXES.values())):
        return None  # they are another form of their neighbour, not pages of the site
    compressible = headers.content_type(file).startswith(("text/", "image/svg", "application/rss", "application/atom", "application/json", "application/manifest"))
    encoding = encodings.choose(accept, encodings.SUFFIXES) if compressible else ""
    for tried in _fallbacks(encoding):
        key = (owner, file, tried)
        if (content := memory.get(key)) is None:
            content = _from_disk(file, tried, negotiated=compressible)
            if content is None:
                continue
            memory.put(key, content)
        return content
    return None
