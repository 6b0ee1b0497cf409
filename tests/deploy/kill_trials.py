"""Kills ``beffroi apply`` at random moments, in processes of its own: ``python -m tests.deploy.kill_trials``.

Django is set up once, then each trial forks: a child applies the orders on a fresh copy of the database and gets
SIGKILL at a random moment, a second child runs the same command again, dumps every table and plans once more. Where
zones are PowerDNS's (``BEFFROI_DNS``), they start empty too, and what the server holds in the end is compared.
Prints one JSON object.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import django
import httpx

django.setup()

from django.conf import settings  # noqa: E402  # once Django is set up
from django.core.management import call_command  # noqa: E402  # once Django is set up
from django.db import connections  # noqa: E402

from deploy.orders.files import read_sources  # noqa: E402
from deploy.provision import propose, propose_current  # noqa: E402

# History tells of two runs instead of one, sessions and queues are no state, shadow tables are the index's own.
LEFT_OUT = re.compile(r"^(deploy_run|deploy_runchange|deploy_zoneplan|sqlite_|django_session|.*_fts_)")
# Wagtail numbers references in the order of a set. A bake's version counts marks, one of which follows the commit and
# may die with the process: that the commune waits for its bake (``dirty_at``) is compared, how often it was told is not
# Who died between the last record of a zone and its release is still named there: the next who writes finds them dead.
NOT_COMPARED = {("wagtailcore_referenceindex", "id"), ("sites_bakestate", "version")} | {
    ("deploy_zone", column) for column in ("holder", "holder_process", "held_since")
}
UUID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[\d.+:Z]*")


def dump(database: Path) -> dict[str, list[str]]:
    """Every row of every table, primary keys included, but moments, UUIDs and unusable passwords."""
    with sqlite3.connect(database) as connection:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        return {table: sorted(_rows(connection, table)) for table in tables if not LEFT_OUT.match(table)}


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    compared = ", ".join(f'"{column}"' for column in columns if (table, column) not in NOT_COMPARED)
    for row in connection.execute(f'SELECT {compared} FROM "{table}"'):  # noqa: S608  # our own tables
        yield _plain(row)


def _plain(row: tuple[Any, ...]) -> str:
    text = json.dumps([value if not isinstance(value, bytes) else value.hex() for value in row], ensure_ascii=False)
    return MOMENT.sub("moment", UUID.sub("uuid", re.sub(r'"![^"]{40,}"', '"no password"', text)))


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a forked process and return its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
    except BaseException as error:  # noqa: BLE001  # the child must never go on as its parent
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)
    os._exit(0)


class Trials:
    """One template, one scratch database, and the command under trial."""

    def __init__(self, template: Path, var: Path, orders: list[str]) -> None:
        self.template, self.var, self.orders = template, var, orders
        self.database = var / "db.sqlite3"
        self.rest = var / "rest.json"

    def fresh(self) -> None:
        for zone in self.zones():
            self.dns("DELETE", f"/zones/{zone}")
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)
        shutil.rmtree(self.var / "cache", ignore_errors=True)
        shutil.copy(self.template, self.database)

    def dns(self, method: str, path: str) -> Any:
        key = {"X-API-Key": settings.BEFFROI_POWERDNS_KEY}
        address = f"{settings.BEFFROI_POWERDNS_URL}/api/v1/servers/localhost{path}"
        answer = httpx.request(method, address, headers=key, trust_env=False)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def zones(self) -> list[str]:
        return [zone["id"] for zone in self.dns("GET", "/zones")] if settings.BEFFROI_DNS == "powerdns" else []

    def held(self) -> dict[str, list[str]]:
        """What the server of names holds: values of each record, but the serial number of the zone."""
        return {
            f"zone {zone}": sorted(
                f"{rrset['name']} {rrset['type']} {sorted(one['content'] for one in rrset['records'])}"
                for rrset in self.dns("GET", f"/zones/{zone}")["rrsets"]
                if rrset["type"] != "SOA"
            )
            for zone in self.zones()
        }

    def apply(self) -> None:
        with Path(os.devnull).open("w") as nowhere:
            call_command("apply", *self.orders, "--jour=2026-12-01", "--yes", stdout=nowhere)

    def warm(self) -> None:
        """Once in this very process: what Django and Wagtail make lazily is then made before each fork."""
        self.fresh()
        self.apply()
        connections.close_all()

    def finish(self) -> None:
        """The same command again, then what a plan still finds, with and without the files."""
        self.apply()
        day = date(2026, 12, 1)
        left = [len(propose(read_sources(map(Path, self.orders)), day).plan), len(propose_current(day).plan)]
        self.rest.write_text(json.dumps(left))

    def killed_after(self, seconds: float) -> bool:
        """Whether the command was still running when SIGKILL came."""
        self.fresh()
        pid = in_child(self.apply)
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        return os.WIFSIGNALED(os.waitpid(pid, 0)[1])

    def finished(self) -> tuple[dict[str, list[str]], list[int]]:
        _pid, status = os.waitpid(in_child(self.finish), 0)
        if status:
            sys.exit(f"the second run failed: {status}")
        return dump(self.database) | self.held(), json.loads(self.rest.read_text())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("template", type=Path)
    parser.add_argument("orders", nargs="+")
    parser.add_argument("--trials", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    options = parser.parse_args()
    trials = Trials(options.template, Path(os.environ["BEFFROI_VAR"]), options.orders)
    trials.warm()
    trials.fresh()
    started = time.monotonic()
    os.waitpid(in_child(trials.apply), 0)
    whole = time.monotonic() - started
    reference, _ = trials.finished()
    moments = random.Random(options.seed)  # noqa: S311
    killed, partial, different, planned = 0, 0, [], 0
    for trial in range(options.trials):
        moment = moments.uniform(0, whole)
        killed += trials.killed_after(moment)
        before = dump(trials.database)
        partial += before != reference and bool(before["deploy_subscription"])
        state, rest = trials.finished()
        planned += sum(rest)
        if state != reference:
            tables = {
                name: sorted({*rows} ^ {*state.get(name, [])})[:4]
                for name, rows in reference.items()
                if state.get(name) != rows
            }
            different.append({"trial": trial, "moment": round(moment, 4), "tables": tables})
    result = {"killed": killed, "partial": partial, "different": different, "planned": planned, "seconds": whole}
    result["rows"] = sum(map(len, reference.values()))
    print(json.dumps(result))  # noqa: T201


if __name__ == "__main__":
    main()
