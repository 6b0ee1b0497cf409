"""A small internet on loopback: sites in http and https, an authority that only it trusts, names that lead there."""

import ssl
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cms.outgoing import hosts
from deploy.rcpnt.visits import Network
from tests.servers.certificates import self_signed

HOSTS = tuple(
    f"{name}.fr" for name in ["www.aubord", "aubord", "boucle", "lent", "muet", "enorme", "ailleurs", "404", "casse"]
)
CHUNK = b"x" * 65536


class Site(BaseHTTPRequestHandler):
    """Each name has its behaviour; http leads to https, except where the name is « clair.fr »."""

    stop = threading.Event()

    def do_GET(self) -> None:
        host = (self.headers["Host"] or "").partition(":")[0]
        secure = isinstance(self.connection, ssl.SSLSocket)
        if host == "boucle.fr":
            self._lead("https://boucle.fr/")
        elif host == "ailleurs.fr":
            self._lead("https://www.aubord.fr/")
        elif host == "casse.fr":
            self._lead("gopher://[casse")
        elif not secure and host != "clair.fr":
            self._lead(f"https://{host}/")
        elif host == "muet.fr":
            self.stop.wait(10)
        else:
            self._page(host)

    def _page(self, host: str) -> None:
        self.send_response(404 if host == "404.fr" else 200)
        self.end_headers()
        try:
            if host == "enorme.fr":
                while not self.stop.is_set():
                    self.wfile.write(CHUNK)
            while host == "lent.fr" and not self.stop.wait(0.05):
                self.wfile.write(b"x")
            self.wfile.write(b"Bonjour")
        except OSError:  # the visitor left
            pass

    def _lead(self, address: str) -> None:
        self.send_response(301)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its parent's signature
        """Nothing on the screen of tests."""


@contextmanager
def serving(certificate: tuple[Path, Path] | None = None) -> Generator[int, None, None]:
    """Give the port of a server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port
    finally:
        Site.stop.set()
        server.shutdown()
        thread.join()
        server.server_close()


def find(host: str, _port: int) -> str:
    """Every name that ends in .fr is ours, but one."""
    if host == "inconnu.fr" or not host.endswith(".fr"):
        raise hosts.UnknownHostError(host)
    return "127.0.0.1"


@pytest.fixture(scope="module")
def internet(tmp_path_factory: pytest.TempPathFactory) -> Generator[Network, None, None]:
    """The network, whose authority vouches for ``HOSTS``."""
    Site.stop.clear()
    certificate = self_signed(tmp_path_factory.mktemp("tls"), *HOSTS)
    with ExitStack() as stack:
        ports = {"http": stack.enter_context(serving()), "https": stack.enter_context(serving(certificate))}
        yield Network(find, ssl.create_default_context(cafile=str(certificate[0])), ports)
