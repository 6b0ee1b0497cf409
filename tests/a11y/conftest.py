"""The catalogues, baked once for a group of tests; the ledgers that the tests read and that ``make a11y`` prints."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.a11y.browser import CHROMIUM, NO_CHROMIUM
from tests.a11y.catalogue import Catalogue, baking
from tests.tools import AXE, MISSING

WHOLE = os.environ.get("BEFFROI_A11Y") == "whole"
REPORT = Path(__file__).resolve().parents[2] / "build" / "a11y"
Baked = Callable[..., dict[str, Catalogue]]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out of the sample what the whole alone does."""
    left = [item for item in items if item.get_closest_marker("whole") and not WHOLE]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def baked(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Baked:
    """Bakes the full commune in some themes, each once."""
    done: dict[str, Catalogue] = {}

    def bake_in(*themes: str) -> dict[str, Catalogue]:
        wanted = [theme for theme in themes if theme not in done]
        if wanted:
            with django_db_blocker.unblock():
                done.update(baking.in_themes(tmp_path_factory.mktemp("commune"), wanted))
        return {theme: done[theme] for theme in themes}

    return bake_in


@pytest.fixture(scope="session")
def judges() -> None:
    """Skips where the browser or axe is missing."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    if not AXE.is_file():
        pytest.skip(MISSING.format("axe"))
