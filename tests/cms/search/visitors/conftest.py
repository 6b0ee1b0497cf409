"""Sites that stand online, and can be searched."""

from pathlib import Path
from unittest import mock

import pytest

from cms.search.visitors import pdf
from cms.search.visitors.keeping import synchronise
from sites.bake.bakery import bake
from sites.models import Commune
from tests.showcase import build_cahors
from tests.world import World


def learn_here(folder: Path, digest: str, file: Path) -> None:
    """As ``pdf.learn``, in this process: starting one takes a second."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{digest}.txt").write_text(pdf.text_of(file), encoding="utf-8")


@pytest.fixture
def online(world: World) -> World:
    """The world, each site baked and searchable."""
    for town in world.towns:
        assert bake(town.commune).error == ""
        synchronise(town.commune)
    return world


@pytest.fixture
def cahors(db: None, var: Path) -> Commune:
    """The showcase of the demonstration, with plain pictures: words are what matters."""
    commune = build_cahors(var)
    with mock.patch.object(pdf, "learn", learn_here):
        assert synchronise(commune, read=100)
    return commune
