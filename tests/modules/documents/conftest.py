"""A commune with its page of documents."""

import pytest

from tests.modules.documents.factories import page_of
from tests.world import Town, World


@pytest.fixture
def town(world: World) -> Town:
    """Aubord, with the page of the module."""
    page_of(world.aubord)
    return world.aubord
