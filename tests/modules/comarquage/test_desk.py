"""Who keeps the guide sees what was taken in, and asks for more; nobody else enters."""

from pathlib import Path

import pytest
from django.urls import reverse

from modules.comarquage.models import Feed
from tests.entering import enter, words
from tests.modules.comarquage.factories import bring
from tests.world import World

pytestmark = pytest.mark.django_db


def test_the_webmestre_reads_what_changed_and_asks_for_an_update(world: World, tmp_path: Path, var: Path) -> None:
    client, url = enter(world.webmestre), reverse("guide:index")
    assert "Rien encore." in words(client.get(url).content)
    bring(tmp_path)
    seen = words(client.get(url).content)
    assert "vosdroits-part.zip" in seen
    assert "2 fiches : 2 nouvelles, 0 changée, 0 retirée." in seen
    told = words(client.post(reverse("guide:update"), follow=True).content)
    assert "le guide est relu dans la minute" in told
    assert set(Feed.objects.values_list("wanted", flat=True)) == {True}
    assert client.get(reverse("guide:update")).status_code == 405


def test_what_was_set_aside_is_told(world: World) -> None:
    client = enter(world.webmestre)
    client.get(reverse("guide:index"))
    Feed.objects.filter(audience="professionnels").update(error="Le site de cette adresse ne répond pas.", sheets=3)
    seen = words(client.get(reverse("guide:index")).content)
    assert "Le site de cette adresse ne répond pas. Ce qui a été lu avant reste en ligne." in seen


def test_nobody_of_a_commune_enters(world: World) -> None:
    for user in world.aubord.users.values():
        client = enter(user)
        assert client.get(reverse("guide:index")).status_code in {302, 403, 404}
        assert client.post(reverse("guide:update")).status_code in {302, 403, 404}
    assert not Feed.objects.filter(wanted=True).exists()
