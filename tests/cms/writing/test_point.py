"""The important point of a photo, shown from the form of a page, is kept for whatever crops the photo."""

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sites.models import BakeState, Membership
from sites.tenancy.roles import Role
from tests.entering import enter

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.models import Picture
    from tests.world import World

pytestmark = pytest.mark.django_db


def address(picture: "Picture") -> str:
    return reverse("writing:point", args=(picture.pk,))


def test_a_photo_that_nobody_looked_at_shows_its_middle(world: "World") -> None:
    found = enter(world.aubord.contributeur).get(address(world.aubord.image)).json()
    assert (found["x"], found["y"]) == (50, 50)
    assert set(found["preview"]) == {"url", "width", "height"}


def test_the_point_is_kept_and_the_site_is_baked_again(
    world: "World", django_capture_on_commit_callbacks: "Callable[..., Any]"
) -> None:
    picture, client = world.aubord.image, enter(world.aubord.contributeur)
    BakeState.objects.update(dirty_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(picture), {"x": "75", "y": "25"})
    assert (answer.status_code, answer.json()["x"], answer.json()["y"]) == (200, 75, 25)
    picture.refresh_from_db()
    assert (picture.focal_point_x, picture.focal_point_y) == (picture.width * 3 // 4, picture.height // 4)
    assert picture.has_focal_point()
    assert client.get(address(picture)).json()["y"] == 25
    marked = BakeState.objects.filter(dirty_at__isnull=False)
    assert list(marked.values_list("commune__name", flat=True)) == [world.aubord.commune.name]


@pytest.mark.parametrize(("x", "y"), [("", "10"), ("101", "10"), ("-1", "10"), ("nan", "10"), ("10", "1e9")])
def test_what_is_no_point_of_the_photo_is_refused_in_one_sentence(world: "World", x: str, y: str) -> None:
    answer = enter(world.aubord.contributeur).post(address(world.aubord.image), {"x": x, "y": y})
    assert (answer.status_code, answer.json()) == (422, {"errors": ["Ce point n’est pas sur la photo."]})
    world.aubord.image.refresh_from_db()
    assert not world.aubord.image.has_focal_point()


def test_nobody_moves_the_point_of_a_photo_that_is_not_theirs(world: "World") -> None:
    client, picture = enter(world.aubord.contributeur), world.belleville.image
    assert client.get(address(picture)).status_code == 404
    assert client.post(address(picture), {"x": "1", "y": "1"}).status_code == 404
    picture.refresh_from_db()
    assert not picture.has_focal_point()


def test_it_costs_as_many_queries_for_two_communes_as_for_one(world: "World") -> None:
    person, url = world.aubord.contributeur, address(world.aubord.image)
    client = enter(person)
    client.get(url)  # makes the picture that is shown

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    alone = count()
    Membership.objects.create(user=person, commune=world.belleville.commune, role=Role.CONTRIBUTEUR)
    assert count() == alone
