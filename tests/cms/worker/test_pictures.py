"""AVIF in the background."""

import pytest

from cms.models import Picture
from cms.worker.pictures import Pictures, incomplete
from sites.models import BakeState
from tests.world import World, picture_file

pytestmark = pytest.mark.django_db


def test_pictures_are_completed_one_by_one_then_their_commune_is_asked_for(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    town = world.belleville
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        Picture.objects.create(title="Autre", file=picture_file("autre.jpg", (500, 300)), collection=town.collection)
    BakeState.objects.update(dirty_at=None)
    pictures = Pictures()
    asked = []
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert pictures.turn()
        asked.append(sorted(BakeState.objects.exclude(dirty_at=None).values_list("commune__insee", flat=True)))
    assert asked == [[], ["69264"], ["30020", "69264"]]
    assert not pictures.turn()
    specs = set(world.aubord.image.renditions.values_list("filter_spec", flat=True))
    assert "width-480|format-avif" in specs


def test_a_lost_original_is_left_alone(world: World) -> None:
    world.aubord.image.file.storage.delete(world.aubord.image.file.name)
    pictures = Pictures()
    assert [pictures.turn() for _ in range(3)] == [True, True, False]
    assert [picture.pk for picture in incomplete()] == [world.aubord.image.pk]
