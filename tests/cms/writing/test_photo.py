"""A photo sent from the form of a page goes to the library of its commune, described."""

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cms.models import Picture
from sites.models import Membership
from sites.tenancy.roles import Role
from tests.entering import enter
from tests.world import picture_file

if TYPE_CHECKING:
    from django.test import Client

    from cms.models import BasePage
    from tests.world import World

pytestmark = pytest.mark.django_db


def send(client: "Client", page: "BasePage", description: str = "Le pont", content: bytes | None = None) -> Any:
    data = content if content is not None else picture_file("le_pont.jpg").read()
    file = SimpleUploadedFile("le_pont.jpg", data, content_type="image/jpeg")
    return client.post(reverse("writing:photo", args=(page.pk,)), {"file": file, "description": description})


def test_a_photo_is_kept_in_the_commune_of_the_page_and_answers_what_a_chooser_shows(world: "World") -> None:
    person = world.aubord.contributeur
    Membership.objects.create(user=person, commune=world.belleville.commune, role=Role.CONTRIBUTEUR)
    answer = send(enter(person), world.belleville.actualites)
    assert answer.status_code == 201
    picture = Picture.objects.get(pk=answer.json()["id"])
    assert (picture.title, picture.description) == ("le pont", "Le pont")
    assert picture.collection_id == world.belleville.commune.collection_id
    assert picture.uploaded_by_user == person
    assert set(answer.json()) == {"id", "title", "edit_url", "preview", "default_alt_text"}


def test_a_photo_that_nobody_described_is_refused_in_one_sentence(world: "World") -> None:
    answer = send(enter(world.aubord.contributeur), world.aubord.actualites, description="  ")
    assert answer.status_code == 422
    assert answer.json()["errors"] == ["Dites ce que montre l’image, pour les personnes qui ne la voient pas."]


def test_what_is_no_picture_is_refused_and_nothing_is_stored(world: "World") -> None:
    before = Picture.objects.count()
    answer = send(enter(world.aubord.contributeur), world.aubord.actualites, content=b"<?php phpinfo();")
    assert answer.status_code == 422
    assert len(answer.json()["errors"]) == 1
    assert Picture.objects.count() == before


def test_nobody_sends_a_photo_to_a_commune_that_is_not_theirs(world: "World") -> None:
    before = Picture.objects.count()
    assert send(enter(world.aubord.contributeur), world.belleville.actualites).status_code == 404
    assert enter(world.aubord.contributeur).get(reverse("writing:photo", args=(1,))).status_code in {404, 405}
    assert Picture.objects.count() == before
