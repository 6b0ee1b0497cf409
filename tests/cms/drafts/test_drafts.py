"""The draft of a page for another front end: by a signed address, for some days, until it is revoked."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.signing import Signer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.api import views
from cms.drafts.links import LASTS, MOST, give, token_of
from cms.drafts.models import DraftLink
from cms.models import Page
from sites.bake.bakery import bake
from sites.law import dated
from sites.models import Membership
from sites.public.visitors import Limiter
from tests.entering import enter
from tests.world import World, add_page

if TYPE_CHECKING:
    from tests.world import Town

PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _nobody_asked_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "limiter", Limiter(600, 60))


def link_of(town: "Town", page: Any) -> DraftLink:
    link = give(page, town.contributeur, timezone.now())
    assert link is not None
    return link


def read(link: DraftLink | str, town: str = "aubord", more: str = "") -> Any:
    """From a page of another site."""
    token = link if isinstance(link, str) else token_of(link)
    return Client(headers={"host": f"{town}.localhost", "Origin": "https://carte.example"}).get(
        f"/_/api/v1/drafts/{token}{more}"
    )


def test_a_page_that_never_was_online_is_told_as_it_will_be(world: World) -> None:
    town = world.aubord
    link = link_of(town, town.draft)
    answer = read(link)
    told = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert (told["id"], told["title"], told["type"]) == (town.draft.pk, town.draft.title, "page")
    assert told["published_at"] is None
    for name, value in {
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }.items():
        assert answer[name] == value
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.has_header("ETag")


def test_a_draft_is_of_the_very_shape_of_the_page_online(world: World) -> None:
    town = world.aubord
    bake(town.commune)
    for page in (town.page, town.article, town.home, town.actualites):
        online = Client(headers={"host": "aubord.localhost"}).get(f"/_/api/v1/pages/{page.pk}").json()
        told, below = (
            read(link_of(town, page)).content.decode(),
            f"/_/api/v1/drafts/{token_of(DraftLink.objects.get(page_id=page.pk))}/files",
        )
        assert json.loads(told.replace(below, "")) == online


def test_what_was_saved_last_is_told_and_not_what_stands_online(world: World) -> None:
    town = world.aubord
    link = link_of(town, town.page)
    page = Page.objects.get(pk=town.page.pk)
    page.title = "Le conseil, corrigé"
    page.save_revision()
    assert read(link).json()["title"] == "Le conseil, corrigé"
    assert Page.objects.get(pk=town.page.pk).title != "Le conseil, corrigé"


def test_pictures_and_documents_of_a_draft_are_read_by_its_address_and_no_others(world: World) -> None:
    town = world.aubord
    page = add_page(town.rubrique, Page(title="À paraître", slug="a-paraitre"), town.contributeur)
    page.body.raw_data.extend(
        [
            {"type": "image", "id": "a", "value": {"image": _pictured(town.image.pk), "caption": "", "width": "text"}},
            {
                "type": "documents",
                "id": "b",
                "value": {"title": "", "style": "list", "documents": [{"document": town.document.pk, "label": ""}]},
            },
        ]
    )
    page.save_revision()
    link, other = link_of(town, page), link_of(town, town.page)
    figure, documents = (block["value"] for block in read(link).json()["fields"]["body"])
    addresses = [figure["image"]["image"]["url"], documents["documents"][0]["document"]["url"]]
    for address in addresses:
        found = Client(headers={"host": "aubord.localhost"}).get(address)
        assert (found.status_code, found["Cache-Control"]) == (200, "no-store"), address
        assert b"".join(found.streaming_content)  # type: ignore[attr-defined]  # a file
        elsewhere = address.replace(token_of(link), token_of(other))
        assert Client(headers={"host": "aubord.localhost"}).get(elsewhere).status_code == 404
    assert read(link, more="/files/../../../../etc/passwd").status_code == 404
    DraftLink.objects.all().delete()
    assert {Client(headers={"host": "aubord.localhost"}).get(it).status_code for it in addresses} == {410}


def _pictured(number: int) -> dict[str, Any]:
    return {"image": number, "alt_text": "Le clocher", "decorative": False}


def test_another_commune_is_told_nothing(world: World) -> None:
    link = link_of(world.aubord, world.aubord.draft)
    answer = read(link, "belleville")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert read(link, "admin").status_code == 404


@pytest.mark.parametrize("token", ["x", "1-1-1", "1-1-1:AAAA", ":", "%00", "é", "x" * 3000])
def test_a_token_that_nobody_gave_leads_nowhere(world: World, token: str) -> None:
    answer = read(token)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


def test_a_token_signed_for_something_else_leads_nowhere(world: World) -> None:
    link = link_of(world.aubord, world.aubord.draft)
    content = token_of(link).rpartition(":")[0]
    assert read(Signer(salt="cms.relecture.links").sign(content)).status_code == 404
    longer = content.replace(content.split("-")[2], "9999999999")
    assert read(token_of(link).replace(content, longer)).status_code == 404


def test_an_address_expires_after_the_delay_of_that_day(world: World) -> None:
    town = world.aubord
    days = timedelta(days=dated.days(LASTS, timezone.localdate()))
    for age, status in ((days - timedelta(minutes=1), 200), (days + timedelta(minutes=1), 410)):
        link = give(town.draft, town.contributeur, timezone.now() - age)
        assert link is not None
        answer = read(link)
        assert answer.status_code == status
    assert answer["Content-Type"] == PROBLEM
    assert answer.json()["title"] == "Adresse périmée"


def test_an_address_is_void_once_who_gave_it_may_no_longer_change_the_page(world: World) -> None:
    town = world.aubord
    link = link_of(town, town.draft)
    Membership.objects.filter(user=town.contributeur).delete()
    assert read(link).status_code == 410


def test_a_page_reserved_to_some_is_told_to_nobody(world: World) -> None:
    town = world.aubord
    link = link_of(town, town.page)
    PageViewRestriction.objects.create(page=town.page, restriction_type="login")
    assert read(link).status_code == 404
    editor = enter(town.contributeur)
    assert editor.get(reverse("drafts:links", args=(town.page.pk,))).status_code == 404


def test_the_editor_gives_an_address_reads_it_and_revokes_it(world: World) -> None:
    town = world.aubord
    editor, url = enter(town.contributeur), reverse("drafts:links", args=(town.draft.pk,))
    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=(town.draft.pk,))).content.decode()
    assert "Aucune adresse" in editor.get(url).content.decode()
    editor.post(url)
    link = DraftLink.objects.get()
    screen = editor.get(url).content.decode()
    assert f"http://aubord.localhost:8000/_/api/v1/drafts/{token_of(link)}" in screen
    assert read(link).status_code == 200
    editor.post(url, {"revoke": "99999999999999999999999"})
    assert read(link).status_code == 200
    editor.post(url, {"revoke": str(link.pk)})
    assert read(link).status_code == 410
    history = editor.get(reverse("wagtailadmin_pages:history", args=(town.draft.pk,))).content.decode()
    assert "Aperçu donné à un autre site" in history
    assert "Aperçu révoqué" in history


def test_one_page_has_no_more_addresses_than_somebody_looks_after(world: World) -> None:
    town = world.aubord
    editor, url = enter(town.contributeur), reverse("drafts:links", args=(town.draft.pk,))
    for _time in range(MOST + 1):
        editor.post(url)
    assert DraftLink.objects.count() == MOST
    assert "révoquez-en une" in editor.get(url).content.decode()


def test_nobody_of_another_commune_gives_or_revokes(world: World) -> None:
    town = world.aubord
    link = link_of(town, town.draft)
    stranger, url = enter(world.belleville.contributeur), reverse("drafts:links", args=(town.draft.pk,))
    assert stranger.get(url).status_code in {302, 403, 404}
    stranger.post(url, {"revoke": str(link.pk)})
    stranger.post(url)
    assert [it.pk for it in DraftLink.objects.all()] == [link.pk]
    mine = reverse("drafts:links", args=(world.belleville.draft.pk,))
    stranger.post(mine, {"revoke": str(link.pk)})
    assert DraftLink.objects.filter(pk=link.pk).exists()


def test_the_screen_costs_the_same_for_one_address_and_for_three(world: World) -> None:
    town = world.aubord
    editor, url = enter(town.contributeur), reverse("drafts:links", args=(town.draft.pk,))
    counts = []
    for more in (1, 2):
        for _time in range(more):
            link_of(town, town.draft)
        editor.get(url)
        with CaptureQueriesContext(connection) as captured:
            editor.get(url)
        counts.append(len(captured))
    assert counts[0] == counts[1]
