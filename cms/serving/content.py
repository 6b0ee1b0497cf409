"""A file on its way to a visitor: kept in memory when small, answered 304 when the visitor has it already."""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from io import BufferedReader
from pathlib import Path
from wsgiref.types import FileWrapper, StartResponse, WSGIEnvironment
from wsgiref.util import FileWrapper as PlainFileWrapper

from cms.serving import headers

LARGEST_KEPT = 256 * 1024
MEMORY = 96 * 1024 * 1024
Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Content:
    """One form of one file. ``body`` is ``None`` when it is too big to be kept: it then leaves straight from disk."""

    file: str
    encoding: str
    size: int
    etag: str
    body: bytes | None


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


def from_disk(file: str, encoding: str = "") -> Content | None:
    """``None`` when there is no such plain file, or when its name cannot be one."""
    path = Path(file)
    try:
        with path.open("rb") as stream:
            body = stream.read(LARGEST_KEPT + 1)
            if len(body) <= LARGEST_KEPT:
                return from_bytes(body, file, encoding)
            found = path.stat()
    except (OSError, ValueError):
        return None
    return Content(file, encoding, found.st_size, f'"{found.st_mtime_ns:x}-{found.st_size:x}"', None)


def from_bytes(body: bytes, file: str, encoding: str = "") -> Content:
    """A content whose tag is the digest of its bytes: the same page keeps its tag from one bake to the next."""
    return Content(file, encoding, len(body), f'"{blake2b(body, digest_size=12).hexdigest()}"', body)


def has_it(environ: WSGIEnvironment, content: Content) -> bool:
    """Whether the visitor's ``If-None-Match`` names this content (weak comparison, RFC 9110 §13.1.2)."""
    asked = environ.get("HTTP_IF_NONE_MATCH", "")
    return asked.strip() == "*" or content.etag in (tag.strip().removeprefix("W/") for tag in asked.split(","))


def send(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    content: Content,
    more: Headers,
    status: str = "200 OK",
) -> Iterable[bytes]:
    """Answer a GET or HEAD with ``content``; 304 without body when the visitor holds it already."""
    response: Headers = [("Content-Type", headers.content_type(content.file)), ("ETag", content.etag), *more]
    if headers.compressible(content.file):
        response.append(("Vary", "Accept-Encoding"))
    if status.startswith("200") and has_it(environ, content):
        start_response("304 Not Modified", response[1:])
        return []
    if content.encoding:
        response.append(("Content-Encoding", content.encoding))
    response.append(("Content-Length", str(content.size)))
    start_response(status, response)
    if environ["REQUEST_METHOD"] == "HEAD":
        return []
    return [content.body] if content.body is not None else _stream(environ, content.file)


def _stream(environ: WSGIEnvironment, file: str) -> Iterable[bytes]:
    stream: BufferedReader = Path(file).open("rb")  # noqa: SIM115 — the server closes what it is given
    wrapper: type[FileWrapper] = environ.get("wsgi.file_wrapper", PlainFileWrapper)
    return wrapper(stream, 64 * 1024)


def send_text(
    environ: WSGIEnvironment, start_response: StartResponse, status: str, body: str, more: Headers = []
) -> Iterable[bytes]:
    ...
