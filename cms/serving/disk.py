"""Baked sites as they lie under ``BEFFROI_VAR``: which generation a host shows, and what a path of it holds.

    hosts/cahors.fr              → ../sites/46042         the host shows that commune
    hosts/www.cahors.fr/to/cahors.fr                      the host redirects to that one
    hosts/cahors.fr/closed       → ../../sites/46042/closed   the site is suspended: its index.html stands for all of it
    sites/46042/current          → gen-000012             the generation on line
    sites/46042/gen-000012/redirects.json
    sites/46042/gen-000012/www/index.html[.br|.gz]

A generation never changes once it is on line: what was read from it may be kept in memory. No database is read.
"""

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cms.serving import encodings, headers
from cms.serving.content import Content, Memory, from_disk
from sites.composing.places import Shelf

COMPRESSED = tuple(encodings.SUFFIXES.values())


@dataclass(frozen=True, slots=True)
class Generation:
    """One baked state of a commune. ``stamp`` tells it from another that would take its name later."""

    folder: str
    stamp: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Secondary:
    """A host that only leads to another one."""

    target: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A host whose site is suspended; ``page`` is all that it says."""

    page: bytes


class Disk:
    """Reads the baked sites of one ``BEFFROI_VAR``."""

    def __init__(self, var: Path) -> None:
        self.hosts = str(var / "hosts")
        self.sites = str(var / "sites")
        self.memory = Memory()
        self.shelf = Shelf(var)

    def locate(self, host: str) -> Generation | Secondary | Closed | None:
        """What a host name (parsed, never a raw header) shows; ``None`` when nothing is on line there."""
        # On the path of every request: os is three times faster than pathlib here.
        try:
            commune = f"{self.sites}/{_last(os.readlink(f'{self.hosts}/{host}'))}"  # noqa: PTH115
        except OSError:
            return self._secondary(host) or self._closed(host)
        try:
            folder = f"{commune}/{_last(os.readlink(f'{commune}/current'))}"  # noqa: PTH115
            found = os.stat(f"{folder}/www")  # noqa: PTH116 — see above
        except OSError:
            return None
        return Generation(folder, (found.st_dev, found.st_ino, found.st_mtime_ns))

    def _secondary(self, host: str) -> Secondary | None:
        try:
            targets = [entry.name for entry in Path(self.hosts, host, "to").iterdir()]
        except OSError:
            return None
        return Secondary(targets[0]) if len(targets) == 1 else None

    def _closed(self, host: str) -> Closed | None:
        try:
            return Closed(Path(self.hosts, host, "closed", "index.html").read_bytes())
        except OSError:
            return None

    def known(self) -> list[str]:
        """Every host name that shows a site, sorted."""
        try:
            return sorted(entry.name for entry in Path(self.hosts).iterdir() if entry.is_symlink())
        except OSError:
            return []

    def redirects(self, generation: Generation) -> Mapping[str, str]:
        """Old path → address it went to, in one generation."""
        return _redirects(generation)

    def read(self, generation: Generation, path: str, accept_encoding: str) -> Content | None:
        """The file at ``path`` (absolute and without dots) in the best form for the visitor, or ``None``."""
        if path.endswith(COMPRESSED):
            return None  # another form of its neighbour, not a page of the site
        forms = encodings.order(accept_encoding) if headers.compressible(path) else ("",)
        for form in forms:
            if content := self._read(generation, path, form):
                return content
        return None

    def _read(self, generation: Generation, path: str, form: str) -> Content | None:
        key = (generation, path, form)
        content = self.memory.get(key)
        if content is None:
            content = from_disk(f"{generation.folder}/www{path}{encodings.SUFFIXES.get(form, '')}", path, form)
            if content is not None:
                self.memory.put(key, content)
        return content

    def holds(self, generation: Generation, path: str) -> bool:
        """Whether a plain file stands there."""
        try:
            return stat.S_ISREG(os.stat(f"{generation.folder}/www{path}").st_mode)  # noqa: PTH116 — see locate
        except (OSError, ValueError):
            return False


def _last(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


@lru_cache(maxsize=1024)
def _redirects(generation: Generation) -> Mapping[str, str]:
    try:
        table = json.loads(Path(generation.folder, "redirects.json").read_bytes())
    except FileNotFoundError:
        return {}
    return {str(old): str(new) for old, new in table.items()}
