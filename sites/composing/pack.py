"""The sheets of a guide in one file: an ordinary zip whose entries can also be cut and joined.

Each entry is one sheet, ``<key>.html``: three runs (title, head, body) and the block that ends a stream. ``index.json``
comes last and says where each run lies. The file is written aside and renamed: whoever has it open reads on in the old
one. It is mapped in memory: never change it in place.
"""

import json
import mmap
import os
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from sites.composing.segments import FINAL, Segment, checksum, known, segment
from sites.composing.sheets import Sheet

FORMAT = 1
INDEX = "index.json"
# The most entries of a zip without its 64-bit extension (APPNOTE 4.4.22).
MOST = 65_535
KEPT = 4_096  # pieces kept decoded in memory
_LOCAL, _CENTRAL, _END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
_DEFLATE, _UTF8, _VERSION, _DAY = 8, 0x800, 20, 33  # 1 January 1980: two packs of the same sheets are the same file
_PLAIN_FILE = 0o644 << 16


class BrokenPackError(Exception):
    """The file is not a pack of this version."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a sheet lies: ``runs`` are ``(offset, deflated length, CRC-32, length)`` of title, head and body."""

    digest: str
    boxes: tuple[str, ...]
    runs: tuple[tuple[int, int, int, int], ...]


def digest_of(sheet: Sheet) -> str:
    """What changes when anything of the sheet does."""
    total = blake2b(digest_size=12)
    for piece in (*sheet.pieces(), "\0".join(sheet.boxes).encode()):
        total.update(len(piece).to_bytes(8, "big") + piece)
    return total.hexdigest()


class PackWriter:
    """Writes a pack beside the one that stands; leaving without an error puts it in its place.

    The order is the caller's; the same calls give the same bytes.
    """

    def __init__(self, path: Path, redirects: Mapping[str, str] | None = None, gone: Collection[str] = ()) -> None:
        """``redirects`` lead from a key that was to another, or to an address; ``gone`` are keys that were."""
        self._path, self._aside = path, path.with_name(f"{path.name}.new")
        self._redirects, self._gone = dict(redirects or {}), sorted(gone)
        self._index: dict[str, Any] = {}
        self._central: list[bytes] = []
        self._offset = 0
        self._file: BinaryIO

    def __enter__(self) -> Self:
        """Begin aside."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._aside.open("wb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Whole, or not at all."""
        try:
            if kind is None:
                self._finish()
        finally:
            self._file.close()
            if kind is not None:
                with suppress(FileNotFoundError):
                    self._aside.unlink()
        if kind is None:
            self._aside.replace(self._path)

    def add(self, sheet: Sheet) -> None:
        """A sheet that is new or changed."""
        self._put(sheet.key, digest_of(sheet), sheet.boxes, [segment(piece) for piece in sheet.pieces()])

    def keep(self, old: "Pack", key: str) -> None:
        """A sheet as it stands in another pack: nothing is compressed again."""
        entry = old.entries[key]
        self._put(key, entry.digest, entry.boxes, old.segments(key))

    def _put(self, key: str, digest: str, boxes: Sequence[str], runs: Sequence[Segment]) -> None:
        if key in self._index:
            raise ValueError(key)
        name = f"{key}.html".encode()
        start = self._offset + struct.calcsize(_LOCAL) + len(name)
        told = []
        for one in runs:
            told.append([start, len(one.deflated), one.crc, one.length])
            start += len(one.deflated)
        self._index[key] = [digest, list(boxes), told]
        self._entry(name, b"".join([*(one.deflated for one in runs), FINAL]), *checksum(runs))

    def _entry(self, name: bytes, stream: bytes, crc: int, length: int) -> None:
        if len(self._central) >= MOST:
            raise ValueError(MOST)
        shared = (_UTF8, _DEFLATE, 0, _DAY, crc, len(stream), length)
        self._file.write(struct.pack(_LOCAL, b"PK\3\4", _VERSION, *shared, len(name), 0) + name + stream)
        central = struct.pack(
            _CENTRAL, b"PK\1\2", _VERSION, _VERSION, *shared, len(name), 0, 0, 0, 0, _PLAIN_FILE, self._offset
        )
        self._central.append(central + name)
        self._offset += struct.calcsize(_LOCAL) + len(name) + len(stream)

    def _finish(self) -> None:
        told = {"format": FORMAT, "sheets": self._index, "redirects": self._redirects, "gone": self._gone}
        data = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
        run = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._entry(INDEX.encode(), run.compress(data) + run.flush(), zlib.crc32(data), len(data))
        central = b"".join(self._central)
        count = len(self._central)
        end = struct.pack(_END, b"PK\5\6", 0, 0, count, count, len(central), self._offset, 0)
        self._file.write(central + end)
        self._file.flush()
        os.fsync(self._file.fileno())


def write_pack(
    path: Path, sheets: Iterable[Sheet], redirects: Mapping[str, str] | None = None, gone: Collection[str] = ()
) -> None:
    """All the sheets at once."""
    with PackWriter(path, redirects, gone) as writer:
        for sheet in sheets:
            writer.add(sheet)


class Pack:
    """A pack that stands, mapped in memory."""

    def __init__(self, path: Path) -> None:
        """Raises ``FileNotFoundError``, and ``BrokenPackError``."""
        with path.open("rb") as file:
            try:
                with zipfile.ZipFile(file) as archive:
                    told = json.loads(archive.read(INDEX))
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except (zipfile.BadZipFile, KeyError, ValueError) as error:
                raise BrokenPackError(str(path)) from error
        if told.get("format") != FORMAT:
            raise BrokenPackError(str(path))
        self.entries: Mapping[str, Entry] = {
            key: Entry(digest, tuple(boxes), tuple(tuple(run) for run in runs))
            for key, (digest, boxes, runs) in told["sheets"].items()
        }
        self.redirects: Mapping[str, str] = told["redirects"]
        self.gone = frozenset(told["gone"])
        self.segments = lru_cache(maxsize=KEPT)(self._segments)

    def _segments(self, key: str) -> tuple[Segment, ...]:
        """Title, head and body of a sheet."""
        runs = self.entries[key].runs
        return tuple(known(self._bytes[at : at + size], crc, length) for at, size, crc, length in runs)
