"""A composition over a baked commune, asked without a socket."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment
from wsgiref.util import setup_testing_defaults

import pytest

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.wsgi import Composition
from tests.cms.serving.baked import lay, lead


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Reply]


def django(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Stands for Django: says that it was asked, and by whom."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"django {environ['HTTP_HOST']} {environ['PATH_INFO']}".encode()]


def asking(composition: Composition) -> Ask:
    """A visitor of ``composition``."""

    def ask(path: str = "/", host: str | None = "aubord.localhost", method: str = "GET", **headers: str) -> Reply:
        environ: dict[str, Any] = {}
        setup_testing_defaults(environ)
        raw, _, query = path.partition("?")
        environ |= {"REQUEST_METHOD": method, "PATH_INFO": raw.encode().decode("latin-1"), "QUERY_STRING": query}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ.pop("HTTP_HOST")
        environ["REMOTE_ADDR"] = environ.pop("HTTP_REMOTE", "127.0.0.1")
        if host is not None:
            environ["HTTP_HOST"] = host
        started: list[tuple[str, list[tuple[str, str]]]] = []
        chunks = composition(environ, lambda status, lines, *_: started.append((status, lines)))  # type: ignore[arg-type]
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        status, lines = started[0]
        assert len(lines) == len({name.lower() for name, _ in lines}), "a header is sent twice"
        return Reply(int(status[:3]), dict(lines), body)

    return ask


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Aubord on line under its own name, with a second name that leads to it."""
    lay(tmp_path)
    lead(tmp_path, "www.aubord.localhost", "aubord.localhost")
    (tmp_path / "secret.txt").write_text("secret")
    frames = ("https://www.openstreetmap.org",)
    return asking(Composition(Disk(tmp_path), "admin.localhost", django, Assets("/_/admin/"), frames))
