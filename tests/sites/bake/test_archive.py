"""A site as one zip, complete in itself."""

import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from bs4 import BeautifulSoup
from wagtail.contrib.redirects.models import Redirect

from sites.bake.archive import NothingToExportError, export
from tests.sites.bake.conftest import Grow
from tests.world import World


class Quiet(SimpleHTTPRequestHandler):
    """Python's own file server, without a line for each request."""

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(world: World, grow: Grow, tmp_path: Path) -> Iterator[str]:
    """The address of a plain file server over the unpacked export."""
    grow(world.aubord, 2)
    export(world.aubord.commune, tmp_path / "aubord.zip")
    with zipfile.ZipFile(tmp_path / "aubord.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "unpacked")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_plain_file_server_shows_every_page_picture_style_and_document_of_an_export(served: str) -> None:
    waiting, seen = [served], dict[str, int]()
    with httpx.Client(trust_env=False) as client:
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            answer = client.get(address, follow_redirects=True)
            seen[address] = answer.status_code
            if "html" not in answer.headers["content-type"]:
                continue
            page = BeautifulSoup(answer.text, "html.parser")
            links = [
                tag.get(name)
                for name in ("href", "src")
                for tag in page.select(f"a[{name}], link[{name}], img[{name}], script[{name}]")
            ]
            inside = [str(link) for link in links if link and str(link).startswith("/")]
            waiting += [urljoin(address, link.partition("#")[0]) for link in inside]
    assert set(seen.values()) == {200}
    assert {Path(address).suffix for address in seen} >= {"", ".css", ".js", ".jpg", ".pdf", ".xml"}


def test_the_archive_says_what_needs_the_platform(world: World) -> None:
    Redirect.objects.create(old_path="/ancien", site=world.aubord.site, redirect_page=world.aubord.page)
    file = BytesIO()
    count = export(world.aubord.commune, file)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        read_me = archive.read("LISEZ-MOI.txt").decode()
        assert len(archive.namelist()) == count + 1
    assert "Aubord (30020)" in read_me
    assert "Ce qui a besoin de Beffroi n’y est pas" in read_me
    assert "/ancien/ -> /vie-municipale/conseil/" in read_me


def test_the_same_site_gives_the_same_bytes(world: World) -> None:
    one, other = BytesIO(), BytesIO()
    export(world.aubord.commune, one)
    export(world.aubord.commune, other)
    assert one.getvalue() == other.getvalue()


def test_a_site_that_never_stood_cannot_be_exported(world: World, tmp_path: Path) -> None:
    type(world.aubord.home).objects.filter(pk=world.aubord.home.pk).update(live=False)
    with pytest.raises(NothingToExportError, match="La page d’accueil n’est pas publiée"):
        export(world.aubord.commune, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()
