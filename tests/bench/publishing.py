"""From *Publier* to the public page, and what the embedded server gives: real processes, loopback, over HTTP."""

import re
import statistics
import threading
import time
from dataclasses import dataclass
from typing import Any

import httpx
from bs4 import BeautifulSoup

from tests.servers.install import Install, install, until
from tests.servers.ports import free_port

PUBLISHES = 30
PAGES = 100
PASSWORD = "une phrase assez longue pour la mesure"
FILL = f"""
from django.contrib.auth import get_user_model
from cms.models import Page, Rubrique
from modules.actualites.models import Article
from tests.world import add_page
from sites.models import Commune
user = get_user_model().objects.get(email="contributeur@aubord.example")
user.set_password({PASSWORD!r}); user.save()
home = Commune.objects.get(insee="30020").site.root_page.specific
existing = home.get_descendants(inclusive=True).live().count()
rubrique = Rubrique.objects.descendant_of(home).first()
text = "<p>" + "Le conseil municipal se réunit chaque mois à la mairie. " * 12 + "</p>"
for number in range({PAGES} - existing):
    add_page(rubrique, Page(title=f"Page {{number}}", intro="Une page.", body=[("text", text)]), user)
article = Article.objects.descendant_of(home).live().first()
answer = [article.pk, article.get_url(), home.get_descendants(inclusive=True).live().count()]
"""


@dataclass(frozen=True)
class Publishing:
    """Milliseconds from the click to the page read by a citizen, and the part that the request itself takes.

    ``first``: the very first after a start, which finds the worker still starting; it is no part of the others.
    """

    pages: int
    first: float
    p50: float
    p95: float
    request_p50: float


@dataclass(frozen=True)
class Serving:
    """Requests answered a second, by four clients at once."""

    page: float
    not_modified: float


def measure() -> tuple[Publishing, Serving]:
    """On a copy of the tests' world whose first commune holds a hundred pages."""
    with install() as made:
        article, url, pages = made.editor().do(FILL)
        port = free_port()
        made.beffroi("bake", "--all")
        made.start("serve", "--port", str(port))
        base = f"http://127.0.0.1:{port}"
        until(lambda: _answers(base))
        publishing = _publish(made, base, article, url, pages)
        return publishing, _serve(base)


def _answers(base: str) -> bool:
    try:
        return httpx.get(base, headers={"Host": "aubord.localhost"}).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


def _publish(made: Install, base: str, article: int, url: str, pages: int) -> Publishing:
    path = re.sub(r"^https?://[^/]+", "", url)
    with (
        httpx.Client(base_url=base, headers={"Host": "admin.localhost"}, timeout=30) as admin,
        httpx.Client(base_url=base, headers={"Host": "aubord.localhost"}) as citizen,
    ):
        _log_in(admin)
        whole, requests = [], []
        for number in range(PUBLISHES + 1):
            words = f"Mesure numéro {number} de la mise en ligne"
            fields = _form(admin, article) | {"intro": words, "action-publish": "action-publish"}
            start = time.perf_counter()
            answer = admin.post(f"/pages/{article}/edit/", data=fields)
            requests.append((time.perf_counter() - start) * 1000)
            if answer.status_code != httpx.codes.FOUND:
                raise RuntimeError(f"the form was refused: {answer.status_code}")
            while words not in citizen.get(path).text:
                time.sleep(0.005)
            whole.append((time.perf_counter() - start) * 1000)
    first, *others = whole
    return Publishing(
        pages,
        first,
        statistics.median(others),
        statistics.quantiles(others, n=20, method="inclusive")[-1],
        statistics.median(requests[1:]),
    )


def _log_in(admin: httpx.Client) -> None:
    page: Any = BeautifulSoup(admin.get("/login/").text, "html.parser")
    token = page.find("input", {"name": "csrfmiddlewaretoken"})
    fields = {"username": "contributeur@aubord.example", "password": PASSWORD, "csrfmiddlewaretoken": token["value"]}
    answer = admin.post("/login/", data=fields)
    if answer.status_code != httpx.codes.FOUND:
        raise RuntimeError(f"could not log in: {answer.status_code}")


def _form(admin: httpx.Client, article: int) -> dict[str, str]:
    """What the browser would send: the fields that stand in the page; the blocks, drawn by scripts, left empty."""
    page: Any = BeautifulSoup(admin.get(f"/pages/{article}/edit/").text, "html.parser")
    form = page.find("form", {"id": "page-edit-form"})
    fields: dict[str, str] = {"body-count": "0"}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = field.find("option", selected=True)
            fields[name] = chosen.get("value", "") if chosen else ""
        else:
            fields[name] = field.get("value", "") if field.name == "input" else field.text
    return fields


def _serve(base: str, seconds: float = 4.0) -> Serving:
    etag = httpx.get(base, headers={"Host": "aubord.localhost"}).headers["etag"]
    return Serving(_rate(base, {}, seconds), _rate(base, {"If-None-Match": etag}, seconds))


def _rate(base: str, more: dict[str, str], seconds: float) -> float:
    """The clients share the two processors with the server: a floor, not a record."""
    counts: list[int] = []

    def client() -> None:
        done, limit = 0, time.monotonic() + seconds
        headers = {"Host": "aubord.localhost", "Accept-Encoding": "br"} | more
        with httpx.Client(base_url=base, headers=headers) as visitor:
            while time.monotonic() < limit:
                visitor.get("/").raise_for_status() if not more else visitor.get("/")
                done += 1
        counts.append(done)

    threads = [threading.Thread(target=client) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds
