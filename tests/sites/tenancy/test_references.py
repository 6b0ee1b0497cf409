"""An identifier of another commune typed into a form is refused, and nothing of its object is shown back."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from cms.models import BasePage
from sites.models import Membership, User
from sites.tenancy.roles import Role
from tests.entering import enter, words
from tests.world import Town, World

EMPTY = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "body-count": "0", "intro": "Introduction"}


def stream(kind: str, **values: Any) -> dict[str, Any]:
    """One block, as the editor's JavaScript sends it."""
    block = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": kind, "body-0-id": ""}
    return block | {f"body-0-value{name}": value for name, value in values.items()}


def rich_text(town: Town) -> str:
    """A text that links to a page of ``town``, as Draftail writes it."""
    link = {
        "type": "LINK",
        "mutability": "MUTABLE",
        "data": {"id": town.page.pk, "parentId": town.rubrique.pk, "url": "/"},
    }
    block = {
        "key": "abcde", "text": "lien", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
        "entityRanges": [{"offset": 0, "length": 4, "key": 0}], "data": {},
    }  # fmt: skip
    return json.dumps({"blocks": [block], "entityMap": {"0": link}})


def in_stream(town: Town) -> dict[str, Any]:
    picture = {"-image-image": str(town.image.pk), "-image-decorative": "on", "-caption": "", "-width": "text"}
    return stream("image", **picture)


def in_rich_text(town: Town) -> dict[str, Any]:
    return stream("text", **{"": rich_text(town)})


def post_page(client: Client, page: BasePage, **values: Any) -> Any:
    body = {"title": "Titre neuf", "slug": "titre-neuf"} | EMPTY | values
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), body)


def revisions(page: BasePage) -> int:
    return Revision.page_revisions.filter(object_id=str(page.pk)).count()


@pytest.mark.parametrize("reference", [in_stream, in_rich_text])
@pytest.mark.parametrize("own", [True, False])
def test_a_page_refers_to_its_own_commune_only(world: World, client: Client, reference: Any, own: bool) -> None:  # noqa: FBT001
    client.force_login(world.belleville.contributeur)
    page = world.belleville.draft
    before = revisions(page)
    response = post_page(client, page, **reference(world.belleville if own else world.aubord))
    assert response.status_code == 302
    assert (revisions(page) - before) == (1 if own else 0)
    assert "Aubord" not in str(list(response.wsgi_request._messages))


def test_an_invalid_form_with_a_foreign_picture_shows_nothing_of_it(world: World, client: Client) -> None:
    client.force_login(world.belleville.contributeur)
    response = post_page(client, world.belleville.draft, title="", **in_stream(world.aubord))
    assert response.status_code == 302
    assert b"aubord" not in response.content.lower()


def test_a_foreign_key_to_another_commune_is_refused(world: World, client: Client) -> None:
    client.force_login(world.belleville.contributeur)
    article = world.belleville.article
    for name, value in (
        ("image", world.aubord.image.pk),
        ("promoted_rubrique", world.aubord.rubrique.pk),
        ("category", world.aubord.category.pk),
    ):
        before = revisions(article)
        response = post_page(client, article, date="2026-11-22", image_alt="Une place", **{name: str(value)})
        assert (response.status_code, revisions(article) - before) == (302, 0), name
        assert b"aubord" not in response.content.lower()


def test_a_setting_does_not_take_the_emblem_of_another_commune(world: World, client: Client) -> None:
    client.force_login(world.belleville.gestionnaire)
    address = reverse("wagtailsettings:edit", args=["cms", "identity", world.belleville.site.pk])
    client.post(address, {"brand": "", "accent": "", "logo": str(world.aubord.image.pk)})
    world.belleville.identity.refresh_from_db()
    assert world.belleville.identity.logo_id == world.belleville.image.pk


def test_a_reference_put_by_a_webmestre_may_stay(world: World, client: Client) -> None:
    """A page that the CDG prepared with a shared picture is still edited by the commune."""
    article = world.belleville.article
    article.image = world.aubord.image
    article.save_revision().publish()
    client.force_login(world.belleville.contributeur)
    before = revisions(article)
    post_page(
        client,
        article,
        date="2026-11-22",
        image=str(world.aubord.image.pk),
        image_alt="Une place",
        promoted_rubrique="",
    )
    assert revisions(article) - before == 1


def in_documents(town: Town) -> dict[str, Any]:
    listed = {"-title": "", "-style": "list", "-documents-count": "1", "-documents-0-deleted": ""}
    listed |= {"-documents-0-order": "0", "-documents-0-type": "item", "-documents-0-id": ""}
    return stream("documents", **listed | {"-documents-0-value-document": str(town.document.pk)})


def somebody_of_both(world: World) -> User:
    Membership.objects.create(user=world.belleville.contributeur, role=Role.CONTRIBUTEUR, commune=world.aubord.commune)
    return world.belleville.contributeur


SAID: dict[Callable[[Town], dict[str, Any]], str] = {
    in_stream: "L’image « Aubord vue du clocher » appartient à une autre commune (Aubord)",
    in_documents: "Le document « Aubord compte rendu du conseil » appartient à une autre commune (Aubord)",
    in_rich_text: "La page « Aubord le conseil » appartient à une autre commune (Aubord)",
}


@pytest.mark.parametrize("reference", list(SAID))
def test_somebody_of_two_communes_is_told_that_a_page_shows_its_own_commune_only(
    world: World, reference: Callable[[Town], dict[str, Any]]
) -> None:
    """The bake would leave it out without a word."""
    client = enter(somebody_of_both(world))
    before = revisions(world.belleville.draft)
    refused = post_page(client, world.belleville.draft, **reference(world.aubord))
    assert SAID[reference] in words(refused.content)
    assert revisions(world.belleville.draft) == before
    post_page(client, world.belleville.draft, **reference(world.belleville))
    assert revisions(world.belleville.draft) == before + 1


def test_a_new_page_and_a_setting_are_held_to_their_commune_too(world: World) -> None:
    both = somebody_of_both(world)
    Membership.objects.filter(user=both).update(role=Role.GESTIONNAIRE)
    client = enter(both)
    add = reverse("wagtailadmin_pages:add", args=["cms", "page", world.belleville.rubrique.pk])
    created = client.post(add, {"title": "Neuve", "slug": "neuve"} | EMPTY | in_stream(world.aubord))
    assert SAID[in_stream] in words(created.content)
    assert not BasePage.objects.filter(slug="neuve").exists()
    setting = reverse("wagtailsettings:edit", args=["cms", "identity", world.belleville.site.pk])
    said = words(client.post(setting, {"brand": "", "accent": "", "logo": str(world.aubord.image.pk)}).content)
    assert SAID[in_stream] in said


def test_a_webmestre_is_told_too(world: World) -> None:
    said = words(post_page(enter(world.webmestre), world.belleville.draft, **in_stream(world.aubord)).content)
    assert SAID[in_stream] in said


@pytest.mark.parametrize("who", ["both", "webmestre"])
@pytest.mark.parametrize(
    ("chooser", "theirs", "own"),
    [
        ("wagtailimages_chooser:choose", "Aubord vue du clocher", "Belleville vue du clocher"),
        ("wagtaildocs_chooser:choose", "Aubord compte rendu", "Belleville compte rendu"),
        ("wagtailadmin_choose_page_child", "Gard", "Rhône"),
    ],
)
def test_choosers_opened_from_a_page_list_what_the_page_may_show(
    world: World, who: str, chooser: str, theirs: str, own: str
) -> None:
    client = enter(somebody_of_both(world) if who == "both" else world.webmestre)
    town = world.belleville
    screens = [
        reverse("wagtailadmin_pages:edit", args=[town.draft.pk]),
        reverse("wagtailadmin_pages:add", args=["cms", "page", town.rubrique.pk]),
        reverse("wagtailsettings:edit", args=["cms", "identity", town.site.pk]),
    ]
    address = reverse(chooser, args=[BasePage.objects.get(depth=1).pk] if chooser.endswith("child") else [])
    for screen in (reverse("wagtailadmin_home"), "", *screens):
        listed = words(client.get(address, headers={"referer": f"http://admin.localhost{screen}"}).json()["html"])
        assert own in listed, screen
        assert (theirs in listed) is (screen not in screens), screen


def test_a_preview_stored_with_a_foreign_picture_is_never_rendered(world: World, client: Client) -> None:
    client.force_login(world.belleville.contributeur)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[world.belleville.draft.pk])
    body = {"title": "Aperçu", "slug": "apercu"} | EMPTY | in_stream(world.aubord)
    sent = client.post(address, body)
    shown = client.get(address)
    for response in (sent, shown):
        assert b"aubord" not in response.content.lower()
    assert sent.status_code == 302
