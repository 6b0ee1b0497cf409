"""A commune baked in each theme, with every block there is."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.themes.gallery import dress
from tests.tools import AXE, MISSING

if TYPE_CHECKING:
    from tests.world import World

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
THEMES = ("base", "causse", "garonne", "quercy", "utopia")
Baked = Callable[[str], Path]


@pytest.fixture
def baked(world: "World", var: Path, settings: Any) -> Baked:
    """Bake ``aubord`` in a theme, unknown names being refused; the answer is its public folder."""
    settings.BEFFROI_STRICT_TEMPLATES = True

    def bake_in(theme: str) -> Path:
        from sites.bake.bakery import bake  # noqa: PLC0415  # models load once Django is set up

        dress(world.aubord, theme)
        result = bake(world.aubord.commune)
        assert not result.failures, result.failures[0].traceback
        assert not result.error
        return var / "sites" / world.aubord.commune.insee / "current" / "www"

    return bake_in


@pytest.fixture
def shown(baked: Baked, request: pytest.FixtureRequest) -> Path:
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : paquet Debian « chromium ».")
    if not AXE.is_file():
        pytest.skip(MISSING.format("axe"))
    return baked(request.param)
