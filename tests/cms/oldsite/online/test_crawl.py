"""A site still online is copied politely, and no other machine is ever asked."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.management import CommandError, call_command

from cms.models import DocumentFile, Page
from cms.oldsite.models import Remark
from cms.oldsite.online import crawl, web
from cms.oldsite.online.crawl import Limits, save
from cms.oldsite.reading import folder
from cms.oldsite.reading.site import UnreadableError
from tests.cms.oldsite.factories import page
from tests.world import PDF, World

HTML = "text/html; charset=iso-8859-1"
PLAN = PDF.replace(b"/Catalog", b"/Catalog/Lang(it)")


class Handler(BaseHTTPRequestHandler):
    """A small site with the traps of the large ones."""

    answers: ClassVar[dict[str, tuple[int, str, bytes]]] = {}
    asked: ClassVar[list[str]] = []
    agents: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.agents.add(self.headers["User-Agent"])
        status, kind, content = self.answers.get(self.path, (404, HTML, b""))
        self.send_response(status)
        self.send_header("Location" if status == 301 else "Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: Any) -> None:
        pass


def html(title: str, body: str) -> tuple[int, str, bytes]:
    return 200, HTML, page(title, f"<h1>{title}</h1>{body}").encode("cp1252")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(Handler, "asked", [])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_address[1]
    answers = {
        "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /prive/\n"),
        "/": html(
            "Accueil",
            '<p>Voir <a href="/elus/">les élus</a>, <a href="/prive/x.html">rien</a>, <a href="/parti">l’agenda</a>, '
            f'<a href="http://169.254.169.254/">le nuage</a>, <a href="http://127.0.0.1:{port}/plan.pdf">le plan</a>, '
            '<a href="/loin">loin</a>, <a href="/wp-admin/">la porte</a>.</p>',
        ),
        "/elus": html("Les élus", '<p>Onze personnes vous représentent.</p><a href="/cal?m=1">Calendrier</a>'),
        "/plan.pdf": (200, "application/pdf", PLAN),
        "/parti": (301, "/agenda.html", b""),
        "/agenda.html": html("L’agenda", "<p>Tous les jeudis, le marché.</p>"),
        "/loin": (301, "http://169.254.169.254/latest/meta-data/", b""),
        **{f"/cal?m={n}": html(f"Mois {n}", f'<a href="/cal?m={n + 1}">Le suivant</a>') for n in range(1, 60)},
    }
    monkeypatch.setattr(Handler, "answers", answers)
    yield f"http://127.0.0.1:{port}/"
    server.shutdown()
    server.server_close()
    thread.join()


FAST = Limits(delay=0)


def test_it_reads_what_robots_txt_allows_once_and_says_who_it_is(site: str, tmp_path: Path) -> None:
    save(site, tmp_path, FAST)
    assert len(Handler.asked) == len(set(Handler.asked))
    assert Handler.asked[0] == "/robots.txt"
    assert not any(path.startswith(("/prive", "/wp-admin")) for path in Handler.asked)
    assert all(agent.startswith("Beffroi/") for agent in Handler.agents)
    assert sum(path.startswith("/cal") for path in Handler.asked) == crawl.MOST_QUERIES  # a calendar has no end


def test_what_it_copied_is_read_as_any_copy_is(site: str, tmp_path: Path) -> None:
    read = folder.read(save(site, tmp_path, FAST))
    titles = {page.key: page.title for page in read.pages if not page.key.startswith("/cal")}
    assert titles == {"/": "Accueil", "/elus": "Les élus", "/agenda.html": "L’agenda"}
    file = read.file("/plan.pdf")
    assert file is not None
    assert (file.name, file.content) == ("plan.pdf", PLAN)
    assert ("/prive/x.html", "Le site demande aux robots de ne pas le lire.") in [
        (left.address, str(left.sentence)) for left in read.left
    ]
    assert ("/loin", "Cette adresse mène à un autre site.") in [
        (left.address, str(left.sentence)) for left in read.left
    ]


def test_stopped_it_goes_on_and_asks_nothing_twice(site: str, tmp_path: Path) -> None:
    copy = save(site, tmp_path, Limits(addresses=6, delay=0))
    kept = set(json.loads((copy / folder.MANIFEST).read_text())["files"].values())
    assert "/elus" in kept
    before = len(Handler.asked)
    save(site, tmp_path, FAST)
    assert set(Handler.asked[before:]) & kept == set()
    assert "/cal?m=3" in Handler.asked[before:]


@pytest.mark.parametrize(("limits"), [Limits(addresses=3, delay=0), Limits(size=2500, delay=0), Limits(seconds=0)])
def test_it_stops_at_its_limits_and_says_so(site: str, tmp_path: Path, limits: Limits) -> None:
    if limits.seconds == 0:
        with pytest.raises(UnreadableError):
            save(site, tmp_path, limits)
        return
    read = folder.read(save(site, tmp_path, limits))
    assert len(read.pages) < 5
    assert "Limite atteinte" in [str(left.why) for left in read.left]


def test_it_waits_between_two_requests(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("cms.oldsite.online.crawl.time.sleep", waits.append)
    Handler.answers["/robots.txt"] = (200, "text/plain", b"User-agent: *\nCrawl-delay: 7\n")
    save(site, tmp_path, Limits(addresses=3, delay=1))
    assert waits == [7.0] * 3


@pytest.mark.parametrize("address", ["10.0.0.8", "::ffff:10.0.0.8", "64:ff9b::a00:8", "2002:a00:8::"])
def test_a_name_that_leads_to_our_own_network_is_refused_unless_it_is_meant(address: str) -> None:
    def inside(*_args: Any, **_more: Any) -> list[Any]:
        return [(0, 0, 0, "", (address, 443))]

    with pytest.raises(UnreadableError, match="réseau interne"):
        web.machine("www.valcombe.example", 443, internal=False, resolve=inside)
    assert web.machine("www.valcombe.example", 443, internal=True, resolve=inside) == address
    assert web.is_named_as_local("127.0.0.1")
    assert not web.is_named_as_local("www.valcombe.example")


def test_the_command_brings_a_site_that_is_online(
    site: str, world: World, tmp_path: Path, settings: pytest.FixtureRequest
) -> None:
    settings.BEFFROI_VAR = tmp_path / "var"  # type: ignore[attr-defined]
    call_command("import", site, world.aubord.site.hostname, delay=0, most=8, verbosity=0)
    elus = Page.objects.get(title="Les élus")
    home = Page.objects.get(title="Accueil", live=False)
    document = DocumentFile.objects.get(title="Plan")
    assert f'<a linktype="page" id="{elus.pk}">les élus</a>' in home.body.raw_data[0]["value"]
    assert f'<a linktype="document" id="{document.pk}">le plan</a>' in home.body.raw_data[0]["value"]
    assert Remark.objects.filter(why="Page interdite aux robots").count() == 1


def test_a_site_that_does_not_answer_gets_one_sentence(world: World, tmp_path: Path, settings: Any) -> None:
    settings.BEFFROI_VAR = tmp_path / "var"
    for address in ("http://127.0.0.1:9/", "https://", "http://[::1"):
        with pytest.raises(CommandError):
            call_command("import", address, world.aubord.site.hostname, verbosity=0)
