"""A whole install in a folder of its own, driven by real processes: what no test in one process can show."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, cast

from tests import schema

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.world import build_world
build_world()
"""
# Runs what it is told, one JSON string of code per line, and answers with one line of JSON.
EDITOR = """
import json, sys
import django; django.setup()
for line in sys.stdin:
    names = {}
    exec(json.loads(line), names)
    print(json.dumps(names.get("answer")), flush=True)
"""


def environment(var: Path, **more: str) -> dict[str, str]:
    """Of a process that belongs to the install."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BEFFROI_", "DATABASE_URL"))}
    mine = {"BEFFROI_VAR": str(var), "BEFFROI_SECRET_KEY": "tests-only", "DJANGO_SETTINGS_MODULE": "cms.settings"}
    return kept | mine | more


@lru_cache(maxsize=1)
def _model() -> tempfile.TemporaryDirectory[str]:
    """The world of the tests, migrated and filled once; each install is a copy of it."""
    folder = tempfile.TemporaryDirectory(prefix="beffroi-install-")
    schema.restore(Path(folder.name) / "db.sqlite3")
    subprocess.run([sys.executable, "-c", BUILD], check=True, cwd=ROOT, env=environment(Path(folder.name)))
    return folder


@dataclass
class Install:
    """``var`` holds everything; every process started from here ends with the context."""

    var: Path
    processes: list[subprocess.Popen[str]]

    def beffroi(self, *arguments: str, check: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "cms", *arguments],
            check=check,
            cwd=ROOT,
            env=environment(self.var, **more),
            capture_output=True,
            text=True,
        )

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start a command that lasts."""
        return self._popen([sys.executable, "-m", "cms", *arguments], **more)

    def editor(self, **more: str) -> "Editor":
        """Someone who changes the database, from a process of their own."""
        return Editor(self._popen([sys.executable, "-c", EDITOR], **more))

    def _popen(self, command: list[str], **more: str) -> subprocess.Popen[str]:
        with (self.var / f"errors-{len(self.processes)}.log").open("w") as errors:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(self.var, **more),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.processes.append(process)
        return process

    def page(self, path: str, insee: str = "30020") -> str:
        """A public page as it stands on disk; empty when there is none."""
        file = self.var / "sites" / insee / "current" / "www" / path
        return file.read_text() if file.exists() else ""


@dataclass
class Editor:
    """Executes code in a Django process; ``answer`` is what comes back."""

    process: subprocess.Popen[str]

    def do(self, code: str) -> Any:
        """Run ``code``; the value it gives to ``answer`` must go through JSON."""
        stdin, stdout = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        stdin.write(json.dumps(code) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, "the editor's process fell"
        return json.loads(line)


@contextmanager
def install() -> Generator[Install, None, None]:
    """Yield a fresh copy of the tests' world as an install; end all that was started."""
    with tempfile.TemporaryDirectory(prefix="beffroi-install-", ignore_cleanup_errors=True) as folder:
        var = Path(folder) / "var"
        shutil.copytree(_model().name, var)
        made = Install(var, [])
        try:
            yield made
        finally:
            for process in made.processes:
                end(process)


def end(process: subprocess.Popen[str]) -> int:
    """Ask a process to leave, and kill it if it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(25)
        except subprocess.TimeoutExpired:
            process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    return process.wait()


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait for something to become true."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, "nothing came"
        time.sleep(0.02)
