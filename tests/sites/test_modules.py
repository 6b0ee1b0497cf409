"""Which modules a commune has: its pack's, what it bought, less what was switched off, of those installed."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sites import modules
from sites.modules import Module, active_codes, active_modules, installed_from_outside, installed_modules, module_of
from tests.servers.install import environment

ROOT = Path(__file__).resolve().parent.parent.parent
MODULE = """
from sites.modules import Module

class Meteo(Module):
    name = "quelle_meteo"
    label = "meteo"
    verbose_name = "Météo"
"""
ACTIVE = """
import django; django.setup()
from types import SimpleNamespace
from sites.modules import active_modules
print(*sorted(module.code for module in active_modules(SimpleNamespace(pack="expert", options={}))))
"""


@dataclass
class Subscriber:
    pack: str
    options: dict[str, Any] = field(default_factory=dict)


def test_a_pack_gives_its_modules() -> None:
    assert {"actualites", "agenda"} <= active_codes(Subscriber("confort"))
    assert "agenda" not in active_codes(Subscriber("decouverte"))


def test_what_is_sold_on_request_comes_when_it_was_bought() -> None:
    assert "comarquage" not in active_codes(Subscriber("mini_site"))
    assert "comarquage" in active_codes(Subscriber("mini_site", {"modules_on": ["comarquage"]}))


def test_what_the_pack_does_not_sell_stays_off_after_a_downgrade() -> None:
    assert "agenda" not in active_codes(Subscriber("decouverte", {"modules_on": ["agenda"]}))


def test_a_module_switched_off_is_off() -> None:
    assert "actualites" not in active_codes(Subscriber("expert", {"modules_off": ["actualites"]}))


def test_a_module_of_the_table_that_is_not_installed_is_invisible() -> None:
    assert [module.code for module in active_modules(Subscriber("expert"))] == [
        module.code for module in installed_modules() if module.code in active_codes(Subscriber("expert"))
    ]
    assert "meteo" in active_codes(Subscriber("expert"))
    assert "meteo" not in {module.code for module in installed_modules()}


def test_a_module_is_found_by_the_app_of_its_models() -> None:
    found = module_of("actualites")
    assert isinstance(found, Module)
    assert (found.code, module_of("cms"), module_of("nothing")) == ("actualites", None, None)


def test_a_module_from_outside_the_tree_is_named_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Point:
        name: str
        value: str

    def points(group: str) -> list[Point]:
        assert group == "beffroi.modules"
        return [Point("z", "autre.apps:Autre"), Point("a", "meteo.apps.Meteo")]

    monkeypatch.setattr(modules, "entry_points", points)
    assert installed_from_outside() == ["meteo.apps.Meteo", "autre.apps.Autre"]


def test_a_module_that_declares_nothing_changes_nothing() -> None:
    module: Any = Module.__new__(Module)
    snapshot: Any = object()
    assert (module.read(snapshot), module.prepare(snapshot), module.next_change(snapshot)) == ({}, None, None)
    assert (list(module.outputs(snapshot)), list(module.feeds(snapshot))) == ([], [])
    assert (module.page_context(None, snapshot), module.section_context(None, None, {})) == ({}, {})


def test_a_distribution_installed_beside_brings_its_module(tmp_path: Path) -> None:
    package, told = tmp_path / "quelle_meteo", tmp_path / "quelle_meteo-1.0.dist-info"
    package.mkdir()
    told.mkdir()
    (package / "__init__.py").touch()
    (package / "apps.py").write_text(MODULE, encoding="utf-8")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: quelle-meteo\nVersion: 1.0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text("[beffroi.modules]\nmeteo = quelle_meteo.apps:Meteo\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    run = subprocess.run(
        [sys.executable, "-c", ACTIVE],
        cwd=ROOT,
        env=environment(tmp_path / "var", PYTHONPATH=path),
        check=True,
        capture_output=True,
        text=True,
    )
    installed = {module.code for module in active_modules(Subscriber("expert"))}
    assert run.stdout.split() == sorted({*installed, "meteo"})
