"""Requests and answers as plain values, between the server's WSGI and what decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape
from typing import BinaryIO
from urllib.parse import quote
from wsgiref.types import WSGIEnvironment

from cms.serving import headers

Headers = list[tuple[str, str]]
READING = ("GET", "HEAD")
LONGEST_PATH = 4096
# Characters that a path keeps as they are when it is written into a Location header (RFC 3986 §3.3).
PATH_SAFE = "/:@!$&'()*+,;=~-._%"


@dataclass(frozen=True, slots=True)
class Request:
    """What the server needs to know of a visitor's request."""

    method: str
    path: str
    query: str = ""
    scheme: str = "http"
    port: str = ""
    accept_encoding: str = ""
    if_none_match: str = ""

    @classmethod
    def from_environ(cls, environ: WSGIEnvironment) -> "Request":
        """``path`` is empty when it is no absolute path of readable text."""
        return cls(
            method=environ["REQUEST_METHOD"],
            path=_path(environ.get("PATH_INFO", "")),
            query=environ.get("QUERY_STRING", ""),
            scheme=environ["wsgi.url_scheme"],
            port=_port(environ.get("HTTP_HOST", "")),
            accept_encoding=environ.get("HTTP_ACCEPT_ENCODING", ""),
            if_none_match=environ.get("HTTP_IF_NONE_MATCH", ""),
        )

    def address(self, host: str) -> str:
        """The same page on another host."""
        query = f"?{self.query}" if self.query else ""
        return f"{self.scheme}://{host}{self.port}{quote(self.path, safe=PATH_SAFE)}{query}"


def _path(raw: str) -> str:
    """WSGI hands bytes disguised as latin-1 (PEP 3333)."""
    try:
        path = raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return ""
    return path if path.startswith("/") and len(path) <= LONGEST_PATH else ""


def _port(host: str) -> str:
    _, colon, port = host.partition(":")
    return f"{colon}{port}" if port not in {"", "80", "443"} else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status line, headers, body: bytes, or an open file that the server closes."""

    status: str
    headers: Headers = field(default_factory=list)
    body: bytes | BinaryIO = b""

    def plus(self, more: Iterable[tuple[str, str]]) -> "Answer":
        """The same with more headers."""
        return Answer(self.status, [*self.headers, *more], self.body)


def page(status: str, title: str, sentence: str, more: Iterable[tuple[str, str]] = ()) -> Answer:
    """A page of the server's own, for where no site has anything to say."""
    body = (
        '<!doctype html><html lang="fr"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(sentence)}</p></html>\n"
    ).encode()
    lines: Headers = [("Content-Type", headers.HTML), ("Content-Length", str(len(body)))]
    return Answer(status, [*lines, ("Cache-Control", headers.NEVER), *more], body)


def redirect(location: str, status: str = "301 Moved Permanently") -> Answer:
    """An answer without body that sends elsewhere."""
    return Answer(status, [("Location", location), ("Content-Length", "0"), ("Cache-Control", headers.FRESH)])


def suspended(body: bytes) -> Answer:
    """What stands for the whole of a suspended site, whatever was asked; a robot comes again tomorrow (RFC 9110)."""
    lines = [
        ("Content-Type", headers.HTML),
        ("Content-Length", str(len(body))),
        ("Cache-Control", headers.NEVER),
        ("Retry-After", "86400"),
        ("X-Robots-Tag", "noindex"),
    ]
    return Answer("503 Service Unavailable", lines, body)
