"""The real Caddy answers as the embedded server does, over the same baked folder."""

import http.client
import subprocess
import threading
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
import waitress

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.visits import ROBOTS
from cms.serving.wsgi import Composition
from modules.statistiques.parse import lost_of, view_of
from sites.composing.pack import write_pack
from sites.composing.places import pack_file
from sites.store.hosts import close, show
from sites.store.olds import TOLD
from tests.cms.serving.baked import FILES, NOT_FOUND, REDIRECTS, lay, lead
from tests.cms.serving.conftest import django
from tests.cms.serving.test_composed import ADDRESS, LOST, THEME, dress
from tests.servers.caddy import CADDYFILE, MISSING, caddy, environment, installed
from tests.servers.install import until

pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(installed() is None, reason=MISSING),
]
HOST = "aubord.localhost"
SUSPENDED = "suspendu.localhost"
OTHER = "belleville.localhost"
# Who sends it, when and with what mark is each server's own; the rest must be alike.
COMPARED = (
    "Retry-After",
    "X-Robots-Tag",
    "Content-Type",
    "Content-Encoding",
    "Content-Length",
    "Cache-Control",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Location",
    "Vary",
    "Allow",
)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str | None]
    body: bytes
    etag: str | None


@dataclass(frozen=True)
class Servers:
    """Ports of the same folder, served twice."""

    embedded: int
    caddy: int

    def both(self, path: str, host: str = HOST, method: str = "GET", **headers: str) -> tuple[Reply, Reply]:
        return asked(self.embedded, path, host, method, headers), asked(self.caddy, path, host, method, headers)


def asked(port: int, path: str, host: str = HOST, method: str = "GET", headers: dict[str, str] | None = None) -> Reply:
    """One request, its path and its host sent as they are."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host)
        for name, value in (headers or {}).items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        found = {name: response.getheader(name) for name in COMPARED}
        return Reply(response.status, found, body, response.getheader("ETag"))
    finally:
        connection.close()


def lay_down(var: Path) -> None:
    """A commune, another name of it, old addresses, and a secret beside."""
    www = lay(var)
    lead(var, "www.aubord.localhost", HOST)
    for old in REDIRECTS:
        path, asked, _query = old.partition("?")
        mark = www.parent / "redirects" / unquote(path).strip("/") / (".asked" if asked else ".moved")
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    (var / "secret.txt").write_text("secret")
    redirects = {"particuliers/F9": "particuliers/F1"}
    write_pack(pack_file(var, "guide"), [LOST, THEME], redirects, ["particuliers/F8"])
    dress(var, "Aubord")
    lay(var, insee="30021", host=OTHER)
    lay(var, insee="30999", host=SUSPENDED)
    show(var, "30999", {SUSPENDED: True})
    close(var, "30999", "Ce site est momentanément suspendu".encode())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    var = tmp_path_factory.mktemp("var")
    lay_down(var)
    return var


@pytest.fixture(scope="module")
def servers(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Servers, None, None]:
    frames = CADDYFILE.read_text().partition("{$BEFFROI_FRAMES:")[2].partition("}")[0].split()
    application = Composition(Disk(folder), "admin.localhost", django, Assets("/_/admin/"), frames)
    embedded = waitress.create_server(application, host="127.0.0.1", port=0, ident=None, threads=2)
    thread = threading.Thread(target=embedded.run, daemon=True)
    thread.start()
    try:
        with caddy(folder, tmp_path_factory.mktemp("caddy"), embedded.effective_port) as port:
            yield Servers(embedded.effective_port, port)
    finally:
        embedded.close()
        thread.join(5)


@pytest.mark.parametrize("path", [f"/{name}" for name in sorted(FILES)])
@pytest.mark.parametrize("encoding", ["", "br, gzip", "gzip"])
def test_every_file_is_the_same(servers: Servers, path: str, encoding: str) -> None:
    path = path.removesuffix("index.html")
    embedded, real = servers.both(path, Accept_Encoding=encoding)
    assert embedded.status in {200, 301}
    assert (real.status, real.headers, real.body) == (embedded.status, embedded.headers, embedded.body)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rien/", 404),
        ("/rien", 404),
        ("/_/s/rien.css", 404),
        ("/_/i/", 404),
        ("/index.html.br", 404),
        ("/.hidden", 404),
        ("/vie-municipale", 308),
        ("/robots.txt/", 404),
        ("/ancienne-page/", 301),
        ("/ancienne-page", 301),
        ("/parti/?a=b", 301),
        ("/%C3%A9t%C3%A9/", 301),
        ("/index.php?id=12", 301),
        ("/index.php?b=2&a=1", 301),
        ("/index.php?id=13", 404),
        ("/index.php?id=*", 404),
        ("/index.php?id=../../secret.txt", 404),
        ("/index.php", 404),
        ("/spip.php?article34", 301),
        ("/spip.php?article34&lang=fr", 404),
        ("/?p=12", 301),
        ("/?p=13", 200),
        ("/?" + "a" * 3000, 200),
        ("/_/contact/", 200),
        ("/_/documents/1/projet.pdf", 404),
        ("/_/media/photo.jpg", 404),
        ("/_/admin/wagtailadmin/css/core.css", 404),
    ],
)
@pytest.mark.parametrize("encoding", ["", "br"])
def test_every_other_answer_is_the_same(servers: Servers, path: str, status: int, encoding: str) -> None:
    embedded, real = servers.both(path, Accept_Encoding=encoding)
    assert (embedded.status, real.status) == (status, status)
    if status == 308:  # Caddy adds a line for people who read answers
        assert real.headers["Location"] == embedded.headers["Location"]
    else:
        assert (real.headers, real.body) == (embedded.headers, embedded.body)


SHEETS = [
    (ADDRESS, 200), ("/guide/particuliers/", 200), ("/guide/particuliers/F1", 308), ("/guide/particuliers/F9/", 301),
    ("/guide/particuliers/F8/", 410), ("/guide/particuliers/F2/", 404), ("/guide/", 404),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["", "gzip", "gzip, br", "gzip;q=0"])
@pytest.mark.parametrize(("path", "status"), SHEETS)
def test_a_sheet_of_the_guide_is_the_same_byte_for_byte(
    servers: Servers, path: str, status: int, encoding: str
) -> None:
    embedded, real = servers.both(path, Accept_Encoding=encoding)
    assert (embedded.status, real.status) == (status, status)
    assert (real.headers, real.body) == (embedded.headers, embedded.body)
    if status == 200:
        assert real.etag == embedded.etag
        held = {"Accept_Encoding": encoding, "If_None_Match": str(real.etag)}
        assert asked(servers.caddy, path, headers=held).status == 304


def test_a_site_without_the_guide_has_none_of_it_behind_either(servers: Servers) -> None:
    assert [reply.status for reply in servers.both(ADDRESS, OTHER)] == [404, 404]


def test_nothing_is_sent_to_a_sheet(servers: Servers) -> None:
    assert [reply.status for reply in servers.both(ADDRESS, method="POST")] == [405, 405]


@pytest.mark.parametrize("path", ["/", "/vie-municipale/", "/_/contact/", "/robots.txt"])
def test_a_suspended_site_says_one_thing(servers: Servers, path: str) -> None:
    embedded, real = servers.both(path, SUSPENDED)
    assert (real.status, real.headers["Retry-After"], real.headers["X-Robots-Tag"]) == (503, "86400", "noindex")
    assert real.body == "Ce site est momentanément suspendu".encode()
    assert (embedded.status, embedded.headers, embedded.body) == (real.status, real.headers, real.body)


@pytest.mark.parametrize("path", ["/", "/vie-municipale/", "/_/i/mairie-0123abcd-480.webp", "/rien/"])
def test_head_is_the_same(servers: Servers, path: str) -> None:
    embedded, real = servers.both(path, method="HEAD")
    assert (real.status, real.headers, real.body) == (embedded.status, embedded.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("host", [HOST, "www.aubord.localhost"])
def test_writing_is_refused_alike(servers: Servers, method: str, host: str) -> None:
    embedded, real = servers.both("/", host, method)
    assert (embedded.status, real.status) == (405, 405)
    assert (embedded.headers["Allow"], real.headers["Allow"]) == ("GET, HEAD", "GET, HEAD")


@pytest.mark.parametrize("accept", ["", "br", "gzip"])
def test_what_a_visitor_has_is_not_sent_again(servers: Servers, accept: str) -> None:
    for port in (servers.embedded, servers.caddy):
        tag = asked(port, "/", headers={"Accept_Encoding": accept}).etag
        assert tag
        again = asked(port, "/", headers={"Accept_Encoding": accept, "If_None_Match": tag})
        assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("aubord.localhost:8000", 200),
        ("aubord.localhost.", 200),
        ("AUBORD.LocalHost.:80", 200),
        ("inconnue.localhost", 404),
        ("localhost", 404),
        ("hosts", 404),
        ("..", 400),
        (".", 400),
        ("", 400),
        ("-a.fr", 400),
        ("mon_site.fr", 400),
        ("aubord.localhost..", 400),
        ("aubord.localhost:99999", 400),
        ("aubord.localhost:0", 400),
        ("[::1]", 400),
    ],
)
def test_hosts_are_told_apart_alike(servers: Servers, host: str, status: int) -> None:
    embedded, real = servers.both("/", host)
    assert (embedded.status, real.status) == (status, status)


@pytest.mark.parametrize("host", ["../sites/30020", "aubord.localhost/../..", "a\\b", "a" * 300, "a" * 65536])
def test_a_host_that_is_a_path_or_a_flood_is_refused_by_both(servers: Servers, host: str) -> None:
    assert {reply.status // 100 for reply in servers.both("/secret.txt", host)} == {4}


@pytest.mark.parametrize("path", ["/a/?b=c", "/", "/%C3%A9/?q=%2F"])
def test_another_name_leads_to_the_commune_alike(servers: Servers, path: str) -> None:
    embedded, real = servers.both(path, "www.aubord.localhost:8000")
    assert embedded.headers["Location"] == f"http://aubord.localhost:8000{path}"
    assert (real.status, real.headers["Location"]) == (301, embedded.headers["Location"])


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/../../secret.txt",
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/secret.txt",
        "/../redirects.json",
        "/../redirects/parti/.moved",
        "/_/s/../../../redirects.json",
        "/..\\secret.txt",
        "/%00",
    ],
)
def test_nothing_outside_the_public_folder_is_given_by_either(servers: Servers, path: str) -> None:
    for reply in servers.both(path):
        assert reply.status in {400, 404}
        assert b"secret" not in reply.body
        assert b"/vie-municipale/" not in reply.body


def test_the_admin_is_proxied(servers: Servers) -> None:
    embedded, real = servers.both("/pages/", "admin.localhost")
    assert (real.status, real.body) == (200, embedded.body)
    assert real.headers["Content-Security-Policy"] is None
    assert asked(servers.caddy, "/_/admin/wagtailadmin/css/core.css", "admin.localhost").status == 200


def test_without_the_cms_the_sites_stay_and_old_addresses_have_their_page(folder: Path, tmp_path: Path) -> None:
    with caddy(folder, tmp_path, upstream=1) as port:
        assert asked(port, "/").status == 200
        assert asked(port, "/rien/").body.decode() == NOT_FOUND
        assert asked(port, "/", "www.aubord.localhost").status == 301
        assert asked(port, "/?p=12").body == FILES["index.html"]
        assert asked(port, "/index.php?id=12").status == 503
        moved = asked(port, "/ancienne-page/")
        assert (moved.status, moved.body) == (200, FILES["ancienne-page/index.html"])
        away = asked(port, "/_/contact/", method="POST")
        assert (away.status, "momentanément indisponible" in away.body.decode()) == (503, True)
        (folder / "hosts/aubord.localhost/current/www/503.html").write_text("Appelez la mairie")
        away = asked(port, "/_/contact/", method="POST")
        assert (away.status, away.body.decode()) == (503, "Appelez la mairie")
        assert asked(port, "/", "admin.localhost").status == 503


def test_caddy_accepts_the_file_as_it_stands_in_production(tmp_path: Path) -> None:
    command = [installed() or "", "adapt", "--adapter", "caddyfile", "--config", str(CADDYFILE)]
    adapted = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True, check=False)
    assert adapted.returncode == 0, adapted.stderr
    assert '"on_demand":true' in adapted.stdout
    assert '":443"' in adapted.stdout


def test_the_log_holds_what_the_statistics_read_and_nothing_of_the_visitor(servers: Servers, folder: Path) -> None:
    person = {"User-Agent": "Mozilla/5.0 (X11)", "X-Secret": "secret"}
    told = {"Referer": "https://ailleurs.fr/", "Cookie": "a=secret", "Accept-Language": "oc"}
    for path, host in (
        ("/invitation/secret/", "admin.localhost"),
        ("/_/contact/secret/", HOST),
        ("/robots.txt?secret", HOST),
    ):
        asked(servers.caddy, path, host, headers=person)
    asked(servers.caddy, "/", headers={"User-Agent": "secret-bot/1.0"})
    asked(servers.caddy, "/")
    asked(servers.caddy, "/", headers=person | told)
    asked(servers.caddy, "/?q=secret", headers=person)  # may be an old address: the embedded server notes it
    asked(servers.caddy, "/vie-municipale/?q=secret", headers=person)
    log = folder / "visits" / "caddy.json"
    until(lambda: log.exists() and b"/vie-municipale/" in log.read_bytes())
    lines = log.read_bytes().splitlines()
    assert [(view.host, view.path) for line in lines if (view := view_of(line))] == [
        (HOST, "/"),
        (HOST, "/vie-municipale/"),
    ]
    for word in (b"127.0.0.1", b"secret", b"ailleurs", b'"oc"', b"Mozilla"):
        assert word not in log.read_bytes()


def test_the_log_holds_the_addresses_that_people_do_not_find(servers: Servers, folder: Path) -> None:
    person = {"User-Agent": "Mozilla/5.0 (X11)"}
    for path in ("/vieux.html?nom=secret", "/vieux/", "/vieux.php?id=5", "/robots.txt", "/_/s/rien.css"):
        asked(servers.caddy, path, headers=person)
    asked(servers.caddy, "/vieux.html", headers={"User-Agent": "secret-bot/1.0"})
    asked(servers.caddy, "/vieux.html")
    asked(servers.caddy, "/fin/", headers=person)
    log = folder / "visits" / "caddy.json"
    until(lambda: log.exists() and b"/fin/" in log.read_bytes())
    lines = log.read_bytes().splitlines()
    assert [(lost.host, lost.path) for line in lines if (lost := lost_of(line))] == [
        (HOST, "/vieux.html"),
        (HOST, "/vieux/"),
        (HOST, "/vieux.php?id=5"),
        (HOST, "/fin/"),
    ]
    assert b"secret" not in log.read_bytes()


def test_caddy_tells_the_same_queries_as_the_embedded_server() -> None:
    assert f'"^(?:({TOLD.pattern})|([^?]*).*)$" "$1$2"' in CADDYFILE.read_text()


def test_caddy_leaves_the_same_robots_aside_as_the_embedded_server() -> None:
    assert f'"{ROBOTS.pattern}"' in CADDYFILE.read_text()
