import pytest
from django.core.cache import cache
from django.core.management import call_command

from tests.world import World


@pytest.fixture
def indexed(world: World) -> World:
    """The world, found by editors: the database's index, and each commune with its shard."""
    cache.clear()
    call_command("update_index", verbosity=0)
    return world
