"""The whole demonstration with its four showcases: stopped, resumed, run again, and looked at as a visitor would."""

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy.demo.towns import SHOWCASES
from deploy.demo.visits import DAYS
from sites.modules import installed_modules
from sites.packs import Offer
from tests.deploy.demo.evidence import SIGNS, WITHOUT_PAGE

PATIENCE = 600
SHOWN = {one.folder: one for one in SHOWCASES.values()}
BUILT = Path(__file__).resolve().parents[3] / "themes/base/built"


class Install:
    """A ``BEFFROI_VAR`` of its own, and the public command."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.said = ""
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DATABASE"))
        } | {"BEFFROI_VAR": str(var), "BEFFROI_PORT": "8162"}

    def start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "cms", "demo", "--communes", "4", "--no-serve"]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self) -> str:
        process = self.start()
        said, _nothing = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return said

    def page(self, host: str, path: str = "") -> str:
        return (self.var / "hosts" / host / "current/www" / path / "index.html").read_text(encoding="utf-8")

    def generations(self) -> list[str]:
        return sorted(str(path.readlink()) for path in self.var.glob("sites/*/current"))


@pytest.fixture(scope="module")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Stopped by Ctrl-C while pictures are drawn, then run to its end."""
    if not BUILT.exists():
        pytest.skip("Les polices et icônes ne sont pas fabriquées : lancez « beffroi frontend » (paquet npm).")
    made = Install(tmp_path_factory.mktemp("demo"))
    process = made.start()
    deadline = time.monotonic() + PATIENCE
    while not list(made.var.glob("demo/contenus/*/images/*.jpg")) and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    said, _nothing = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "Interrompu. Relancez la même commande" in said
    made.said = made.run()
    return made


@pytest.mark.server
@pytest.mark.xdist_group("demo")
def test_stopped_it_goes_on_and_shows_one_site_per_pack_and_the_logins(install: Install) -> None:
    said = install.said
    for word in ("Expert", "Confort", "Découverte", "Mini-site", "cahors.localhost:8162", "admin.localhost:8162"):
        assert word in said
    logins = install.var / "demo/comptes.tsv"
    assert logins.stat().st_mode & 0o777 == 0o600
    rows = [line.split("\t") for line in logins.read_text().splitlines()]
    assert len({email for email, _password in rows}) == 5
    assert all(password in said for _email, password in rows)


@pytest.mark.server
@pytest.mark.xdist_group("demo")
def test_the_sites_say_that_they_are_a_demonstration_and_ask_not_to_be_indexed(install: Install) -> None:
    for name in ("cahors", "gourdon", "cajarc", "saint-cirq-lapopie"):
        home = install.page(f"{name}.localhost")
        assert "démonstration" in home
        assert "noindex" in home
        assert "05\u00a036\u00a049" in home or "05 36 49" in home
    assert "Cahors mag" in install.page("cahors.localhost", "actualites/mag-42")
    assert "Camille Genévrier" in install.page("cahors.localhost", "ma-mairie/equipe-municipale")


@pytest.mark.server
@pytest.mark.xdist_group("demo")
@pytest.mark.parametrize("name", SHOWN)
def test_every_module_of_its_pack_is_seen_at_work_on_a_showcase_and_no_other(install: Install, name: str) -> None:
    one, www = SHOWN[name], install.var / "hosts" / f"{name}.localhost" / "current/www"
    installed = {module.code for module in installed_modules()} - WITHOUT_PAGE
    assert installed == set(SIGNS)
    sold = {code for code in installed if one.pack.modules[code] is Offer.ON} | set(one.modules)
    assert [(code, sign) for code in sorted(sold) for sign in SIGNS[code] if not sign.seen(www)] == []
    assert [code for code in sorted(installed - sold) if SIGNS[code][0].seen(www)] == []


@pytest.mark.server
@pytest.mark.xdist_group("demo")
def test_run_again_it_does_nothing_twice(install: Install) -> None:
    before = install.generations(), (install.var / "demo/comptes.tsv").read_text()
    install.run()
    assert (install.generations(), (install.var / "demo/comptes.tsv").read_text()) == before


@pytest.mark.server
@pytest.mark.xdist_group("demo")
def test_each_showcase_was_read_for_weeks_as_the_worker_counts_and_only_once(install: Install) -> None:
    counting = (
        "from modules.statistiques.collect import collect; from modules.statistiques.models import Views;"
        "from django.db.models import Count, Sum;"
        "collect();"
        "rows = Views.objects.values('commune__name').annotate(days=Count('day', distinct=True), read=Sum('count'));"
        "print(sorted((row['commune__name'], row['days'], row['read']) for row in rows))"
    )
    command = [sys.executable, "-m", "cms", "shell", "--verbosity", "0", "-c", counting]
    first, again = (
        subprocess.run(command, env=install.environment, capture_output=True, text=True, check=True, timeout=PATIENCE)
        for _time in range(2)
    )
    counted = {name: (days, read) for name, days, read in ast.literal_eval(first.stdout)}
    assert {name: days for name, (days, _read) in counted.items()} == dict.fromkeys(counted, DAYS)
    assert len(counted) == len(SHOWN)
    assert 10_000 < counted["Cahors"][1] < 40_000
    assert again.stdout == first.stdout
    install.run()
    assert list(install.var.glob("visits/*")) in ([], [install.var / "visits/demonstration.log"])
