"""A sheet of the national guide, as a visitor of one site gets it."""

import gzip
import time
from pathlib import Path

import pytest

from cms.serving.headers import FRESH
from sites.composing.pack import write_pack
from sites.composing.places import pack_file, shell_file
from sites.composing.sheets import Sheet
from sites.composing.shell import BODY, HEAD, TITLE, boxed
from tests.cms.serving.baked import NOT_FOUND, lay
from tests.cms.serving.conftest import Ask

LOST = Sheet("particuliers/F1", "Perte d’un permis", "", "<h1>Perte</h1>{{env}}", ("mairie",))
THEME = Sheet("particuliers", "Particuliers", "", "<h1>Particuliers</h1>")
ADDRESS = "/guide/particuliers/F1/"


def dress(var: Path, town: str, insee: str = "30020", number: int = 1) -> None:
    """The shell of a site, in its generation."""
    shell = f"<title>{TITLE} – {town}</title>{HEAD}<main>{BODY}</main>{boxed({'mairie': f'<p>{town}</p>'})}"
    file = var / "sites" / insee / f"gen-{number:06d}" / shell_file("guide")
    file.parent.mkdir(exist_ok=True)
    file.write_text(shell)


@pytest.fixture
def guide(ask: Ask, tmp_path: Path) -> Ask:
    """Aubord has the guide; Belleville, beside it, has not."""
    redirects = {"particuliers/F9": "particuliers/F1", "particuliers/F7": "https://www.service-public.fr/F7"}
    write_pack(pack_file(tmp_path, "guide"), [LOST, THEME], redirects, ["particuliers/F8"])
    dress(tmp_path, "Aubord")
    lay(tmp_path, host="belleville.localhost", insee="30021")
    return ask


def test_a_sheet_stands_in_the_site_s_own_page(guide: Ask) -> None:
    reply = guide(ADDRESS)
    assert (reply.status, reply.body.decode()) == (
        200,
        "<title>Perte d’un permis – Aubord</title><main><h1>Perte</h1>{{env}}</main><p>Aubord</p>",
    )
    expected = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": FRESH, "Vary": "Accept-Encoding"}
    assert {name: reply.headers[name] for name in expected} == expected
    packed = guide(ADDRESS, accept_encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == reply.body
    assert packed.headers["ETag"] != reply.headers["ETag"]
    assert "Content-Encoding" not in guide(ADDRESS, accept_encoding="gzip;q=0").headers
    assert guide("/guide/particuliers/").status == 200


def test_head_tells_the_length_and_sends_nothing(guide: Ask) -> None:
    reply = guide(ADDRESS, method="HEAD")
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["Content-Length"] == str(len(guide(ADDRESS).body))


def test_who_holds_the_page_is_told_so_until_the_sheet_or_the_shell_changes(guide: Ask, tmp_path: Path) -> None:
    tag = guide(ADDRESS, accept_encoding="gzip").headers["ETag"]
    assert guide(ADDRESS, accept_encoding="gzip", if_none_match=f'"x", W/{tag}').status == 304
    assert guide(ADDRESS, if_none_match=tag).status == 200  # another form is another content
    assert guide("/guide/particuliers/", accept_encoding="gzip", if_none_match=tag).status == 200
    lay(tmp_path, number=2)
    dress(tmp_path, "Aubord-le-Neuf", number=2)
    assert "Aubord-le-Neuf" in gzip.decompress(guide(ADDRESS, accept_encoding="gzip", if_none_match=tag).body).decode()


def test_a_new_pack_shows_without_a_request_that_fails_or_waits(guide: Ask, tmp_path: Path) -> None:
    before = guide("/guide/particuliers/").headers["ETag"]
    changed = Sheet(LOST.key, LOST.title, "", "<h1>Perte, autrement</h1>")
    write_pack(pack_file(tmp_path, "guide"), [changed, THEME])
    end = time.monotonic() + 20
    while b"autrement" not in (reply := guide(ADDRESS)).body:
        assert reply.status == 200
        assert time.monotonic() < end
    assert guide("/guide/particuliers/").headers["ETag"] == before


def test_a_pack_that_cannot_be_read_leaves_the_one_that_stood(guide: Ask, tmp_path: Path) -> None:
    guide(ADDRESS)
    pack_file(tmp_path, "guide").with_name("x").write_bytes(b"no pack")
    pack_file(tmp_path, "guide").with_name("x").replace(pack_file(tmp_path, "guide"))
    assert [guide(ADDRESS).status for _time in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("path", "status", "location"),
    [
        ("/guide/particuliers/F1?a=b", 308, "/guide/particuliers/F1/?a=b"),
        ("/guide/particuliers/F9/", 301, "/guide/particuliers/F1/"),
        ("/guide/particuliers/F7/", 301, "https://www.service-public.fr/F7"),
    ],
)
def test_what_moved_leads_where_it_went(guide: Ask, path: str, status: int, location: str) -> None:
    reply = guide(path)
    assert (reply.status, reply.headers["Location"]) == (status, location)


@pytest.mark.parametrize(
    "path", ["/guide/", "/guide/particuliers/F2/", "/guide/particuliers//F1/", "/guide/../guide.zip"]
)
def test_what_is_no_sheet_is_the_site_s_own_404(guide: Ask, path: str) -> None:
    reply = guide(path)
    assert (reply.status, reply.body.decode()) == (404, NOT_FOUND)


def test_a_sheet_that_was_withdrawn_is_gone_in_the_site_s_own_words(guide: Ask) -> None:
    reply = guide("/guide/particuliers/F8/")
    assert (reply.status, reply.body.decode()) == (410, NOT_FOUND)


def test_a_site_without_the_guide_has_none_of_it(guide: Ask) -> None:
    assert guide(ADDRESS, host="belleville.localhost").status == 404
    assert guide("/guide/particuliers/F9/", host="belleville.localhost").status == 404


def test_nothing_is_sent_there_and_the_shell_is_not_read_by_itself(guide: Ask) -> None:
    assert guide(ADDRESS, method="POST").status == 405
    for path in ("/composed/guide.html", "/guide.html", "/../composed/guide.html"):
        assert guide(path).status == 404
