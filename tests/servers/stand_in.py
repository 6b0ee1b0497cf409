"""An HTTP server on loopback that answers as a vendor's documentation says; each stand-in says which."""

import json
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

NO_CONTENT = 204


class Refusal(Exception):  # noqa: N818  # an answer, not a fault
    """A status, and the body that goes with it."""

    def __init__(self, status: int, body: object) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class Asked:
    """A request, taken apart."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        split = urlsplit(handler.path)
        self.method = handler.command
        self.path = split.path
        self.parts = [part for part in split.path.split("/") if part]
        self.query = dict(parse_qsl(split.query))
        self.headers = handler.headers
        self.raw = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        self.target = handler.path

    @property
    def body(self) -> Any:
        """The JSON it carries."""
        return json.loads(self.raw)


Answer = tuple[int, object, dict[str, str]]


@contextmanager
def answering(answer: Callable[[Asked], Answer]) -> Generator[str, None, None]:
    """Give the address of a server that calls ``answer`` for each request; a ``Refusal`` is an answer too."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # or each body waits 40 ms for the acknowledgement of its headers

        def _reply(self) -> None:
            asked = Asked(self)
            try:
                status, body, headers = answer(asked)
            except Refusal as refusal:
                status, body, headers = refusal.status, refusal.body, {}
            octets = b"" if status == NO_CONTENT else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(octets)))
            self.end_headers()
            self.wfile.write(octets)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _reply  # noqa: N815  # http.server's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its parent's signature
            """Nothing on the screen of tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
