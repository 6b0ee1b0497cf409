"""``make a11y``: the whole gate, in one command; what was looked at, what was found, what is left to a person."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.a11y.checks import CHECKS
from tests.a11y.criteria import load, summary

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "build" / "a11y"
SCREENS = "tests/browser/test_admin_accessibility.py"
COMMAND = [sys.executable, "-m", "pytest", "tests/a11y", SCREENS, "-q", "--no-header", "-n", "2", "--dist", "loadgroup"]


def ledgers() -> list[Mapping[str, Any]]:
    """What each part of the run kept."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(REPORT.glob("*.json"))]


def table(kept: list[Mapping[str, Any]]) -> Table:
    """A line for each check; the seconds of the stage that makes it stand on its first line."""
    views: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for ledger in kept:
        for stage, looks in ledger["stages"].items():
            views[stage] += looks["views"]
            seconds[stage] += looks["seconds"]
    made = Table(title="Contrôles d’accessibilité", title_justify="left")
    for name, side in (("contrôle", "left"), ("pages × largeurs", "right"), ("fautes", "right"), ("secondes", "right")):
        made.add_column(name, justify="left" if side == "left" else "right")
    told = set()
    for check in CHECKS.values():
        faults = sum(len(ledger["faults"].get(check.id, ())) for ledger in kept)
        spent = "" if check.stage in told else f"{seconds[check.stage]:.0f}"
        told.add(check.stage)
        made.add_row(f"{check.id} : {check.says}", str(views[check.stage]), str(faults), spent)
    return made


def main() -> int:
    """Run, print, and give back what pytest gave."""
    shutil.rmtree(REPORT, ignore_errors=True)
    start = time.perf_counter()
    run = subprocess.run([*COMMAND, *sys.argv[1:]], cwd=ROOT, env={**os.environ, "BEFFROI_A11Y": "whole"}, check=False)
    console = Console(width=140)
    kept = ledgers()
    console.print(table(kept))
    for ledger in kept:
        for check, faults in ledger["faults"].items():
            for fault in faults:
                console.print(f"{ledger['name']} · {check} · {fault}", markup=False, highlight=False)
    console.print(f"{time.perf_counter() - start:.0f} secondes. Planches : build/planches.")
    console.print(f"RGAA 4.1.2 : {summary(load())}.")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
