"""A real process killed by SIGKILL at fifty random moments, and run again, ends where an undisturbed one does."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from deploy.models import CommuneReference
from tests.deploy.conftest import ALBAS, FIGEAC, minimal
from tests.servers import powerdns

TRIALS = 50
ZONE_TRIALS = 12
ROOT = Path(__file__).parent.parent.parent
MORE = """domaines = ["figeac.example"]

[commune.mairie]
telephone = "05 65 00 00 02"

[[commune.boite]]
adresse = "mairie"

[[commune.personne]]
nom = "Anne Dupont"
courriel = "anne@example.org"
role = "gestionnaire"
"""


@pytest.mark.kill
@pytest.mark.skipif(connection.vendor != "sqlite", reason="Ces essais copient un fichier SQLite à chaque mort.")
def test_killed_at_fifty_random_points_and_run_again_it_ends_in_the_same_state(
    tmp_path: Path, communes: dict[str, CommuneReference]
) -> None:
    template = tmp_path / "template.sqlite3"
    template.write_bytes(connection.connection.serialize())
    orders = []
    for insee, pack, more in ((FIGEAC, "decouverte", MORE), (ALBAS, "mini_site", "")):
        orders.append(tmp_path / f"{insee}.toml")
        orders[-1].write_text(minimal(insee, pack, more), encoding="utf-8")
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  # to run the same moments again
    (tmp_path / "var").mkdir()
    result = _trials(template, orders, seed, tmp_path / "var", TRIALS)
    print(result)  # noqa: T201
    assert result["different"] == []
    assert result["planned"] == 0
    assert result["rows"] > 100
    assert result["killed"] >= TRIALS // 2
    assert result["partial"] > 0, "every death came before the first change or after the last one"


@pytest.mark.kill
@pytest.mark.server
@pytest.mark.skipif(powerdns.installed() is None, reason=powerdns.MISSING)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="Ces essais copient un fichier SQLite à chaque mort.")
def test_killed_while_zones_are_written_and_run_again_it_ends_in_the_same_state(
    tmp_path: Path, communes: dict[str, CommuneReference]
) -> None:
    template = tmp_path / "template.sqlite3"
    template.write_bytes(connection.connection.serialize())
    order = tmp_path / "figeac.toml"
    order.write_text(minimal(FIGEAC, "decouverte", MORE), encoding="utf-8")
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  # to run the same moments again
    (tmp_path / "var").mkdir()
    with powerdns.powerdns() as server:
        settings = {
            "BEFFROI_DNS": "powerdns",
            "BEFFROI_POWERDNS_URL": server.url,
            "BEFFROI_POWERDNS_KEY": powerdns.KEY,
            "BEFFROI_NAMESERVERS": "ns1.cdg.test",
        }
        result = _trials(template, [order], seed, tmp_path / "var", ZONE_TRIALS, **settings)
    print(result)  # noqa: T201
    assert result["different"] == []
    assert result["planned"] == 0
    assert result["killed"] >= ZONE_TRIALS // 2
    assert result["partial"] > 0, "every death came before the first change or after the last one"


def _trials(template: Path, orders: list[Path], seed: int, var: Path, count: int, **settings: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.deploy.kill_trials", str(template), *map(str, orders)]
    run = subprocess.run(
        [*command, f"--trials={count}", f"--seed={seed}"],
        cwd=ROOT,
        env={**os.environ, "BEFFROI_VAR": str(var), "DJANGO_SETTINGS_MODULE": "cms.settings", **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout.splitlines()[-1])
