"""One Whoosh index in a folder, that several processes read and write, and that may be killed, lost or damaged.

- ``current`` is a link to the folder that answers; ``next``, to the one being made beside it. A swap is one rename.
- One writer at a time: the others wait for ``lock``, that the kernel takes back from a process that dies.
- While ``next`` is being made, what changes is written to both.
- What an index holds is a copy of the database. One that cannot be read is thrown away, and made again whole: nobody
  writes to a shard that is missing, lest a part should pass for the whole.

Whoosh stores pickles: the folder is trusted like the code, and nothing uploaded ever lies there.
"""

import fcntl
import logging
import os
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from cms.search.damage import DAMAGE, ShortageError, is_shortage

logger = logging.getLogger(__name__)

CURRENT, NEXT, LOCK, MAKING, STAMP, GONE = "current", "next", "lock", "making", "stamp", "gone"
KEY = "key"
# Seconds that a writer waits for its turn: a write takes some ten milliseconds.
PATIENCE = 30.0
# The same for a reader: somebody waits for the answer.
BRIEF = 0.5
POLL = 0.01
Document = Mapping[str, Any]


class MissingShardError(Exception):
    """No index stands there, or none that can be read: it has to be made."""


class BusyShardError(Exception):
    """Another process writes, or makes this shard, and does not end."""


@dataclass(frozen=True, slots=True)
class Shard:
    """An index in ``folder``; ``schema`` has a unique field ``key``.

    ``stamp`` tells what made it: schema, analysis. An index made by another version is as good as missing.
    """

    folder: Path
    schema: Callable[[], Schema]
    stamp: str

    @property
    def stands(self) -> bool:
        """Whether an index of this version answers."""
        return self._is_ours(CURRENT)

    def _is_ours(self, link: str) -> bool:
        try:
            return (self.folder / link / STAMP).read_text(encoding="utf-8") == self.stamp
        except (OSError, UnicodeDecodeError) as error:
            if is_shortage(error):
                raise ShortageError(self.folder) from error
            return False

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """A ``whoosh.searching.Searcher``. Nothing but Whoosh is to be called inside.

        Raises ``MissingShardError``; an index that cannot be read is thrown away first. Raises ``ShortageError`` and
        throws nothing away when it is the machine that cannot.
        """
        standing, searcher = self._opened()
        try:
            with searcher:
                yield searcher
        except DAMAGE as error:
            self._found_damaged(standing, error)
            raise MissingShardError(self.folder) from error

    def _opened(self) -> tuple[Path, Any]:
        """The folder that answers, opened; another one when it was swapped in between."""
        while self.stands:
            standing = (self.folder / CURRENT).resolve()
            try:
                return standing, _index(standing).searcher()
            except DAMAGE as error:
                if (self.folder / CURRENT).resolve() == standing:
                    self._found_damaged(standing, error)
        raise MissingShardError(self.folder)

    def write(self, put: Iterable[Document] = (), drop: Iterable[str] = ()) -> None:
        """Add or replace documents by their ``key``, and drop keys, in one commit.

        Raises ``MissingShardError`` when there is no whole index to write to, ``BusyShardError`` when the others do
        not end, ``ShortageError``.
        """
        put, drop = list(put), list(drop)
        with self._alone(), self._gone() as gone:
            drop += gone
            targets = [link for link in (CURRENT, NEXT) if self._is_ours(link)]
            if NEXT in targets and not self._is_being_made():
                self._forget(NEXT)
                targets.remove(NEXT)
            if not targets:
                raise MissingShardError(self.folder)
            for link in targets:
                try:
                    _commit(self.folder / link, put, drop)
                except DAMAGE as error:
                    self._throw_away((self.folder / link).resolve(), error)
        if CURRENT in targets and not self.stands:
            raise MissingShardError(self.folder)

    def drop_later(self, keys: Iterable[str]) -> None:
        """Have the next who writes drop these keys: lines added to a file, which a request may well do."""
        if self.stands:
            with (self.folder / GONE).open("a", encoding="utf-8") as file:
                file.write("".join(f"{key}\n" for key in keys))

    @contextmanager
    def _gone(self) -> Iterator[list[str]]:
        """The keys to drop, forgotten once they were; those of a writer that was killed come again."""
        taken = self.folder / f"{GONE}-taken"
        if not taken.exists():
            with suppress(FileNotFoundError):
                (self.folder / GONE).rename(taken)
        yield taken.read_text(encoding="utf-8").split("\n")[:-1] if taken.exists() else []
        taken.unlink(missing_ok=True)

    def keys(self) -> dict[str, Any]:
        """Every document: what it stores, by its key. Raises ``MissingShardError``."""
        with self.reading() as searcher:
            return {fields[KEY]: fields for fields in searcher.reader().all_stored_fields()}

    @contextmanager
    def making(self) -> Iterator[Callable[[Iterable[Document]], None]]:
        """Make the index anew, aside: gives what adds documents.

        The old one answers until the end, or for good if anything is raised inside. What others wrote meanwhile is
        newer, and stays.

        Raises ``BusyShardError`` when another process is making it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with _locked(self.folder / MAKING, 0.0), self._aside() as made:

            def add(documents: Iterable[Document]) -> None:
                with self._alone():
                    _commit(made, list(documents), (), only_new=True)

            yield add
            with self._alone():
                self._swap(made)

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        """An empty index that ``next`` leads to; it goes again if anything is raised."""
        made = self.folder / f"i-{uuid.uuid4().hex[:12]}"
        with self._alone():
            self._forget(NEXT)
            self._sweep()
            made.mkdir()
            FileStorage(str(made)).create_index(self.schema())
            (made / STAMP).write_text(self.stamp, encoding="utf-8")
            _link(self.folder / NEXT, made.name)
        try:
            yield made
        except BaseException:
            with self._alone():
                self._forget(NEXT)
                shutil.rmtree(made, ignore_errors=True)
            raise

    def _swap(self, made: Path) -> None:
        if not (made / STAMP).exists():  # somebody deleted the folder meanwhile
            raise MissingShardError(self.folder)
        _link(self.folder / CURRENT, made.name)
        self._forget(NEXT)
        self._sweep()

    def _is_being_made(self) -> bool:
        """Whether who makes ``next`` still lives."""
        try:
            with _locked(self.folder / MAKING, 0.0):
                return False
        except BusyShardError:
            return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with _locked(self.folder / LOCK, PATIENCE):
            yield

    def _found_damaged(self, standing: Path, error: BaseException) -> None:
        """By who reads: thrown away between two writers, lest a swap should lose the index it has just made."""
        if is_shortage(error):
            raise ShortageError(self.folder) from error
        try:
            with _locked(self.folder / LOCK, BRIEF):
                self._throw_away(standing, error)
        except BusyShardError:
            raise MissingShardError(self.folder) from error  # who writes to it meets the damage too

    def _throw_away(self, damaged: Path, error: BaseException) -> None:
        """Once: whoever else fails on it meanwhile finds it gone. Raises ``ShortageError`` when it may be sound.

        For who holds the lock.
        """
        if is_shortage(error):
            raise ShortageError(self.folder) from error
        logger.warning(_("L’index %s est illisible (%s)\u00a0: il sera refait."), self.folder, error, exc_info=error)
        for link in (CURRENT, NEXT):
            if (self.folder / link).resolve() == damaged:
                self._forget(link)
        shutil.rmtree(damaged, ignore_errors=True)

    def _forget(self, link: str) -> None:
        (self.folder / link).unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what no link leads to: what killed processes left. Who still reads it keeps its open files."""
        kept = {(self.folder / link).resolve() for link in (CURRENT, NEXT) if (self.folder / link).is_symlink()}
        for folder in self.folder.glob("i-*"):
            if folder.resolve() not in kept:
                shutil.rmtree(folder, ignore_errors=True)

    def distrust(self) -> None:
        """Be missing from now on, hence made again, for want of what should have been written. Waits for nobody."""
        for link in (CURRENT, NEXT):
            (self.folder / link / STAMP).unlink(missing_ok=True)

    def remove(self) -> None:
        """Forget the whole shard."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _index(folder: Path) -> FileIndex:
    return FileIndex(FileStorage(str(folder)))


def _commit(folder: Path, put: list[Document], drop: Iterable[str], *, only_new: bool = False) -> None:
    """``only_new`` leaves alone the keys that are there already."""
    fresh = {document[KEY]: document for document in put}
    writer = _index(folder.resolve()).writer(timeout=PATIENCE)
    try:
        with writer.searcher() as searcher:
            if only_new:
                fresh = {key: it for key, it in fresh.items() if searcher.document_number(**{KEY: key}) is None}
            for key in (*drop, *(() if only_new else fresh)):
                writer.delete_by_term(KEY, key, searcher=searcher)
        for document in fresh.values():
            writer.add_document(**document)
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _link(path: Path, target: str) -> None:
    """Have ``path`` lead to ``target``, at once."""
    temporary = path.with_name(f".{path.name}-{uuid.uuid4().hex[:8]}")
    temporary.symlink_to(target)
    temporary.replace(path)


@contextmanager
def _locked(path: Path, patience: float) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    limit = time.monotonic() + patience
    try:
        while not _take(descriptor):
            if time.monotonic() >= limit:
                raise BusyShardError(path)
            time.sleep(POLL)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
