"""Originals, renditions and documents are never public."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cms.models import DocumentFile, Picture, Rendition
from tests.world import PDF, World, picture_file


def addresses(world: World) -> list[str]:
    town = world.aubord
    rendition = town.image.get_rendition("width-400")
    return [
        f"{settings.MEDIA_URL}{rendition.file.name}",
        f"{settings.MEDIA_URL}{town.image.file.name}",
        reverse("wagtaildocs_serve", args=[town.document.pk, town.document.filename]),
    ]


def test_people_of_the_commune_receive_them(world: World, client: Client) -> None:
    client.force_login(world.aubord.contributeur)
    for address in addresses(world):
        response = client.get(address)
        assert response.status_code == 200
        assert b"".join(response.streaming_content)  # type: ignore[attr-defined]
        response.close()


def test_a_picture_whose_number_comes_back_is_not_given_the_file_of_the_one_before(
    world: World, client: Client, var: Path
) -> None:
    """After a rollback, or a backup put back, the same number and the same content name a file that is gone."""
    town = world.aubord
    former = town.image.get_rendition("width-400")
    Rendition.objects.filter(image=town.image)._raw_delete("default")  # no signal: as a rollback does
    (var / "media" / former.file.name).unlink()
    town.image = Picture.objects.get(pk=town.image.pk)
    client.force_login(town.contributeur)
    response = client.get(f"{settings.MEDIA_URL}{town.image.get_rendition('width-400').file.name}")
    assert response.status_code == 200
    response.close()


def test_people_of_another_commune_do_not(world: World, client: Client) -> None:
    client.force_login(world.belleville.gestionnaire)
    assert [client.get(address).status_code for address in addresses(world)] == [404, 404, 404]


def test_strangers_are_asked_to_log_in(world: World, client: Client) -> None:
    responses = [client.get(address) for address in addresses(world)]
    assert [response.status_code for response in responses] == [302, 302, 302]
    assert {response["Location"].partition("?")[0] for response in responses} == {reverse("wagtailadmin_login")}


@pytest.mark.parametrize("path", ["../db.sqlite3", "..%2f..%2fsecret_key", "documents/", "secret_key", "%00"])
def test_a_path_that_leaves_the_folder_is_not_found(world: World, client: Client, path: str) -> None:
    client.force_login(world.superuser)
    assert client.get(f"{settings.MEDIA_URL}{path}").status_code in {302, 404}  # 302: asked for the second factor


def test_a_document_of_another_commune_s_number_under_one_s_own_name_is_refused(world: World, client: Client) -> None:
    client.force_login(world.belleville.contributeur)
    forged = reverse("wagtaildocs_serve", args=[world.aubord.document.pk, world.belleville.document.filename])
    assert client.get(forged).status_code == 404


def test_the_number_of_one_s_own_picture_opens_no_other_folder(world: World, client: Client) -> None:
    """Storage refuses what leaves the media, not what goes from one folder of theirs to another."""
    client.force_login(world.belleville.contributeur)
    mine = f"{settings.MEDIA_URL}renditions/{world.belleville.image.pk}"
    rendition = world.aubord.image.get_rendition("width-400").file.name
    wanted = [f"{mine}/../../{name}" for name in (rendition, world.aubord.document.file.name)]
    wanted += [f"{mine}/../{world.aubord.image.pk}/{Path(rendition).name}", f"{mine}/.."]
    for address in (*wanted, *(path.replace("..", "%2e%2e").replace("/%2e%2e/", "%2f%2e%2e%2f") for path in wanted)):
        assert client.get(address).status_code == 404, address


def test_a_name_taken_in_another_commune_leaves_no_mark_on_one_s_own_file(world: World) -> None:
    """The letters that storage would add tell that somebody has a file of this very name."""
    towns = (world.belleville, world.aubord)
    documents = [
        DocumentFile.objects.create(title="x", collection=town.collection, file=ContentFile(PDF, "licenciement.pdf"))
        for town in towns
    ]
    pictures = [
        Picture.objects.create(title="x", collection=town.collection, file=picture_file("portrait.jpg"))
        for town in towns
    ]
    assert [document.filename for document in documents] == ["licenciement.pdf"] * 2
    assert [picture.filename for picture in pictures] == ["portrait.jpg"] * 2
