"""A real process, killed while the registry answers: the name is reserved once, and the next run knows it."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.conftest import minimal
from tests.servers.install import install, until
from tests.servers.registry import LOGIN, PASSWORD, Registry

REFERENCE = """
from deploy.models import CommuneReference
CommuneReference.objects.create(
    insee="46042", name="Cahors", departement="46", departement_name="Lot", population=20000, postcodes="46000")
"""
MORE = """domaines = ["cahors.fr"]

[commune.mairie]
adresse = "73 boulevard Gambetta"
telephone = "05 65 00 00 00"
courriel = "mairie@cahors.example"
"""


@pytest.mark.server
@pytest.mark.kill
def test_killed_while_the_registry_answers_and_run_again_the_name_is_reserved_once(
    registry: Registry, tmp_path: Path
) -> None:
    order = tmp_path / "cahors.toml"
    order.write_text(minimal(more=MORE))
    chosen: dict[str, Any] = {
        "BEFFROI_REGISTRAR": "epp",
        "BEFFROI_EPP_ADDRESS": f"127.0.0.1:{registry.epp_port}",
        "BEFFROI_EPP_LOGIN": LOGIN,
        "BEFFROI_EPP_PASSWORD": PASSWORD,
        "BEFFROI_EPP_AUTHORITY": registry.authority,
    }
    with install() as beffroi:
        beffroi.editor().do(REFERENCE)
        registry.mute, registry.silence = {"create cahors.fr"}, 20.0
        running = beffroi.start("apply", str(order), "--jour=2026-12-01", "--yes", **chosen)
        until(lambda: "cahors.fr" in registry.domains, 60)
        running.send_signal(signal.SIGKILL)
        assert running.wait(10) == -signal.SIGKILL
        registry.silent.set()
        registry.mute, registry.silence = set(), 0.0
        again = beffroi.beffroi("apply", "--jour=2026-12-01", "--yes", check=False, **chosen)
        assert again.returncode == 0, again.stdout + again.stderr
        listed = beffroi.beffroi("domaine", **chosen)
        said = "".join(path.read_text() for path in beffroi.var.glob("errors-*.log"))
    assert registry.count("create cahors.fr") == 1
    assert "cahors.fr (Cahors), tenu, finit le" in listed.stdout
    assert PASSWORD not in again.stdout + again.stderr + said
