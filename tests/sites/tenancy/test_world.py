"""The world given to all tests."""

from tests.world import World


def test_the_two_communes_have_the_same_pages(world: World) -> None:
    """Alike but for their names: what one shows, the other could leak."""
    shapes = [
        [(page.depth, page.slug) for page in town.home.get_descendants().order_by("path")] for town in world.towns
    ]
    assert shapes[0] == shapes[1]
    assert len(shapes[0]) == 7
