"""What the API tells of a commune holds nothing of another, nothing unpublished, and no original."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cms.api import views
from cms.drafts.links import token_of
from sites.bake.bakery import bake
from tests.sites.tenancy.planted import Planted, PlantedWorld, build_planted_world
from tests.sites.tenancy.sweep import addresses

pytestmark = pytest.mark.isolation

#: Addresses that show no word of the commune: they tell what may be asked.
WITHOUT_WORDS = {"public:api:root", "public:api:root_too", "public:api:openapi", "public:api:modules"}
#: Lists of what no page of the planted towns shows: nothing is told of it.
SHOWN_BY_NO_PAGE = {"equipe_municipale/elus", "equipe_municipale/commissions", "plan/lieux"}


@pytest.fixture
def planted(db: None, var: Path) -> PlantedWorld:
    built = build_planted_world()
    for it in (built.aubord, built.belleville):
        assert bake(it.commune).error == ""
    views.limiter.forget()
    return built


def routes() -> list[addresses.Address]:
    """Every route of the API that the resolver knows."""
    return [it for it in addresses.every_address() if it.name.startswith("public:api:")]


def numbers(planted: PlantedWorld) -> list[int]:
    """Numbers of whatever either town has."""
    rows = [row for it in (planted.aubord, planted.belleville) for row in rows_of(it)]
    return sorted({row.pk for row in rows if isinstance(row.pk, int)})


def rows_of(it: Planted) -> list[Any]:
    return [row for row in (*vars(it.town).values(), *it.objects.values()) if hasattr(row, "pk")]


def urls(planted: PlantedWorld) -> list[tuple[str, str]]:
    """(name, address) of every route, with the numbers of both towns where it takes one."""
    found = []
    for it in routes():
        if it.arguments == ("number",):
            found += [(it.name, reverse(it.name, kwargs={"number": number})) for number in numbers(planted)]
        elif "token" in it.arguments:
            towns = (planted.aubord, planted.belleville)
            more = {"path": "_/i/x.jpg"} if "path" in it.arguments else {}
            found += [
                (it.name, reverse(it.name, kwargs={"token": token_of(town.draft_link), **more})) for town in towns
            ]
        elif it.arguments == ("other",):
            found.append((it.name, "/_/api/v1/nulle-part"))
        elif it.name == "public:api:search":
            found.append((it.name, f"{reverse(it.name)}?q=conseil"))
        else:
            found.append((it.name, reverse(it.name)))
    return [*found, ("public:api:pages", "/_/api/v1/pages?detail=true&per_page=100")]


def ask(it: Planted, url: str) -> Any:
    return Client(headers={"host": f"{it.marker}.localhost"}).get(url)


def test_every_route_tells_of_the_commune_of_the_host_alone(planted: PlantedWorld) -> None:
    towns = (planted.aubord, planted.belleville)
    for town, other in (towns, towns[::-1]):
        views.limiter.forget()
        marked, leaks, kinds = set(), [], set()
        for name, url in urls(planted):
            answer = ask(town, url)
            kinds.add(answer.status_code)
            content = answer.content.lower() + str(answer.headers).lower().encode()
            if answer.status_code == 200 and town.marker.encode() in content:
                marked.add(name)
            if other.marker.encode() in content:
                leaks.append(url)
        assert leaks == []
        assert kinds == {200, 404}
        empty = {f"public:api:modules/{name}" for name in SHOWN_BY_NO_PAGE}
        silent = {it.name for it in routes()} - marked - empty - {f"{name}/line" for name in empty} - WITHOUT_WORDS
        assert silent == {"public:api:nothing", "public:api:draft_file", "public:api:modules/agenda/evenements"}, (
            "the detector works"
        )


def test_a_search_for_the_words_of_another_commune_finds_nothing_of_it(planted: PlantedWorld) -> None:
    towns = (planted.aubord, planted.belleville)
    for town, other in (towns, towns[::-1]):
        found = ask(town, f"/_/api/v1/search?q={other.marker}").json()
        assert (found["words"], found["results"]) == (other.marker, [])
        assert ask(town, f"/_/api/v1/search?q={town.marker}").json()["results"]


def test_the_name_of_the_admin_and_an_unknown_one_are_answered_nothing(planted: PlantedWorld) -> None:
    for host in ("admin.localhost", "inconnue.localhost"):
        for _name, url in urls(planted):
            answer = Client(headers={"host": host}).get(url)
            assert answer.status_code == 404
            assert planted.aubord.marker.encode() not in answer.content.lower()


def test_neither_drafts_nor_restricted_pages_nor_originals_are_told(planted: PlantedWorld, var: Path) -> None:
    it = planted.aubord
    everything = b"".join(ask(it, url).content for _name, url in urls(planted))
    assert it.page.title.encode() in everything
    assert it.draft.title.encode() not in everything
    assert it.private.title.encode() not in everything
    assert f"{it.moderated.title} encore".encode() not in everything
    for row in (it.draft, it.private):
        assert ask(it, f"/_/api/v1/pages/{row.pk}").status_code == 404
    with it.image.file.open("rb") as original:
        digest = hashlib.sha256(original.read()).hexdigest()
    public = (var / "sites" / it.commune.insee / "current" / "www").rglob("*")
    files = [path.read_bytes() for path in public if path.is_file() and path.suffix not in {".br", ".gz"}]
    assert digest not in {hashlib.sha256(content).hexdigest() for content in files}


def test_a_reference_to_another_commune_is_told_as_nothing(planted: PlantedWorld) -> None:
    """Should one get past the forms all the same: a picture, a page, a document, by their numbers."""
    a, b = planted.aubord, planted.belleville
    link = f'<a linktype="page" id="{a.page.pk}">page</a> <a linktype="document" id="{a.document.pk}">document</a>'
    picture = {"image": a.image.pk, "alt_text": "", "decorative": True}
    target = {"page": a.page.pk, "document": a.document.pk, "url": "", "label": ""}
    page = type(b.page).objects.get(pk=b.page.pk)
    page.body = [("text", f"<p>{link}</p>")]
    page.body.raw_data.append({"type": "image", "id": "x", "value": {"image": picture, "caption": "", "width": "text"}})
    page.body.raw_data.append({"type": "contact", "id": "y", "value": {"name": "Moi", "link": target}})
    page.save_revision().publish()
    assert bake(b.commune).error == ""
    told = ask(b, f"/_/api/v1/pages/{page.pk}")
    text, figure, contact = (block["value"] for block in told.json()["fields"]["body"])
    assert text == "<p>page document</p>"
    assert (figure["image"], contact["link"]) == (None, None)
    assert a.marker.encode() not in told.content.lower()
