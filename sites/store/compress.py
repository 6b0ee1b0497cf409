"""Compressed copies, made once at publication beside the plain file.

gzip-6 and brotli-5: brotli-11 costs thirty times the rendering of the page for two points of size.
"""

import gzip
from pathlib import PurePosixPath

import brotli

SUFFIXES = (".gz", ".br")
TEXT_TYPES = frozenset({".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".webmanifest", ".ics", ".csv"})


def is_text(path: str) -> bool:
    """Whether this file deserves compressed copies: pictures, fonts and documents are compressed already."""
    return PurePosixPath(path).suffix.lower() in TEXT_TYPES


def gzipped(content: bytes) -> bytes:
    """The same bytes for the same content on every day: no date inside."""
    return gzip.compress(content, 6, mtime=0)


def brotlied(content: bytes, quality: int = 5) -> bytes:
    """Brotli, tuned for text."""
    return brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)


def copies(content: bytes, quality: int = 5) -> dict[str, bytes]:
    """Suffix to compressed bytes."""
    return {".gz": gzipped(content), ".br": brotlied(content, quality)}
