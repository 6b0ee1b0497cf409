"""What stands in a generation, file by file, and the difference with what should."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

from sites.store.compress import is_text

FORMAT = 1
NAME = "manifest.json"
IMMUTABLE = "_/"
# Addresses under these folders hold a digest of their content: the same name is always the same bytes.
PICTURES = "_/i/"
STATIC = "_/s/"
# What Linux takes: a part in bytes; a whole path, with room for the folder of the install.
MAX_PART, MAX_PATH = 255, 2048


class BrokenManifestError(Exception):
    """The manifest of a generation cannot be read."""


class UnsafePathError(ValueError):
    """A path that would leave the public folder, or that no file system accepts."""


def digest_of(content: bytes) -> str:
    """Sixteen bytes of blake2b, in hexadecimal."""
    return blake2b(content, digest_size=16).hexdigest()


def digest_of_file(path: Path) -> str:
    """The same, without holding the file in memory."""
    total = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            total.update(block)
    return total.hexdigest()


def safe(path: str) -> str:
    """``path`` itself, or ``UnsafePathError``: relative, no ``..``, no empty or overlong part, no control character."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} or len(part.encode()) > MAX_PART for part in parts) or any(
        not char.isprintable() for char in path
    ):
        raise UnsafePathError(path)
    if "\\" in path or len(path.encode()) > MAX_PATH:
        raise UnsafePathError(path)
    return path


@dataclass(frozen=True, slots=True)
class Item:
    """A public file that should stand: its bytes, or a file to link. Exactly one of the two."""

    content: bytes | None = None
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A public file that stands. ``left`` is the last generation that needed it; 0 while it is needed."""

    digest: str
    size: int
    left: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything public in one generation, and the private notes beside it (``extras``: name to digest)."""

    generation: int = 0
    files: Mapping[str, Entry] = field(default_factory=dict)
    extras: Mapping[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> dict[str, Entry]:
        """Files that the site refers to, without those kept for visitors who came before the last swap."""
        return {path: entry for path, entry in self.files.items() if not entry.left}

    def dumps(self) -> bytes:
        """The manifest as it is written."""
        files = {path: [entry.digest, entry.size, entry.left] for path, entry in sorted(self.files.items())}
        whole = {"format": FORMAT, "generation": self.generation, "extras": dict(self.extras), "files": files}
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def loads(cls, content: bytes) -> "Manifest":
        """Read back; ``BrokenManifestError`` when it is not one."""
        try:
            whole: dict[str, Any] = json.loads(content)
            if whole["format"] != FORMAT:
                raise BrokenManifestError(f"format {whole['format']}")
            files = {path: Entry(digest, size, left) for path, (digest, size, left) in whole["files"].items()}
            return cls(int(whole["generation"]), files, whole["extras"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenManifestError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Changes:
    """The difference between what stands and what should, as sorted paths."""

    created: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    carried: Mapping[str, Entry] = field(default_factory=dict)
    extras: bool = False

    @property
    def written(self) -> int:
        """Files to write."""
        return len(self.created) + len(self.updated)

    @property
    def nothing(self) -> bool:
        """The site on disk is already right."""
        return not (self.created or self.updated or self.removed or self.extras)

    @property
    def removed_pages(self) -> tuple[str, ...]:
        """Pages that would vanish; pictures, styles and feeds are no one's loss by themselves."""
        return tuple(path for path in self.removed if is_page(path))


def is_page(path: str) -> bool:
    """Whether a public file is a page of the site."""
    return PurePosixPath(path).name == "index.html"


def compare(
    old: Manifest, items: Mapping[str, Item], extras: Mapping[str, bytes], *, keep: int = 3, gone: Iterable[str] = ()
) -> Changes:
    """What to write so that ``items`` stands.

    Styles and pictures that are no longer needed stay ``keep`` generations more, for the visitors whose page was
    loaded before the swap. ``gone`` are prefixes that must not stay: pictures deleted from the library. A document
    that is withdrawn leaves at once.
    """
    created, updated, unchanged = [], [], []
    for path, item in items.items():
        entry = old.files.get(path)
        if entry is None or entry.left:
            created.append(path)
        elif item.content is None or entry.digest == digest_of(item.content):
            unchanged.append(path)
        else:
            updated.append(path)
    left_out = [path for path in old.files if path not in items]
    carried = _carried(old, left_out, keep, tuple(gone))
    noted = {name: digest_of(content) for name, content in extras.items()}
    return Changes(
        created=tuple(sorted(created)),
        updated=tuple(sorted(updated)),
        removed=tuple(sorted(path for path in left_out if not old.files[path].left)),
        unchanged=tuple(sorted(unchanged)),
        carried=carried,
        extras=noted != dict(old.extras),
    )


def _carried(old: Manifest, left_out: Iterable[str], keep: int, gone: tuple[str, ...]) -> dict[str, Entry]:
    carried = {}
    for path in left_out:
        if not path.startswith((STATIC, PICTURES)) or path.startswith(gone):
            continue
        entry = old.files[path]
        left = entry.left or old.generation
        if old.generation - left < keep:
            carried[path] = Entry(entry.digest, entry.size, left)
    return carried


def public_names(files: Iterable[str]) -> set[str]:
    """Every name on disk for these files: compressed copies included."""
    names = set()
    for path in files:
        names.add(path)
        if is_text(path):
            names.update((f"{path}.gz", f"{path}.br"))
    return names
