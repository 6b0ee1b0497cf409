"""Seconds from an approved order to sites that stand, on the real servers, and what each driver takes of them.

PostgreSQL, PowerDNS, the registry of the tests over EPP, and the tables that Postfix and Dovecot read.
"""

import functools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tests.servers.platform import settings_of
from tests.servers.postgresql import postgresql
from tests.servers.powerdns import powerdns
from tests.servers.registry import registry

DEPARTEMENT, FIRST = "46", "46042"
DAY = date(2026, 11, 2)


@dataclass(frozen=True)
class Measured:
    """Wall seconds. ``shares`` are those of each driver, reading included, inside planning and applying."""

    communes: int
    changes: int
    errors: int
    plan: float
    apply: float
    bake: float
    shares: dict[str, float]


def measure_all() -> list[Measured]:
    """One commune, then all the others of the Lot in one plan."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="beffroi-bench-")))
        (folder / "registry").mkdir()
        url, names = stack.enter_context(postgresql()), stack.enter_context(powerdns())
        registrar = stack.enter_context(registry(folder / "registry"))
        settings = settings_of(names, registrar, 443, 8000) | {"DATABASE_URL": url, "BEFFROI_VAR": str(folder / "var")}
        run = subprocess.run(
            [sys.executable, "-m", "tests.bench.provisioning"],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return [Measured(**row) for row in json.loads(run.stdout.splitlines()[-1])]


def measure() -> list[Measured]:
    """In this process, on the servers of the environment."""
    import django

    django.setup()
    from django.core.management import call_command

    from deploy.models import CommuneReference

    call_command("migrate", verbosity=0)
    call_command("communes", verbosity=0)
    communes = list(CommuneReference.objects.filter(departement=DEPARTEMENT, current=True).order_by("insee"))
    first = [one for one in communes if one.insee == FIRST]
    clock = Clock()
    clock.watch()
    return [_provisioned(some, clock) for some in (first, [one for one in communes if one.insee != FIRST])]


class Clock:
    """What each driver takes. A call inside another one is counted once."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self.busy = False

    def watch(self) -> None:
        """From now on."""
        from deploy.drivers.chosen import drivers

        for kind in {type(driver) for driver in drivers()}:
            for name in ("read", "apply", "apply_lot", "notices"):
                if hasattr(kind, name):
                    setattr(kind, name, self._timed(kind.__name__, getattr(kind, name)))

    def _timed(self, who: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(method)
        def timed(*args: Any, **options: Any) -> Any:
            if self.busy:
                return method(*args, **options)
            self.busy, start = True, time.perf_counter()
            try:
                answer = method(*args, **options)
                return answer if answer is None or isinstance(answer, dict) else list(answer)
            finally:
                self.spent[who] += time.perf_counter() - start
                self.busy = False

        return timed


def _provisioned(communes: Sequence[Any], clock: Clock) -> Measured:
    from deploy import runs
    from deploy.orders.source import Source
    from deploy.provision import propose
    from sites.bake.pool import bake_many
    from sites.models import Commune

    clock.spent.clear()
    orders = [Source(f"{one.insee}.toml", _order(one)) for one in communes]
    start = time.perf_counter()
    proposal = propose(orders, DAY)
    planned = time.perf_counter()
    outcome = runs.apply(proposal, lambda *_told: None)
    applied = time.perf_counter()
    results = bake_many(list(Commune.objects.filter(insee__in=[one.insee for one in communes])))
    baked = time.perf_counter()
    failures = len(outcome.errors) + len(outcome.waiting) + sum(not result.ok for result in results)
    shares = {name: round(seconds, 2) for name, seconds in clock.spent.items()}
    return Measured(len(communes), outcome.done, failures, planned - start, applied - planned, baked - applied, shares)


def _order(commune: Any) -> str:
    name = f"commune-{commune.insee.lower()}.example"
    lines = [
        f"date = {DAY}",
        "[[commune]]",
        f'insee = "{commune.insee}"',
        'pack = "confort"',
        f'domaines = ["{name}"]',
        "[commune.mairie]",
        'adresse = "Place de la Mairie"',
        f'code_postal = "{commune.postcodes.split()[0]}"',
        'telephone = "05 65 00 00 00"',
        f'courriel = "mairie@{name}"',
        'directeur = "Marie Exemple"',
        "[[commune.boite]]",
        'adresse = "mairie"',
        "[[commune.alias]]",
        'adresse = "contact"',
        f'vers = ["mairie@{name}"]',
        "[[commune.personne]]",
        'nom = "Anne Dupont"',
        f'courriel = "secretariat@{name}"',
        'role = "gestionnaire"',
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    print(json.dumps([asdict(one) for one in measure()]))
