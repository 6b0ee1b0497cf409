"""Removing a zone of a real PowerDNS: shown, kept in a file, then gone; and never one that somebody wants."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.management import CommandError
from django.utils import timezone

from deploy.drivers.base import DriverError
from deploy.drivers.chosen import by_kind
from deploy.drivers.dns.removal import remove
from deploy.drivers.dns.zones import ZonesDriver
from deploy.life.journal import history
from deploy.models import Line, Zone
from tests.deploy.conftest import CAHORS, minimal
from tests.deploy.drivers.dns.test_zones import MORE, ORDER, PlanOf, answer, apply, beffroi, by_hand
from tests.servers.powerdns import Running

pytestmark = pytest.mark.server


@pytest.fixture
def left(server: Running, plan_of: PlanOf) -> Running:
    """A commune has left; what its old contractor wrote still stands in its zone."""
    apply(plan_of, ORDER)
    by_hand(server, "cahors.example", ("intranet.cahors.example", "A", ["198.51.100.7"]))
    apply(plan_of, minimal(CAHORS, more="fin = 2026-12-01\n" + MORE))
    Line.objects.filter(kind="domain").update(until=timezone.localdate())
    return server


def test_a_zone_is_removed_by_who_was_shown_what_goes_and_its_file_makes_it_again(left: Running, tmp_path: Any) -> None:
    file = tmp_path / "cahors.txt"
    shown = beffroi("zone", "remove", "cahors.example")
    assert "intranet.cahors.example. 300 IN A 198.51.100.7" in shown
    assert answer(left, "intranet.cahors.example", "A") == ["198.51.100.7"]
    checksum = shown.split("Empreinte : ")[1].strip()
    said = beffroi("zone", "remove", "cahors.example", "--checksum", checksum, "--fichier", str(file))
    assert f"est supprimée chez PowerDNS ; elle est gardée dans {file}" in said
    assert answer(left, "cahors.example", "NS") == []
    assert not Zone.objects.filter(name="cahors.example").exists()
    assert history(CAHORS)[0].sentence.startswith("La zone «\u00a0cahors.example\u00a0» est supprimée")
    beffroi("zone", "import", "cahors.example", "--fichier", str(file))
    assert answer(left, "intranet.cahors.example", "A") == ["198.51.100.7"]


def test_a_zone_that_changed_since_it_was_shown_stays(left: Running, tmp_path: Any) -> None:
    checksum = beffroi("zone", "remove", "cahors.example").split("Empreinte : ")[1].strip()
    by_hand(left, "cahors.example", ("intranet.cahors.example", "A", ["198.51.100.8"]))
    with pytest.raises(CommandError, match="a changé depuis que vous l’avez lue"):
        beffroi("zone", "remove", "cahors.example", "--checksum", checksum, "--fichier", str(tmp_path / "z.txt"))
    assert answer(left, "intranet.cahors.example", "A") == ["198.51.100.8"]
    assert not list(tmp_path.iterdir())


def test_a_zone_that_is_kept_nowhere_stays(left: Running, tmp_path: Any) -> None:
    checksum = beffroi("zone", "remove", "cahors.example").split("Empreinte : ")[1].strip()
    (tmp_path / "z.txt").write_text("une autre zone", "utf-8")
    for words, sentence in (
        ((), "dites où garder la zone"),
        (("--fichier", str(tmp_path / "z.txt")), "existe déjà"),
        (("--fichier", str(tmp_path / "absent" / "z.txt")), "ne peut pas être écrit"),
    ):
        with pytest.raises(CommandError, match=sentence):
            beffroi("zone", "remove", "cahors.example", "--checksum", checksum, *words)
    assert answer(left, "intranet.cahors.example", "A") == ["198.51.100.7"]
    assert (tmp_path / "z.txt").read_text("utf-8") == "une autre zone"


def test_a_zone_that_somebody_wants_stays(server: Running, plan_of: PlanOf, settings: Any) -> None:
    apply(plan_of, ORDER)
    with pytest.raises(CommandError, match="est commandée par Cahors"):
        beffroi("zone", "remove", "cahors.example")
    Line.objects.filter(kind="domain").update(until=timezone.localdate())
    with pytest.raises(CommandError, match="porte encore des enregistrements de Beffroi"):
        beffroi("zone", "remove", "cahors.example")
    with pytest.raises(CommandError, match="porte les noms de toutes les communes"):
        beffroi("zone", "remove", settings.BEFFROI_CDG_DOMAIN)
    assert answer(server, "www.cahors.example", "A") == ["192.0.2.10"]


def test_a_zone_removed_by_hand_or_by_a_run_that_died_is_forgotten(left: Running) -> None:
    with left.zones() as client:
        client.delete("/zones/cahors.example.").raise_for_status()
    assert "n’existe plus chez PowerDNS : Beffroi l’oublie" in beffroi("zone", "remove", "cahors.example")
    assert not Zone.objects.filter(name="cahors.example").exists()


def test_a_host_without_a_call_for_it_says_where_to_delete(left: Running, tmp_path: Any) -> None:
    checksum = beffroi("zone", "remove", "cahors.example").split("Empreinte : ")[1].strip()
    driver = by_kind()["dns"]
    assert isinstance(driver, ZonesDriver)
    with pytest.raises(DriverError, match="chez PowerDNS, qui ne le permet pas d’ici"):
        remove(
            replace(driver.host, delete=None),
            Zone.objects.get(name="cahors.example"),
            checksum,
            "marie",
            tmp_path.joinpath("z.txt").write_text,
        )
    assert not list(tmp_path.iterdir())
    assert answer(left, "intranet.cahors.example", "A") == ["198.51.100.7"]
