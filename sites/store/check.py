"""Whether the disk still holds what the manifest says."""

import gzip
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import brotli

from sites.store.compress import is_text
from sites.store.generations import WWW, Store
from sites.store.manifest import Manifest, digest_of, digest_of_file, public_names


@dataclass(frozen=True, slots=True)
class Inspection:
    """Public paths that are not what they should be, compressed copies included."""

    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def inspect(store: Store, standing: Manifest) -> Inspection:
    """Read every public file of the generation that stands."""
    if not standing.generation:
        return Inspection()
    root = store.folder(standing.generation) / WWW
    present = {
        os.path.relpath(os.path.join(folder, name), root)  # as the manifest writes them
        for folder, _folders, names in os.walk(root)
        for name in names
    }
    expected = public_names(standing.files)
    damaged = [
        bad
        for path, entry in standing.files.items()
        if path in present
        for bad in _damaged(root, path, entry.digest, present)
    ]
    return Inspection(
        damaged=tuple(sorted(damaged)),
        missing=tuple(sorted(expected - present)),
        foreign=tuple(sorted(present - expected)),
    )


def _damaged(root: Path, path: str, digest: str, present: set[str]) -> list[str]:
    bad = [path] if digest_of_file(root / path) != digest else []
    if is_text(path):
        bad += [
            path + suffix
            for suffix in (".gz", ".br")
            if path + suffix in present and _unpacked(root / (path + suffix)) != digest
        ]
    return bad


def _unpacked(path: Path) -> str:
    """The digest of what a compressed copy holds; empty when it cannot be read."""
    content = path.read_bytes()
    try:
        return digest_of(gzip.decompress(content) if path.suffix == ".gz" else brotli.decompress(content))
    except (OSError, EOFError, zlib.error, brotli.error):
        return ""
