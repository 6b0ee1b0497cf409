"""A file on its way to a visitor: kept in memory when small, answered 304 when the visitor has it already."""

import os
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from cms.serving import headers
from cms.serving.messages import Answer, Headers, Request

LARGEST_KEPT = 256 * 1024
MEMORY = 96 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Content:
    """One form of one file. One too big to be kept has no ``body``, and leaves straight from ``stored_at``."""

    name: str
    encoding: str
    size: int
    etag: str
    body: bytes | None
    stored_at: str = ""

    def open(self) -> bytes | BinaryIO:
        """What the server sends. Raises ``OSError`` when the file went away meanwhile."""
        return self.body if self.body is not None else Path(self.stored_at).open("rb")


class Memory:
    """The files asked for most lately, within a number of bytes. Safe between threads."""

    def __init__(self, limit: int = MEMORY) -> None:
        self.limit = limit
        self.used = 0
        self._kept: OrderedDict[Hashable, Content] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Content | None:
        """What was put under ``key``, if it is still there."""
        with self._lock:
            content = self._kept.get(key)
            if content is not None:
                self._kept.move_to_end(key)
            return content

    def put(self, key: Hashable, content: Content) -> None:
        """Keep ``content``, forgetting for it what was not asked for lately. One too big is not kept."""
        if content.body is None:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = content
                self.used += content.size
            while self.used > self.limit:
                _, forgotten = self._kept.popitem(last=False)
                self.used -= forgotten.size


def from_disk(file: str, name: str, encoding: str = "") -> Content | None:
    """The content of ``file``, sent under ``name``; ``None`` when there is no such plain file."""
    try:
        with Path(file).open("rb") as stream:
            body = stream.read(LARGEST_KEPT + 1)
            found = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return None
    if len(body) <= LARGEST_KEPT:
        return from_bytes(body, name, encoding)
    return Content(name, encoding, found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"', None, file)


def from_bytes(body: bytes, name: str, encoding: str = "") -> Content:
    """A content whose tag is the digest of its bytes: an unchanged page keeps its tag from one bake to the next."""
    return Content(name, encoding, len(body), f'"{blake2b(body, digest_size=12).hexdigest()}"', body)


def holds(request: Request, content: Content) -> bool:
    """Whether the visitor's ``If-None-Match`` names this content (weak comparison, RFC 9110 §13.1.2)."""
    asked = request.if_none_match
    if asked.strip() == "*":
        return True
    return content.etag in (tag.strip().removeprefix("W/") for tag in asked.split(","))


def answer(request: Request, content: Content, cache: str) -> Answer:
    """200 with ``content``, or 304 without body when the visitor holds it already."""
    common: Headers = [("ETag", content.etag), ("Cache-Control", cache)]
    if headers.compressible(content.name):
        common.append(("Vary", "Accept-Encoding"))
    if holds(request, content):
        return Answer("304 Not Modified", common)
    return whole("200 OK", request, content, common)


def whole(status: str, request: Request, content: Content, common: Headers) -> Answer:
    """``content`` under a status of choice; HEAD gets its headers alone."""
    described: Headers = [("Content-Type", headers.content_type(content.name)), ("Content-Length", str(content.size))]
    if content.encoding:
        described.append(("Content-Encoding", content.encoding))
    return Answer(status, [*described, *common], b"" if request.method == "HEAD" else content.open())
