"""Public views: under the name of a commune that has the module, and nowhere else."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import include, path, re_path

from modules.actualites.apps import Actualites
from sites.public.middleware import EXPLAINED, LARGEST_BODY, PublicViews
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.sites.public.test_middleware")]
OWN = {"Origin": "http://aubord.localhost"}


def who(request: HttpRequest) -> HttpResponse:
    """Says whose site it is."""
    return HttpResponse(request.commune.name)  # type: ignore[attr-defined]


def nobody(_request: HttpRequest) -> HttpResponse:
    """Finds nothing."""
    raise Http404


def met(request: HttpRequest) -> HttpResponse:
    """Says what other middleware left on its way."""
    return HttpResponse(",".join(name for name in ("session", "user", "_messages") if hasattr(request, name)))


public = [path("actualites/qui/", who), path("actualites/rien/", nobody), path("actualites/traces/", met)]
urlpatterns = [path("_/", include((public, "public"))), re_path("^.*$", met)]  # as the admin ends


@pytest.fixture
def ask(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Ask as a citizen does."""
    monkeypatch.setattr(Actualites, "public_urls", __name__)
    views = PublicViews(lambda _request: HttpResponse("the admin"))

    def asked(url: str, host: str = "aubord.localhost", method: str = "GET", **more: Any) -> Any:
        return views(RequestFactory().generic(method, url, headers={"Host": host, **more.pop("headers", {})}, **more))

    return asked


def test_the_commune_is_that_of_the_host(ask: Any) -> None:
    for host in ("aubord.localhost", "AUBORD.localhost:8000", "aubord.localhost."):
        assert ask("/_/actualites/qui/", host).content == b"Aubord"
    assert ask("/_/actualites/qui/", "belleville.localhost").content == b"Belleville"


def test_nothing_answers_under_the_name_of_the_admin_nor_under_an_unknown_one(ask: Any) -> None:
    assert ask("/_/actualites/qui/", "admin.localhost").status_code == 404
    assert ask("/_/actualites/qui/", "inconnue.localhost").status_code == 404


def test_everything_else_passes(ask: Any) -> None:
    for url in ("/", "/_/documents/1/a.pdf", "/_/autre/", "/actualites/qui/"):
        assert ask(url).content == b"the admin"


def test_an_address_that_no_module_has_is_not_handed_to_the_admin(ask: Any) -> None:
    for url in ("/_/actualites/", "/_/actualites/nulle/part/", "/_/actualites/%00/"):
        assert ask(url).status_code == 404


def test_a_module_that_is_off_does_not_answer(ask: Any, world: World) -> None:
    commune = world.aubord.commune
    commune.options = {"modules_off": ["actualites"]}
    commune.save()
    answer = ask("/_/actualites/qui/")
    assert answer.status_code == 404
    assert "Cette page n’existe pas, ou plus" in answer.content.decode()


def test_what_is_not_there_is_said_in_the_dress_of_the_site_and_never_kept(ask: Any) -> None:
    for url in ("/_/actualites/rien/", "/_/actualites/autre/"):
        answer = ask(url)
        html = answer.content.decode()
        assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
        assert 'lang="fr"' in html
        assert "01 99 00 12 34" in html
        assert 'name="robots" content="noindex"' in html


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site", **OWN}, 403),
        ({"Sec-Fetch-Site": "same-site", **OWN}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        (OWN, 200),
        ({"Origin": "http://belleville.localhost"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://aubord.localhost.evil.example"}, 403),
        ({"Origin": "http://[evil"}, 403),
        ({"Referer": "http://aubord.localhost/contact/"}, 200),
        ({"Referer": "http://evil.example/aubord.localhost"}, 403),
        ({}, 403),
    ],
)
def test_a_form_is_received_from_the_site_itself_alone(ask: Any, headers: dict[str, str], status: int) -> None:
    answer = ask("/_/actualites/qui/", method="POST", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert "Cet envoi ne vient pas de ce site" in answer.content.decode()
        assert answer["Content-Type"].startswith("text/plain"), "a page would cost more than what is refused"


def test_a_body_beyond_every_form_is_refused_before_it_is_read(ask: Any) -> None:
    answer = ask("/_/actualites/qui/", method="POST", headers=OWN, CONTENT_LENGTH=str(LARGEST_BODY + 1))
    assert answer.status_code == 413
    assert "trop lourd" in answer.content.decode()


def test_a_length_that_is_no_number_announces_nothing(ask: Any) -> None:
    assert ask("/_/actualites/qui/", method="POST", headers=OWN, CONTENT_LENGTH="beaucoup").status_code == 200


def test_refusals_are_no_longer_dressed_for_who_asks_for_them_again_and_again(ask: Any) -> None:
    for _time in range(EXPLAINED):
        assert ask("/_/actualites/rien/").status_code == 404
    answer = ask("/_/actualites/rien/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert ask("/_/actualites/rien/", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert ask("/_/actualites/qui/").status_code == 200, "what is there is always given"


@pytest.mark.usefixtures("ask")
def test_under_the_settings_in_use_a_citizen_meets_neither_session_nor_account_nor_cookie() -> None:
    citizen = Client(enforce_csrf_checks=True, headers={"host": "aubord.localhost", **OWN})
    citizen.cookies["sessionid"] = "x"  # the session middleware would take it away
    for answer in (citizen.get("/_/actualites/traces/"), citizen.post("/_/actualites/traces/")):
        assert (answer.status_code, answer.content) == (200, b"")
        assert not answer.cookies
    assert not Session.objects.exists()
