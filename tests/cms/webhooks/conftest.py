"""A program of somebody else, on loopback, that is told."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from cms.outgoing import hosts
from cms.webhooks import targets
from tests.cms.worker.conftest import SetClock


@dataclass
class Elsewhere:
    """What it was sent, and what it answers."""

    url: str = ""
    status: int = 200
    location: str = ""
    met: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    """A real server; loopback, without TLS, is let through here alone."""
    there = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.met.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(there.status)
            if there.location:
                self.send_header("Location", there.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    there.url = f"http://127.0.0.1:{server.server_address[1]}/prevenir"
    monkeypatch.setattr(targets, "SCHEMES", {"http": 80, "https": 443})
    monkeypatch.setattr(hosts, "is_public", lambda _address: True)
    yield there
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock() -> SetClock:
    """Ahead of what the test takes: rows are dated by the machine."""
    ahead = SetClock()
    ahead.passes(600)
    return ahead
