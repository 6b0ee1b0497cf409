"""The real nginx over the same files: what matters most of what Caddy does, and the odd hosts."""

import socket
import ssl
import threading
from collections.abc import Generator
from io import StringIO
from pathlib import Path

import pytest
import waitress
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import override_settings

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.wsgi import Composition
from deploy.management.commands.nginx import rendered
from modules.statistiques.parse import lost_of, view_of
from tests.cms.serving.baked import FILES, NOT_FOUND
from tests.cms.serving.conftest import django
from tests.cms.serving.test_composed import ADDRESS
from tests.deploy.host.test_caddy import HOST, OTHER, SHEETS, SUSPENDED, Servers, asked, lay_down
from tests.deploy.host.test_certificates import Web
from tests.servers.certificates import self_signed
from tests.servers.install import until
from tests.servers.nginx import MISSING, free_port, installed, nginx

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(installed() is None, reason=MISSING),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("var")
    lay_down(var)
    (var / "visits").mkdir(exist_ok=True)
    return var


@pytest.fixture(scope="module")
def servers(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Servers, None, None]:
    """``caddy`` is nginx here."""
    application = Composition(
        Disk(folder), "admin.localhost", django, Assets("/_/admin/"), django_settings.BEFFROI_EMBED_ORIGINS
    )
    embedded = waitress.create_server(application, host="127.0.0.1", port=0, ident=None, threads=2)
    thread = threading.Thread(target=embedded.run, daemon=True)
    thread.start()
    port = free_port()
    try:
        with (
            override_settings(BEFFROI_VAR=folder),
            nginx(
                rendered(f"127.0.0.1:{port}", f"127.0.0.1:{embedded.effective_port}"),
                port,
                tmp_path_factory.mktemp("nginx"),
            ),
        ):
            yield Servers(embedded.effective_port, port)
    finally:
        embedded.close()
        thread.join(5)


def said(port: int, request: bytes) -> bytes:
    """What a raw request is answered."""
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        content = b""
        while part := line.recv(65536):
            content += part
    return content


@pytest.mark.parametrize("path", [f"/{name}" for name in sorted(FILES) if name != "404.html"])
@pytest.mark.parametrize("encoding", ["", "br, gzip", "gzip"])
def test_every_file_is_the_same(servers: Servers, path: str, encoding: str) -> None:
    path = path.removesuffix("index.html")
    embedded, real = servers.both(path, Accept_Encoding=encoding)
    for name in ("Content-Encoding", "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "Location"):
        assert real.headers[name] == embedded.headers[name], name
    if embedded.status == 200:
        assert (real.headers["Content-Type"] or "").partition(";")[0] == (
            embedded.headers["Content-Type"] or ""
        ).partition(";")[0]
    assert (real.status, real.body) == (embedded.status, embedded.body)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rien/", 404),
        ("/rien", 404),
        ("/_/s/rien.css", 404),
        ("/index.html.br", 404),
        ("/.hidden", 404),
        ("/vie-municipale", 308),
        ("/ancienne-page/", 301),
        ("/ancienne-page", 301),
        ("/parti/?a=b", 301),
        ("/_/contact/", 200),
        ("/_/admin/core.css", 404),
        ("/_/media/a.jpg", 404),
        ("/.beffroi/certificat?domain=aubord.localhost", 404),
    ],
)
def test_what_is_no_file_is_answered_alike(servers: Servers, path: str, status: int) -> None:
    embedded, real = servers.both(path)
    assert (embedded.status, real.status) == (status, status)
    if status == 404 and not path.startswith("/."):
        assert real.body == embedded.body == NOT_FOUND.encode()
        assert real.headers["Cache-Control"] == embedded.headers["Cache-Control"]


@pytest.mark.parametrize("encoding", ["", "gzip"])
@pytest.mark.parametrize(("path", "status"), SHEETS)
def test_a_sheet_of_the_guide_is_the_same_byte_for_byte(
    servers: Servers, path: str, status: int, encoding: str
) -> None:
    embedded, real = servers.both(path, Accept_Encoding=encoding)
    assert (embedded.status, real.status) == (status, status)
    assert real.body == embedded.body
    for name in ("Content-Type", "Content-Encoding", "Cache-Control", "Location", "Content-Security-Policy"):
        assert real.headers[name] == embedded.headers[name]
    assert status != 200 or real.etag == embedded.etag


def test_a_site_without_the_guide_has_none_of_it(servers: Servers) -> None:
    assert [reply.status for reply in servers.both(ADDRESS, OTHER)] == [404, 404]


def test_the_other_names_and_the_admin_go_where_they_should(servers: Servers) -> None:
    embedded, real = servers.both("/a/?b=c", "www.aubord.localhost:8000")
    assert (real.status, real.headers["Location"]) == (301, embedded.headers["Location"])
    assert asked(servers.caddy, "/pages/", "admin.localhost").body == b"django admin.localhost /pages/"
    assert asked(servers.caddy, "/.beffroi/certificat?domain=aubord.localhost", "admin.localhost").status == 404


@pytest.mark.parametrize("path", ["/", "/rien/", "/index.html", "/robots.txt", "/_/contact/", "/_/s/rien.css", "/vie"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_suspended_site_says_so_everywhere_and_leaves_no_line(
    servers: Servers, folder: Path, path: str, method: str
) -> None:
    log = folder / "visits" / "nginx.json"
    log.write_text("")
    embedded, real = (asked(port, path, SUSPENDED, method=method) for port in (servers.embedded, servers.caddy))
    assert (real.status, real.body) == (503, "Ce site est momentanément suspendu".encode())
    for name in ("Retry-After", "X-Robots-Tag", "Cache-Control", "Content-Type", "Content-Security-Policy"):
        assert real.headers[name] == embedded.headers[name], name
    assert (real.headers["Retry-After"], real.headers["X-Robots-Tag"]) == ("86400", "noindex")
    assert log.read_bytes() == b""


@pytest.mark.parametrize("name", ["/404.html", "/.hidden", "/index.html.br"])
def test_a_suspended_site_gives_nothing_of_what_it_was(servers: Servers, name: str) -> None:
    reply = asked(servers.caddy, name, SUSPENDED)
    assert (reply.status, reply.body) in {
        (503, "Ce site est momentanément suspendu".encode()),
        (404, "Cette page n’existe pas, ou n’existe plus.".encode()),
    }


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("AUBORD.localhost", 200),
        ("aubord.localhost.", 200),
        ("aubord.localhost:8000", 200),
        (".", 400),
        ("..", 400),
        ("../sites", 400),
        ("aubord.localhost..", 400),
        ("-aubord.localhost", 400),
        ("aubord_localhost", 400),
        ("[::1]", 400),
        ("a" * 300, 400),
        (f"{'a' * 60}." * 5 + "fr", 400),
        ("sites", 404),
        ("inconnue.localhost", 404),
        ("localhost", 404),
        ("LOCALHOST", 404),
    ],
)
def test_a_host_is_a_site_or_nothing(servers: Servers, host: str, status: int) -> None:
    reply = asked(servers.caddy, "/", host)
    assert reply.status == status
    assert b"secret" not in reply.body
    assert asked(servers.caddy, "/.beffroi/certificat?domain=aubord.localhost", host).status in {400, 404}


def test_no_host_or_two_is_refused(servers: Servers) -> None:
    port = servers.caddy
    for request in (
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET /sites/ HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: aubord.localhost\r\nHost: belleville.localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
    ):
        assert b" 400 " in said(port, request).split(b"\r\n")[0], request
    absolute = b"GET http://../secret.txt HTTP/1.1\r\nHost: aubord.localhost\r\nConnection: close\r\n\r\n"
    assert b" 400 " in said(port, absolute).split(b"\r\n")[0]


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/..%2f..%2fsecret.txt", "/%2e%2e/%2e%2e/%2e%2e/secret.txt", "/../redirects.json", "/%00"],
)
def test_nothing_outside_the_public_folder_is_given(servers: Servers, path: str) -> None:
    reply = asked(servers.caddy, path)
    assert reply.status in {400, 404}
    assert b"secret" not in reply.body


def test_a_site_is_read_and_receives_nothing(servers: Servers) -> None:
    assert asked(servers.caddy, "/", method="POST").status == 405


def test_without_the_embedded_server_the_sites_stay(folder: Path, tmp_path: Path) -> None:
    port = free_port()
    with override_settings(BEFFROI_VAR=folder), nginx(rendered(f"127.0.0.1:{port}", "127.0.0.1:1"), port, tmp_path):
        assert asked(port, "/").status == 200
        assert asked(port, "/rien/").status == 404
        moved = asked(port, "/ancienne-page/")
        assert (moved.status, moved.body) == (200, FILES["ancienne-page/index.html"])
        away = asked(port, "/_/contact/", method="POST")
        assert [one.headers["Retry-After"] for one in (moved, away)] == [None, "60"]
        closed = asked(port, "/", SUSPENDED)
        assert (closed.status, closed.headers["Retry-After"]) == (503, "60")
        assert (away.status, "momentanément indisponible" in away.body.decode()) == (503, True)


def test_the_log_holds_what_the_statistics_read_and_nothing_of_the_visitor(servers: Servers, folder: Path) -> None:
    log = folder / "visits" / "nginx.json"
    log.write_text("")
    person = {"User-Agent": "Mozilla/5.0 (X11)", "Cookie": "a=secret", "Referer": "https://ailleurs.fr/"}
    asked(servers.caddy, "/", headers={"User-Agent": "secret-bot/1.0"})
    asked(servers.caddy, "/")
    for path in ("/robots.txt", "/_/contact/", "/vieux/?nom=secret", "/vie-municipale/?q=secret"):
        asked(servers.caddy, path, headers=person)
    until(lambda: b"/vie-municipale/" in log.read_bytes())
    lines = log.read_bytes().splitlines()
    assert [(view.host, view.path) for line in lines if (view := view_of(line))] == [(HOST, "/vie-municipale/")]
    assert [(lost.host, lost.path) for line in lines if (lost := lost_of(line))] == [(HOST, "/vieux/")]
    for word in (b"127.0.0.1", b"secret", b"ailleurs", b"Mozilla"):
        assert word not in log.read_bytes()


def test_what_the_command_writes_serves_a_site_over_tls(folder: Path, tmp_path: Path) -> None:
    certificate, key = self_signed(tmp_path, HOST)
    both = tmp_path / "both.pem"
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    port, out = free_port(), StringIO()
    with override_settings(BEFFROI_VAR=folder):
        call_command("nginx", "--listen", f"127.0.0.1:{port}", "--certificat", str(both), stdout=out)
    trust = ssl.create_default_context(cafile=str(certificate))
    with nginx(out.getvalue(), port, tmp_path):
        answer = Web(0, port, trust, tmp_path).visit(HOST)
    assert (answer.status, answer.body) == (200, FILES["index.html"])
