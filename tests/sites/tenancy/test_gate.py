"""Closed unless opened."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.checks import run_checks
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import UploadedFile

from cms import urls as product
from cms.models import Identity, Mairie, Page
from sites.tenancy.gate import opening
from sites.tenancy.references import OwnReferencesMixin
from tests.world import World, picture_file


def forgotten(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("what an upgrade brought")


urlpatterns = [path("nouveau/", forgotten, name="forgotten"), path("", include(product))]


@override_settings(ROOT_URLCONF="tests.sites.tenancy.test_gate")
def test_a_view_that_nobody_opened_is_closed_to_members(world: World, client: Client) -> None:
    client.force_login(world.aubord.gestionnaire)
    assert client.get("/nouveau/").status_code == 302
    client.logout()
    assert client.get("/nouveau/")["Location"].startswith("/login/")


def test_a_closed_view_of_an_open_namespace_stays_closed() -> None:
    assert opening.needed("wagtailadmin_pages:edit") is True
    assert opening.needed("wagtailadmin_pages:set_privacy") is False
    assert opening.needed("") is False


@pytest.mark.parametrize("pack", ["decouverte"])
def test_the_document_library_is_closed_where_it_was_not_bought(world: World, client: Client, pack: str) -> None:
    world.aubord.commune.pack = pack
    world.aubord.commune.save()
    client.force_login(world.aubord.contributeur)
    assert client.get(reverse("wagtaildocs:index")).status_code == 302
    assert client.get(reverse("wagtaildocs_chooser:choose")).status_code == 200


def test_a_pack_s_page_type_is_not_created_by_typing_its_address(world: World, client: Client) -> None:
    world.aubord.commune.pack = "decouverte"
    world.aubord.commune.save()
    client.force_login(world.aubord.contributeur)
    before = world.aubord.home.get_children().count()
    address = reverse("wagtailadmin_pages:add", args=["cms", "rubrique", world.aubord.home.pk])
    response = client.post(address, {"title": "Forcée", "slug": "forcee", "body-count": "0", "action-publish": "1"})
    assert response.status_code == 302
    assert world.aubord.home.get_children().count() == before


def test_no_tag_is_asked_for_or_told(world: World, client: Client) -> None:
    client.force_login(world.aubord.contributeur)
    assert b"tag-autocomplete" not in client.get(reverse("wagtailimages:add")).content
    assert client.get(reverse("wagtailadmin_tag_autocomplete"), {"term": "a"}).status_code == 302


def test_a_form_without_the_mixin_is_said_at_start_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Careless(WagtailAdminPageForm):
        pass

    assert [error.id for error in run_checks() if str(error.id).startswith("sites.")] == []
    monkeypatch.setattr(Page, "base_form_class", Careless)
    assert [error.id for error in run_checks() if str(error.id).startswith("sites.")] == ["sites.E001"]


def test_a_form_of_ours_has_the_mixin() -> None:
    models: tuple[Any, ...] = (Page, Mairie, Identity)
    assert all(issubclass(model.base_form_class, OwnReferencesMixin) for model in models)


def test_an_upload_that_waits_belongs_to_who_made_it(world: World, client: Client) -> None:
    """Even inside the commune."""
    kind = ContentType.objects.get_for_model(type(world.aubord.image))
    upload = UploadedFile.objects.create(
        for_content_type=kind, file=picture_file("depot.jpg", (40, 30)), uploaded_by_user=world.aubord.contributeur
    )
    address = reverse("wagtailimages:delete_upload_multiple", args=[upload.pk])
    answers = []
    for user in (world.belleville.contributeur, world.aubord.gestionnaire, world.aubord.contributeur):
        client.force_login(user)
        answers.append(client.post(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code)
    assert answers == [404, 404, 200]


def test_the_model_that_ours_replaces_is_not_found(world: World, client: Client) -> None:
    client.force_login(world.aubord.gestionnaire)
    addresses = (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={world.aubord.page.pk}",
        reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", world.aubord.page.pk, 0]),
    )
    assert [client.post(address).status_code for address in addresses] == [404, 404]
