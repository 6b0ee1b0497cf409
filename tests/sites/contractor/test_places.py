"""Where a contractor's theme is found: a folder, or a package that is really installed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sites.contractor.places import OURS, is_ours
from sites.packs import OUR_THEMES
from sites.themes import installed_themes, load
from tests.servers.install import environment
from tests.sites.contractor.conftest import Write

ROOT = Path(__file__).resolve().parents[3]
TELL = (
    "import django; django.setup()\n"
    "import sys\n"
    "from sites.themes import installed_themes, load\n"
    "theme = load('ardoise')\n"
    "print(theme.label, theme.ours, 'ardoise' in installed_themes(), 'theme_ardoise' in sys.modules)\n"
)


def test_the_themes_that_the_packs_know_as_ours_are_those_of_the_platform() -> None:
    assert {path.parent.name for path in OURS.glob("*/theme.toml")} == OUR_THEMES


def test_a_folder_of_the_settings_holds_themes_beside_ours(write: Write) -> None:
    folder = write({})
    assert installed_themes() == tuple(sorted({*OUR_THEMES, "essai"}))
    assert load("essai").folders == (folder, OURS / "base")
    assert not is_ours(folder)


def test_nobody_takes_the_place_of_a_theme_of_the_platform(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "causse").mkdir()
    (tmp_path / "causse/theme.toml").write_text('label = "Un autre"\n')
    settings.BEFFROI_THEMES = [tmp_path]
    assert load("causse").label == "Causse"
    assert load("causse").ours


def test_a_package_installed_beside_brings_its_theme_and_none_of_it_is_run(tmp_path: Path) -> None:
    package, told = tmp_path / "theme_ardoise", tmp_path / "theme_ardoise-1.0.dist-info"
    package.mkdir()
    told.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('un thème n’a pas de Python')", encoding="utf-8")
    (package / "theme.toml").write_text('label = "Ardoise"\nextends = "base"\n', encoding="utf-8")
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: theme-ardoise\nVersion: 1.0\n", encoding="utf-8")
    (told / "entry_points.txt").write_text("[beffroi.themes]\nardoise = theme_ardoise\n", encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    run = subprocess.run(
        [sys.executable, "-c", TELL],
        cwd=ROOT,
        env=environment(tmp_path / "var", PYTHONPATH=path),
        check=True,
        capture_output=True,
        text=True,
    )
    assert run.stdout.split() == ["Ardoise", "False", "True", "False"]
