"""The real Caddy asks certificates of a real authority (Pebble) at the first visit, for our exact names only."""

import http.client
import socket
import ssl
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
import waitress

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.wsgi import Composition
from tests.cms.serving.baked import FILES, lay, lead
from tests.cms.serving.conftest import django
from tests.servers.caddy import MISSING, caddy_over_tls, installed
from tests.servers.pebble import MISSING as NO_PEBBLE
from tests.servers.pebble import installed as pebble_installed
from tests.servers.pebble import pebble
from tests.servers.ports import free_port

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(installed() is None, reason=MISSING),
    pytest.mark.skipif(not pebble_installed(), reason=NO_PEBBLE),
]
SITE = "www.cahors.example"


@dataclass(frozen=True)
class Reply:
    status: int
    location: str
    body: bytes


@dataclass(frozen=True)
class Web:
    """Caddy over TLS: its ports, what visitors trust, and who was asked for certificates."""

    clear: int
    secure: int
    trust: ssl.SSLContext
    log: Path

    def visit(self, host: str, path: str = "/", named: str | None = None) -> Reply:
        """One request over HTTPS, to a certificate that is checked; ``named`` is what the ``Host`` says instead."""
        plain = socket.create_connection(("127.0.0.1", self.secure), 20)
        connection = http.client.HTTPConnection(host, self.secure, timeout=20)
        connection.sock = self.trust.wrap_socket(plain, server_hostname=host)
        connection.putrequest("GET", path, skip_host=True)
        connection.putheader("Host", named if named is not None else f"{host}:{self.secure}")
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return Reply(answer.status, answer.getheader("Location") or "", body)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Generator[Web, None, None]:
    var, scratch = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("caddy")
    lay(var, host=SITE)
    lead(var, "cahors.example", SITE)
    lead(var, "cahors.cdg.example", SITE)
    lead(var, "ancien-cahors.example", SITE)
    application = Composition(Disk(var), "admin.cdg.example", django, Assets("/_/admin/"), ())
    embedded = waitress.create_server(application, host="127.0.0.1", port=0, ident=None)
    thread = threading.Thread(target=embedded.run)
    thread.start()
    ports = free_port(), free_port()
    (var / "visits").mkdir(exist_ok=True)
    try:
        with (
            pebble(*ports) as authority,
            caddy_over_tls(var, scratch, embedded.effective_port, authority, ports),
        ):
            trust = ssl.create_default_context(cadata=authority.root().decode())
            yield Web(*ports, trust, scratch / "caddy.log")
    finally:
        embedded.close()
        thread.join(10)


def test_the_first_visit_brings_a_certificate_and_the_page(web: Web) -> None:
    answer = web.visit(SITE)
    assert (answer.status, answer.body) == (200, FILES["index.html"])


@pytest.mark.parametrize("host", ["cahors.example", "cahors.cdg.example", "ancien-cahors.example"])
def test_each_other_name_has_its_own_certificate_and_leads_to_the_site_over_tls(web: Web, host: str) -> None:
    answer = web.visit(host, "/vie-municipale/?a=b")
    assert answer.status == 301
    assert answer.location == f"https://{SITE}:{web.secure}/vie-municipale/?a=b"


def test_in_clear_a_visitor_is_led_to_the_same_name_over_tls(web: Web) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", web.clear, timeout=20)
    connection.request("GET", "/vie-municipale/", headers={"Host": "cahors.example"})
    answer = connection.getresponse()
    assert answer.status == 308
    assert (answer.getheader("Location") or "").startswith("https://cahors.example")
    connection.close()


@pytest.mark.parametrize(
    "host", ["inconnue.example", "un.www.cahors.example", "example", "secret.cdg.example", "localhost"]
)
def test_no_certificate_is_asked_for_a_name_that_is_not_ours(web: Web, host: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        web.visit(host)
    assert f'"identifier":"{host}"' not in web.log.read_text()


def test_nobody_asks_through_the_web_server_which_names_are_ours(web: Web) -> None:
    address = f"/.beffroi/certificat?domain={SITE}"
    for named in (SITE, "LOCALHOST", "localhost", "127.0.0.1", f"127.0.0.1:{web.secure}"):
        assert web.visit(SITE, address, named).status in {400, 404}


def test_its_own_authority_stays_out_of_the_system(web: Web) -> None:
    assert "installing root certificate" not in web.log.read_text()
