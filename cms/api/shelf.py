"""What was baked of a commune, read from the disk. No query, and nothing that is not online."""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from cms.api.baking import INDEX, LINES
from sites.bake.bakery import store_of

Entry = Mapping[str, Any]
Place = Sequence[int]
# Bytes of index files kept read, one for each commune asked last; in memory they take some six times as much.
KEPT = 8 << 20
# A generation may be pruned between the moment it is found and the moment it is read; the next one is then there.
TRIES = 3


class NothingBakedError(Exception):
    """The commune has no site yet, or one that was baked before there was an API."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One generation of one commune. ``mark`` is another as soon as anything of the site is."""

    folder: Path
    generation: int
    mark: str
    index: Mapping[str, Any]

    @property
    def codes(self) -> frozenset[str]:
        """The modules the commune had when it was baked."""
        return frozenset(self.index["codes"])

    def single(self, name: str) -> bytes:
        """A single thing, as JSON."""
        return self.read([self.index["singles"][name]])[0]

    def entries(self, name: str) -> Sequence[Entry] | None:
        """A list; ``None`` when the commune has not its module."""
        found: Sequence[Entry] | None = self.index["lists"].get(name)
        return found

    def read(self, places: Sequence[Place]) -> list[bytes]:
        """Pieces of the lines."""
        descriptor = os.open(self.folder / LINES, os.O_RDONLY | os.O_CLOEXEC)
        try:
            return [os.pread(descriptor, length, start) for start, length in places]
        finally:
            os.close(descriptor)


def mark_of(insee: str) -> tuple[Path, int, str]:
    """Folder, number and mark of the generation that stands. Numbers start anew where a folder was lost: time tells."""
    store = store_of(insee)
    number = store.generation()
    folder = store.folder(number)
    try:
        made = (folder / INDEX).stat().st_mtime_ns
    except FileNotFoundError as error:
        raise NothingBakedError(insee) from error
    return folder, number, f"{number}-{made:x}"


def shelf_of(insee: str) -> Shelf:
    """What stands. ``NothingBakedError`` when nothing does."""
    for _attempt in range(TRIES - 1):
        try:
            return _shelf(insee)
        except NothingBakedError:
            continue
    return _shelf(insee)


def _shelf(insee: str) -> Shelf:
    folder, number, mark = mark_of(insee)
    try:
        return Shelf(folder, number, mark, indexes.read(insee, folder / INDEX, mark))
    except (FileNotFoundError, ValueError) as error:
        raise NothingBakedError(insee) from error


def shelf_in(folder: Path, number: int) -> Shelf:
    """A generation that may stand no more. ``NothingBakedError`` when it left, or was baked before there was an API."""
    try:
        return Shelf(folder, number, "", json.loads((folder / INDEX).read_bytes()))
    except (FileNotFoundError, ValueError) as error:
        raise NothingBakedError(str(number)) from error


class Indexes:
    """The indexes read last: one for each commune, of the generation read last; ``most`` bytes of files in all."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = Lock()
        self._kept: dict[str, tuple[str, int, Mapping[str, Any]]] = {}  # the one asked last stands last

    @property
    def size(self) -> int:
        """Bytes of the files of those that are kept."""
        return sum(size for _mark, size, _index in self._kept.values())

    def read(self, insee: str, path: Path, mark: str) -> Mapping[str, Any]:
        """The index of that mark. ``FileNotFoundError``; ``ValueError`` when it is no JSON."""
        with self._lock:
            kept = self._kept.pop(insee, None)
            if kept is not None and kept[0] == mark:
                self._kept[insee] = kept
                return kept[2]
        content = path.read_bytes()
        found: Mapping[str, Any] = json.loads(content)
        with self._lock:
            self._kept.pop(insee, None)
            if len(content) <= self.most:
                self._kept[insee] = (mark, len(content), found)
            while self.size > self.most:
                del self._kept[next(iter(self._kept))]
        return found


indexes = Indexes(KEPT)
