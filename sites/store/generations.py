"""Generations of a commune's public folder, swapped by one symbolic link.

``<root>/gen-000012/{manifest.json, …, www/…}`` and ``<root>/current → gen-000012``. A generation is built aside in
``gen-000012.tmp``, renamed once whole, then shown by replacing the link: whoever reads through ``current`` sees one
generation or the next, never a mixture, and a process killed anywhere leaves what stood before.
Numbers come from the disk, never from a clock.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sites.store import manifest as notes
from sites.store.compress import SUFFIXES, copies, is_text
from sites.store.manifest import Changes, Entry, Item, Manifest, digest_of, digest_of_file, safe

PREFIX = "gen-"
TEMPORARY = ".tmp"
CURRENT = "current"
WWW = "www"
KEPT = 3
# Beyond this number of new files, one sync of everything is cheaper than one per file.
SYNC_EACH = 24


class Store:
    """The folder of one commune."""

    def __init__(self, root: Path, reached: Callable[[str], None] | None = None) -> None:
        """``reached`` is called with the name of each step; tests kill the process there."""
        self.root = root
        self._reached = reached or (lambda _step: None)

    @property
    def www(self) -> Path:
        """The public root, through the link that is swapped."""
        return self.root / CURRENT / WWW

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One baker at a time; the lock dies with the process that holds it. Cleans what a killed one left."""
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self._clean()
            yield
        finally:
            os.close(descriptor)

    def generation(self) -> int:
        """The number of the generation that stands; 0 when none does."""
        try:
            return int(os.readlink(self.root / CURRENT).removeprefix(PREFIX))
        except (FileNotFoundError, ValueError):
            return 0

    def generations(self) -> list[int]:
        """Numbers of the whole generations on disk, in order."""
        if not self.root.is_dir():
            return []
        names = (name.removeprefix(PREFIX) for name in os.listdir(self.root) if name.startswith(PREFIX))
        return sorted(int(name) for name in names if name.isdigit())

    def folder(self, number: int) -> Path:
        """Where a generation lives."""
        return self.root / f"{PREFIX}{number:06d}"

    def current(self) -> Manifest:
        """The manifest of what stands; an empty one when nothing does. ``BrokenManifestError`` when unreadable."""
        number = self.generation()
        if not number:
            return Manifest()
        try:
            content = (self.folder(number) / notes.NAME).read_bytes()
        except FileNotFoundError as error:
            raise notes.BrokenManifestError(str(error)) from error
        return Manifest.loads(content)

    def write(
        self, old: Manifest, changes: Changes, items: Mapping[str, Item], extras: Mapping[str, bytes]
    ) -> Manifest:
        """Build the next generation beside ``old``, show it, prune the oldest ones. Only under ``lock``."""
        number = max([0, old.generation, *self.generations()]) + 1
        final = self.folder(number)
        building = final.with_name(final.name + TEMPORARY)
        writer = _Writer(self.folder(old.generation) / WWW if old.generation else None, building / WWW)
        self._reached("start")
        files = self._fill(writer, old, changes, items)
        self._reached("filled")
        for name, content in extras.items():
            writer.note(building / safe(name), content)
        extra_digests = {name: digest_of(content) for name, content in extras.items()}
        made = Manifest(number, files, extra_digests)
        writer.note(building / notes.NAME, made.dumps())
        writer.settle(building)
        self._reached("settled")
        os.rename(building, final)
        self._reached("renamed")
        self._show(number)
        self._reached("shown")
        self._prune(number, old.generation)
        self._reached("pruned")
        return made

    def _fill(self, writer: "_Writer", old: Manifest, changes: Changes, items: Mapping[str, Item]) -> dict[str, Entry]:
        files: dict[str, Entry] = {}
        for path in changes.unchanged:
            entry = old.files[path]
            if not writer.keep(path):
                entry = writer.put(path, items[path])
            files[path] = Entry(entry.digest, entry.size)
        files |= {path: entry for path, entry in changes.carried.items() if writer.keep(path)}
        self._reached("linked")
        for path in (*changes.created, *changes.updated):
            files[path] = writer.put(path, items[path])
            self._reached("file")
        return files

    def _show(self, number: int) -> None:
        link = self.root / (CURRENT + TEMPORARY)
        with suppress(FileNotFoundError):
            link.unlink()
        link.symlink_to(self.folder(number).name)
        self._reached("link made")
        os.replace(link, self.root / CURRENT)
        _sync_folder(self.root)

    def _prune(self, number: int, previous: int) -> None:
        """Keep the newest three, what stands and what stood: a reader may be half-way through it."""
        kept = {number, previous, *self.generations()[-KEPT:]}
        for old in self.generations():
            if old not in kept:
                doomed = self.folder(old).with_suffix(TEMPORARY)
                os.rename(self.folder(old), doomed)
                shutil.rmtree(doomed, ignore_errors=True)

    def _clean(self) -> None:
        for name in os.listdir(self.root):
            if name.startswith((PREFIX, CURRENT)) and name.endswith(TEMPORARY):
                path = self.root / name
                if path.is_symlink() or path.is_file():
                    path.unlink()
                else:
                    shutil.rmtree(path, ignore_errors=True)


class _Writer:
    """Fills one new generation, by links where it can."""

    def __init__(self, old: Path | None, new: Path) -> None:
        self.old = os.fspath(old) if old else ""
        self.new = os.fspath(new)
        self.folders: set[str] = set()
        self.written: list[str] = []
        self._folder(self.new)

    def keep(self, path: str) -> bool:
        """Link a file, with its compressed copies, from the old generation; false when it is not all there."""
        names = [path, *(path + suffix for suffix in SUFFIXES)] if is_text(path) else [path]
        try:
            for name in names:
                self._link(f"{self.old}/{name}", self._target(name))
        except FileNotFoundError:
            for name in names:
                with suppress(FileNotFoundError):
                    os.unlink(f"{self.new}/{name}")
            return False
        return True

    def put(self, path: str, item: Item) -> Entry:
        """Write or link one file and its compressed copies."""
        target = self._target(safe(path))
        if item.content is not None:
            self._write(target, item.content)
            self._compress(target, item.content)
            return Entry(digest_of(item.content), len(item.content))
        if item.source is None:
            raise ValueError(path)
        self._link(os.fspath(item.source), target)
        if is_text(path) and not self._link_copies(item.source, target):
            self._compress(target, item.source.read_bytes())
        return Entry(digest_of_file(item.source), item.source.stat().st_size)

    def note(self, path: Path, content: bytes) -> None:
        """A private file beside the public root."""
        self._folder(os.fspath(path.parent))
        self._write(os.fspath(path), content)

    def settle(self, building: Path) -> None:
        """Nothing of this generation may still be only in memory when it is shown."""
        if len(self.written) > SYNC_EACH:
            os.sync()
            return
        for path in self.written:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        _sync_folder(building)

    def _target(self, path: str) -> str:
        target = f"{self.new}/{path}"
        self._folder(os.path.dirname(target))
        return target

    def _folder(self, folder: str) -> None:
        if folder not in self.folders:
            os.makedirs(folder, exist_ok=True)
            self.folders.add(folder)

    def _write(self, target: str, content: bytes) -> None:
        with open(target, "wb") as file:
            file.write(content)
        self.written.append(target)

    def _compress(self, target: str, content: bytes) -> None:
        if is_text(target):
            for suffix, smaller in copies(content).items():
                self._write(target + suffix, smaller)

    def _link_copies(self, source: Path, target: str) -> bool:
        try:
            for suffix in SUFFIXES:
                self._link(os.fspath(source) + suffix, target + suffix)
        except FileNotFoundError:
            return False
        return True

    def _link(self, source: str, target: str) -> None:
        try:
            os.link(source, target)
        except FileExistsError:
            os.unlink(target)
            os.link(source, target)
        except OSError as error:
            # Another disk, a file system without links, or one file linked by all the communes of France.
            if error.errno not in {errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP}:
                raise
            shutil.copyfile(source, target)
            self.written.append(target)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
