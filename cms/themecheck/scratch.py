"""The install in which the sample site stands: a folder of its own, its own database, and none of our settings.

It is kept between two checks, beside the data of the install that runs them: the first takes a minute, the others ten
seconds. Nothing of the communes is read, and their database may be empty, busy or away.
"""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms.settings import BASE
from cms.themecheck import pages
from cms.themecheck.faults import Candidate, Fault

FOLDER = "essai-des-themes"
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "TMPDIR", "VIRTUAL_ENV")
Say = Callable[[str], None]


class SampleError(Exception):
    """The sample site could not be made; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the sample site showed: faults, how many pages were looked at, and how many of each type."""

    faults: tuple[Fault, ...]
    pages: int
    types: dict[str, int]


@contextmanager
def named(theme: Candidate) -> Iterator[Path]:
    """A folder of themes in which the candidate has its name, whatever its own folder stands in."""
    with tempfile.TemporaryDirectory(prefix="beffroi-theme-") as folder:
        (Path(folder) / theme.name).symlink_to(theme.folder.resolve())
        yield Path(folder)


def look(theme: Candidate, themes: Path, say: Say) -> Seen:
    """Dress the sample site, and look at all its pages. Raises ``SampleError``."""
    var = Path(settings.BEFFROI_VAR) / FOLDER
    var.mkdir(parents=True, exist_ok=True)
    with (var / "verrou").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = _run(theme.name, var, themes, say)
        faults = [of_failure(theme, one) for one in told["failures"]]
        shown: list[tuple[str, str]] = []
        if not faults:
            shown = [*pages.read(Path(told["www"])), *told["answers"].items()]
            faults = list(pages.check(shown))
    return Seen(tuple(dict.fromkeys(faults)), len(shown), told["types"])


def environment(var: Path, themes: Path) -> dict[str, str]:
    """All that the process of the sample site receives."""
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    ours = {"BEFFROI_VAR": str(var), "BEFFROI_THEMES": str(themes), "DJANGO_SETTINGS_MODULE": "cms.settings"}
    return kept | ours


def _run(name: str, var: Path, themes: Path, say: Say) -> dict[str, Any]:
    answer = var / "reponse.json"
    answer.unlink(missing_ok=True)
    asked = [sys.executable, "-u", "-m", "cms.themecheck.sample", name, str(answer)]
    heard: list[str] = []
    with subprocess.Popen(
        asked, cwd=BASE, env=environment(var, themes), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as run:
        heard.extend(line for line in run.stdout or () if not _told(line, say))
    if run.returncode or not answer.exists():
        sentence = _("Le site d’essai n’a pas pu être fabriqué\u00a0: %(why)s")
        raise SampleError(sentence % {"why": (heard or ["?"])[-1].strip()})
    found: dict[str, Any] = json.loads(answer.read_text("utf-8"))
    return found


def _told(line: str, say: Say) -> bool:
    """Pass the steps of the demonstration on; the rest is kept for the day when it fails."""
    if line[:1].isdigit() and line[1:2] == "/":
        say(line.split("—", maxsplit=1)[0].strip())
        return True
    return False


def of_failure(theme: Candidate, failure: dict[str, Any]) -> Fault:
    """A fault of a template, in its file when it is one of the theme."""
    path, address = Path(failure["file"] or "."), failure["url"]
    try:
        file = path.resolve().relative_to(theme.folder.resolve()).as_posix() if failure["file"] else ""
    except ValueError:
        file = ""
    said = failure["message"].strip().rstrip(".")
    if said.endswith("is undefined") or "has no attribute" in said:
        said = f"un nom inconnu ({said})"
    sentence = f"la page {address} n’a pas pu être faite\u00a0: {said}."
    return Fault(file, failure["line"], sentence) if file else Fault(f"page {address}", 0, sentence)
