"""Who answers, by the name asked for."""

from pathlib import Path
from typing import Any

import pytest

from cms.serving.assets import Assets
from cms.serving.disk import Disk
from cms.serving.wsgi import Composition
from tests.cms.serving.baked import lay, lead
from tests.cms.serving.conftest import Ask, asking, django


@pytest.mark.parametrize(
    "host", ["aubord.localhost", "AUBORD.localhost:8000", "aubord.localhost.", "Aubord.LocalHost.:80"]
)
def test_a_commune_answers_under_its_name(ask: Ask, host: str) -> None:
    assert ask("/", host=host).status == 200


@pytest.mark.parametrize(
    "host", [None, "", ".", "..", "../sites/30020", "30020/www", "a\0b", "[::1]", "a" * 65536, "aubord.localhost:99999"]
)
def test_what_is_no_name_is_refused(ask: Ask, host: str | None) -> None:
    reply = ask("/", host=host)
    assert (reply.status, "secret" in reply.body.decode()) == (400, False)
    assert reply.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["inconnue.localhost", "localhost", "127.0.0.1", "hosts", "to", "30020"])
def test_an_unknown_name_has_a_plain_page(ask: Ask, host: str) -> None:
    reply = ask("/", host=host)
    assert reply.status == 404
    assert "aucune commune ne répond sous ce nom" in reply.body.decode()


def test_the_admin_host_is_for_django(ask: Ask) -> None:
    assert ask("/pages/", host="admin.localhost:8000").body == b"django admin.localhost:8000 /pages/"
    assert ask("/", host="ADMIN.localhost", method="POST").body == b"django ADMIN.localhost /"


def test_under_its_own_name_a_commune_reaches_django_at_one_place_only(ask: Ask) -> None:
    assert ask("/_/contact/", method="POST").body == b"django aubord.localhost /_/contact/"
    assert ask("/_/s/base.0123abcd.css").headers["Content-Type"] == "text/css; charset=utf-8"
    assert ask("/_/s/base.0123abcd.css", method="POST").status == 405
    assert ask("/pages/").status == 404


def test_what_django_says_under_a_commune_s_name_has_the_headers_of_its_pages(ask: Ask) -> None:
    told = ask("/_/contact/", method="POST").headers
    assert told["Content-Security-Policy"] == ask("/").headers["Content-Security-Policy"]
    assert told["X-Content-Type-Options"] == "nosniff"


def test_when_django_fails_the_visitor_reads_the_page_baked_for_that_day(tmp_path: Path) -> None:
    def failing(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
        return [b"trace"]

    lay(tmp_path, files={"index.html": b"Aubord", "503.html": b"Appelez la mairie"})
    lay(tmp_path, host="belleville.localhost", insee="69264", files={"index.html": b"Belleville"})
    ask = asking(Composition(Disk(tmp_path), "admin.localhost", failing, Assets("/_/admin/"), ()))
    reply = ask("/_/contact/", method="POST")
    assert (reply.status, reply.body) == (503, b"Appelez la mairie")
    assert (reply.headers["Cache-Control"], reply.headers["Retry-After"]) == ("no-store", "60")
    reply = ask("/_/contact/", host="belleville.localhost", method="POST")  # baked before such pages were
    assert (reply.status, b"trace" in reply.body) == (503, False)
    assert ask("/", host="admin.localhost").status == 500


@pytest.mark.parametrize(
    ("kind", "body"), [("text/plain; charset=utf-8", b"later"), ("text/html; charset=utf-8", b"call us")]
)
def test_what_a_script_or_a_picture_must_do_without_is_not_said_as_a_page(
    tmp_path: Path, kind: str, body: bytes
) -> None:
    def away(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("503 Service Unavailable", [("Content-Type", kind)])
        return [b"later"]

    lay(tmp_path, files={"503.html": b"call us"})
    reply = asking(Composition(Disk(tmp_path), "admin.localhost", away, Assets("/_/admin/"), ()))("/_/plan/tuiles/")
    assert (reply.status, reply.body) == (503, body)
    assert "Content-Security-Policy" in reply.headers


def test_django_is_never_reached_under_an_unknown_name(ask: Ask) -> None:
    assert ask("/_/contact/", host="inconnue.localhost").status == 404
    assert ask("/_/contact/", host="..").status == 400


def test_another_name_of_the_commune_leads_to_its_own(ask: Ask) -> None:
    reply = ask("/vie-municipale/?a=b&c=%C3%A9", host="www.aubord.localhost:8000")
    assert (reply.status, reply.headers["Location"]) == (
        301,
        "http://aubord.localhost:8000/vie-municipale/?a=b&c=%C3%A9",
    )
    assert ask("/é/", host="www.aubord.localhost").headers["Location"] == "http://aubord.localhost/%C3%A9/"
    assert ask("/_/contact/", host="www.aubord.localhost", method="POST").status == 405


def test_a_redirect_never_leaves_for_a_place_of_the_visitors_choice(ask: Ask) -> None:
    assert ask("//evil.example/", host="www.aubord.localhost").headers["Location"] == (
        "http://aubord.localhost//evil.example/"
    )
    assert ask("//evil.example").status == 404
    assert "evil" not in ask("/", host="evil.example").body.decode()


def test_a_name_with_two_targets_leads_nowhere(tmp_path: Path, ask: Ask) -> None:
    lead(tmp_path, "mairie.localhost", "aubord.localhost")
    (tmp_path / "hosts/mairie.localhost/to/belleville.localhost").touch()
    assert ask("/", host="mairie.localhost").status == 404


def test_a_commune_never_baked_has_nothing_to_show(tmp_path: Path, ask: Ask) -> None:
    (tmp_path / "hosts/neuve.localhost").symlink_to("../sites/30999")
    assert ask("/", host="neuve.localhost").status == 404


def test_two_communes_do_not_mix(tmp_path: Path, ask: Ask) -> None:
    lay(tmp_path, host="belleville.localhost", insee="69019", files={"index.html": b"Belleville"})
    assert ask("/", host="belleville.localhost").body == b"Belleville"
    assert ask("/vie-municipale/", host="belleville.localhost").status == 404


@pytest.mark.parametrize(
    ("domain", "status"),
    [
        ("aubord.localhost", 204),
        ("www.aubord.localhost", 204),
        ("admin.localhost", 204),
        ("inconnue.localhost", 404),
        ("AUBORD.localhost", 404),
        ("aubord.localhost.", 404),
        ("aubord.localhost:8000", 404),
        ("un.aubord.localhost", 404),
        ("..", 404),
        ("", 404),
    ],
)
def test_caddy_may_ask_a_certificate_for_our_names_only(ask: Ask, domain: str, status: int) -> None:
    assert ask(f"/.beffroi/certificat?domain={domain}", host="127.0.0.1:8000").status == status


def test_nobody_else_may_ask_which_names_are_ours(ask: Ask) -> None:
    address = "/.beffroi/certificat?domain=aubord.localhost"
    assert ask(address, host="127.0.0.1:8000", remote="192.0.2.7").status == 404
    assert ask(address, host="LOCALHOST", x_forwarded_for="127.0.0.1").status == 404
    assert ask(address, host="127.0.0.1", forwarded="for=127.0.0.1").status == 404
    assert ask(address, host="aubord.localhost").status == 404
    assert ask("/_/tls?domain=aubord.localhost", host="127.0.0.1").status == 404


def test_static_files_of_the_admin_come_from_the_installed_packages(ask: Ask) -> None:
    path = "/_/admin/wagtailadmin/css/core.css"
    plain, packed = ask(path, host="admin.localhost"), ask(path, host="admin.localhost", accept_encoding="br")
    assert (plain.status, plain.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert len(packed.body) < len(plain.body) / 3
    assert ask(f"{path}?v=1234", host="admin.localhost").headers["Cache-Control"].endswith("immutable")
    assert ask(path, host="admin.localhost", if_none_match=plain.headers["ETag"]).status == 304
    assert ask(path, host="admin.localhost", method="POST").status == 405


@pytest.mark.parametrize("path", ["rien.css", "../settings.py", "../../etc/passwd", "", ".", "wagtailadmin", "a\0b"])
def test_nothing_else_is_given_as_a_static_file_of_the_admin(ask: Ask, path: str) -> None:
    assert ask(f"/_/admin/{path}", host="admin.localhost").status == 404


def test_previews_find_the_files_of_their_theme_under_the_admin_s_own_name(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/base.12345678.css").write_text("a{}")
    (tmp_path / "secret.txt").write_text("secret")
    assets = Assets("/_/admin/", tmp_path / "assets")
    ask = asking(Composition(Disk(tmp_path), "admin.localhost", django, assets, ()))
    found = ask("/_/s/base.12345678.css", host="admin.localhost")
    assert (found.status, found.body) == (200, b"a{}")
    assert found.headers["Cache-Control"].endswith("immutable")
    for path in ("nothing.css", "../secret.txt", "", "a/b.css"):
        assert ask(f"/_/s/{path}", host="admin.localhost").status == 404


@pytest.mark.parametrize("path", ["admin/wagtailadmin/css/core.css", "documents/1/projet.pdf", "media/photo.jpg"])
def test_what_is_the_admins_is_not_under_the_communes_names(ask: Ask, path: str) -> None:
    assert ask(f"/_/{path}").status == 404
