"""What a visitor of a commune's site gets."""

import gzip
import shutil
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import brotli
import pytest

from cms.serving.content import LARGEST_KEPT, Memory, from_bytes
from cms.serving.disk import Disk, Generation
from cms.serving.headers import FOREVER, FRESH
from cms.serving.messages import Request
from tests.cms.serving.baked import FILES, HOME, NOT_FOUND, lay
from tests.cms.serving.conftest import Ask


def test_the_home_page_is_read_with_every_header_of_safety(ask: Ask) -> None:
    reply = ask("/")
    etag = reply.headers.pop("ETag")
    assert etag.startswith('"')
    assert (reply.status, reply.body.decode()) == (200, HOME)
    assert reply.headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": str(len(HOME.encode())),
        "Cache-Control": FRESH,
        "Vary": "Accept-Encoding",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            "connect-src 'self'; media-src 'self'; manifest-src 'self'; frame-src https://www.openstreetmap.org; "
            "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_brotli_then_gzip_then_plain(ask: Ask) -> None:
    packed = ask("/", accept_encoding="gzip, br")
    assert (packed.headers["Content-Encoding"], brotli.decompress(packed.body).decode()) == ("br", HOME)
    packed = ask("/", accept_encoding="gzip")
    assert (packed.headers["Content-Encoding"], gzip.decompress(packed.body).decode()) == ("gzip", HOME)
    plain = ask("/", accept_encoding="br;q=0, gzip;q=0")
    assert ("Content-Encoding" in plain.headers, plain.body.decode()) == (False, HOME)


def test_a_missing_form_falls_back_on_the_next(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "sites/30020/gen-000001/www/index.html.br").unlink()
    assert ask("/", accept_encoding="gzip, br").headers["Content-Encoding"] == "gzip"


def test_each_form_has_its_own_tag(ask: Ask) -> None:
    tags = {ask("/", accept_encoding=accept).headers["ETag"] for accept in ("", "gzip", "br")}
    assert len(tags) == 3


def test_pictures_are_not_negotiated(ask: Ask) -> None:
    reply = ask("/_/i/mairie-0123abcd-480.webp", accept_encoding="br")
    assert "Vary" not in reply.headers
    assert (reply.headers["Content-Type"], reply.headers["Cache-Control"]) == ("image/webp", FOREVER)


@pytest.mark.parametrize("seen", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_a_visitor_who_has_the_page_gets_no_body(ask: Ask, seen: str) -> None:
    tag = ask("/").headers["ETag"].strip('"')
    reply = ask("/", if_none_match=seen.format(tag))
    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["ETag"] == f'"{tag}"'
    assert "Content-Length" not in reply.headers
    assert "Content-Type" not in reply.headers


def test_the_tag_of_another_form_or_page_is_not_enough(ask: Ask) -> None:
    tag = ask("/vie-municipale/").headers["ETag"]
    assert ask("/", if_none_match=tag).status == 200
    assert ask("/vie-municipale/", if_none_match=tag, accept_encoding="br").status == 200


def test_head_says_the_length_and_sends_nothing(ask: Ask) -> None:
    head, get = ask("/", method="HEAD"), ask("/")
    assert (head.status, head.headers, head.body) == (200, get.headers, b"")
    assert ask("/rien/", method="HEAD").body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_a_page_only_reads(ask: Ask, method: str) -> None:
    reply = ask("/", method=method)
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/actualites/rss.xml", "application/rss+xml; charset=utf-8"),
        ("/actualites/atom.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/_/s/base.0123abcd.css", "text/css; charset=utf-8"),
        ("/_/s/site.0123abcd.js", "text/javascript; charset=utf-8"),
        ("/_/s/icons.0123abcd.svg", "image/svg+xml"),
        ("/_/s/text.0123abcd.woff2", "font/woff2"),
        ("/_/d/7-0123abcd/compte-rendu.pdf", "application/pdf"),
        ("/_/d/8-0123abcd/budget.odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_types_follow_names(ask: Ask, path: str, expected: str) -> None:
    reply = ask(path)
    assert (reply.headers["Content-Type"], reply.body) == (expected, FILES[path[1:]])


def test_the_commune_has_its_own_page_for_what_is_not_there(ask: Ask) -> None:
    for path in ("/rien/", "/rien", "/_/s/rien.css", "/_/i/rien.webp", "/index.html/rien", "/vie-municipale/rien.pdf"):
        reply = ask(path, accept_encoding="br")
        assert (reply.status, brotli.decompress(reply.body).decode()) == (404, NOT_FOUND), path
        assert reply.headers["Cache-Control"] == "no-store", path
        assert "ETag" not in reply.headers, path


def test_a_visitor_with_the_404_page_still_gets_a_404(ask: Ask) -> None:
    tag = ask("/404.html").headers["ETag"]
    assert ask("/rien/", if_none_match=tag).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/../../../../secret.txt",
        "/_/s/../../../../../../secret.txt",
        "/..",
        "/.",
        "/./index.html",
        "//index.html",
        "/vie-municipale//",
        "/.hidden",
        "/..\\secret.txt",
        "/\0",
        "/index.html\0.css",
        "/../redirects.json",
        "/../www/index.html",
        "//etc/passwd",
        "/%2e%2e/secret.txt",
        "/" + "a" * 300,
        "/" + "a/" * 5000,
        "/\ud7ff",
        "*",
        "",
    ],
)
def test_nothing_outside_the_public_folder_can_be_asked_for(ask: Ask, path: str) -> None:
    assert (ask(path).status, ask(path).body.decode()) == (404, NOT_FOUND)


def test_bytes_that_are_no_text_are_not_found() -> None:
    environ = {"PATH_INFO": "/\xff\xfe"}
    setup_testing_defaults(environ)
    assert Request.from_environ(environ).path == ""


def test_compressed_forms_are_no_pages(ask: Ask) -> None:
    assert [ask(path).status for path in ("/index.html.br", "/index.html.gz")] == [404, 404]


def test_a_folder_takes_its_slash(ask: Ask) -> None:
    reply = ask("/vie-municipale?page=2")
    assert (reply.status, reply.headers["Location"]) == (308, "/vie-municipale/?page=2")
    assert ask("/robots.txt/").status == 404
    assert ask("/_/s/").status == 404


def test_an_old_address_leads_to_the_new_one_for_good(ask: Ask) -> None:
    for path in ("/ancienne-page/", "/ancienne-page", "/ancienne-page/?x=1"):
        reply = ask(path)
        assert (reply.status, reply.headers["Location"]) == (301, "/vie-municipale/"), path
    assert ask("/parti/").headers["Location"] == "/"


def test_a_file_too_big_for_memory_leaves_from_disk(tmp_path: Path, ask: Ask) -> None:
    big = b"%PDF-" + b"x" * LARGEST_KEPT
    lay(tmp_path, number=2, files={**FILES, "_/d/1-0/gros.pdf": big})
    reply = ask("/_/d/1-0/gros.pdf")
    assert (reply.status, reply.headers["Content-Length"], reply.body == big) == (200, str(len(big)), True)
    assert ask("/_/d/1-0/gros.pdf", if_none_match=reply.headers["ETag"]).status == 304
    assert ask("/_/d/1-0/gros.pdf", method="HEAD").headers["Content-Length"] == str(len(big))


def test_a_new_generation_is_seen_at_once(tmp_path: Path, ask: Ask) -> None:
    before = ask("/")
    lay(tmp_path, number=2, files={**FILES, "index.html": b"<p>nouveau</p>"}, redirects={})
    assert ask("/").body == b"<p>nouveau</p>"
    assert ask("/", if_none_match=before.headers["ETag"]).status == 200
    assert ask("/parti/").status == 404


def test_an_unchanged_page_keeps_its_tag_from_one_generation_to_the_next(tmp_path: Path, ask: Ask) -> None:
    tag = ask("/vie-municipale/").headers["ETag"]
    lay(tmp_path, number=2, files={**FILES, "index.html": b"<p>nouveau</p>"})
    assert ask("/vie-municipale/", if_none_match=tag).status == 304


def test_a_generation_that_takes_the_name_of_another_is_not_mistaken_for_it(tmp_path: Path, ask: Ask) -> None:
    ask("/")
    shutil.rmtree(tmp_path / "sites/30020/gen-000001")
    lay(tmp_path, number=1, files={**FILES, "index.html": b"<p>refait</p>"})
    assert ask("/").body == b"<p>refait</p>"


def test_memory_forgets_what_was_asked_for_longest_ago() -> None:
    memory = Memory(limit=10)
    for name in "abc":
        memory.put(name, from_bytes(b"12345", name))
        memory.get("a")
    assert [memory.get(name) is not None for name in "abc"] == [True, False, True]
    assert memory.used == 10


def test_a_generation_pruned_while_it_is_read_is_looked_for_again(
    tmp_path: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = b"x" * (LARGEST_KEPT + 1)
    lay(tmp_path, number=2, files={**FILES, "gros.txt": big})
    locate = Disk.locate
    gone = Generation(str(tmp_path / "gone"), (0, 0, 0))
    answers = iter([gone])
    monkeypatch.setattr(Disk, "locate", lambda self, host: next(answers, None) or locate(self, host))
    assert ask("/gros.txt").body == big


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/index.php?id=12", 301),
        ("/index.php?b=2&a=1", 301),
        ("/index.php?id=13", 404),
        ("/index.php", 404),
        ("/?p=12", 301),
        ("/?p=13", 200),
        ("/parti/?p=12", 301),
        ("/été", 301),
        ("/été/", 301),
    ],
)
def test_an_old_address_with_a_query_or_an_accent_leads_where_it_did(ask: Ask, path: str, status: int) -> None:
    reply = ask(path)
    assert reply.status == status
    assert (reply.headers.get("Location") in {"/vie-municipale/", "/"}) is (status == 301)
