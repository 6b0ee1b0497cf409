"""A theme that is not ours, written by the test."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sites.contractor import places

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, settings: Any) -> Write:
    """Write a theme ``essai`` that extends the base: ``write({"templates/x.html": "…"})``."""
    folder = tmp_path / "themes" / "essai"
    settings.BEFFROI_THEMES = [tmp_path / "themes"]

    def written(files: dict[str, str | bytes], toml: str = 'label = "Essai"\nextends = "base"\n') -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in {"theme.toml": toml, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    places.packaged.cache_clear()
    return written
