"""Sites that stand online, and can be searched."""

from datetime import date
from pathlib import Path
from unittest import mock

import pytest

from cms import starter
from cms.models import Accueil
from cms.search.visitors import pdf
from cms.search.visitors.keeping import synchronise
from cms.takeover import run
from deploy.demo import stage
from sites.bake.bakery import bake
from sites.models import Commune
from sites.packs import PACKS
from tests import world as worlds
from tests.world import World

ROOT = Path(__file__).resolve().parents[4]
TODAY = date(2026, 11, 22)


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
    departement = worlds.build_departement(worlds.platform(), "46", "Lot")
    commune = worlds.build_commune(departement, "46042", "Cahors")
    facts = starter.Facts(
        insee="46042",
        name="Cahors",
        departement_name="Lot",
        population=20_000,
        address="Hôtel de ville",
        postcodes=("46000",),
        phone="05 36 49 00 00",
        email="mairie@cahors.example",
        director="Camille Genévrier",
    )
    starter.build(Accueil.objects.get(pk=commune.site.root_page_id), commune, facts, PACKS[commune.pack])

    def draw(path: Path, *_recipe: object) -> None:
        path.write_bytes(worlds.picture_file(path.name).read())

    with mock.patch("deploy.demo.pictures.draw", draw):
        stage.stage(ROOT / "demo" / "cahors", var / "cahors", TODAY)
    run.run(commune, var / "cahors")
    assert bake(commune).error == ""
    with mock.patch.object(pdf, "learn", learn_here):
        assert synchronise(commune, read=100)
    return commune
