"""Cahors, the showcase of the demonstration, laid in a test's own install: its texts, with plain pictures."""

from pathlib import Path
from unittest import mock

from django.utils import timezone

from cms import starter
from cms.models import Accueil
from cms.takeover import run
from deploy.demo import stage
from deploy.demo.towns import SHOWCASES
from sites.bake.bakery import bake
from sites.models import Commune
from sites.packs import PACKS
from tests import world as worlds

ROOT = Path(__file__).resolve().parents[1]


def build_cahors(var: Path) -> Commune:
    """The commune, online."""
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
    commune.options = {"modules_on": list(SHOWCASES[commune.insee].modules)}
    commune.save()
    starter.build(Accueil.objects.get(pk=commune.site.root_page_id), commune, facts, PACKS[commune.pack])

    def draw(path: Path, *_recipe: object) -> None:
        path.write_bytes(worlds.picture_file(path.name).read())

    with mock.patch("deploy.demo.pictures.draw", draw):
        stage.stage(ROOT / "demo" / "cahors", var / "cahors", timezone.localdate())  # its alerts end soon
    run.run(commune, var / "cahors")
    assert bake(commune).error == ""
    return commune
