"""What a machine can hold of the house: its rooms, their size, what must never stand in them."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("cms", "sites", "modules", "deploy")
# What a module alone has to reckon, in a file that says so. One more is a decision, not a habit.
OWN_FILES = {
    "annuaire": {"kinds.py"},
    "agenda": {"openagenda.py", "ical.py", "recurrence.py"},
    "alerte": {"levels.py"},
    "comarquage": {"finding.py"},
    "equipe_municipale": {"team.py"},
    "flux_externes": {"naming.py"},
    "horaires": {"days.py", "opening.py"},
    "lexique": {"glossary.py"},
    "statistiques": {"asked.py", "collect.py", "figures.py"},
}
MODULE_FILES = {
    "__init__.py",
    "apps.py",
    "api.py",
    "models.py",
    "blocks.py",
    "urls.py",
    "views.py",
    "source.py",
    "parse.py",
    "feeds.py",
    "listing.py",
    "admin.py",
    "wagtail_hooks.py",
    "takeover.py",
    "samples.py",
}
MAX_LINES = 450
MAX_FILES = 12


def tracked(*patterns: str) -> list[Path]:
    """The files git keeps, as they stand."""
    listed = subprocess.run(["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, check=True)
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).exists()]


def sources() -> list[Path]:
    return [p for p in tracked("*.py") if "migrations" not in p.parts]


def lines_of(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def test_a_file_has_one_reason_to_change() -> None:
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > MAX_LINES}
    assert long == {}


def test_a_newcomer_knows_in_which_file_of_a_room_to_look() -> None:
    rooms = Counter(
        p.parent.relative_to(ROOT)
        for p in sources()
        if p.relative_to(ROOT).parts[0] in ROOMS and p.name != "__init__.py"
    )
    assert {str(room): n for room, n in rooms.items() if n > MAX_FILES} == {}


def test_themes_hold_no_python() -> None:
    assert tracked("themes/*.py") == []


def test_modules_use_the_same_file_names() -> None:
    odd = [
        str(p.relative_to(ROOT))
        for p in sources()
        if p.relative_to(ROOT).parts[0] == "modules"
        and len(p.relative_to(ROOT).parts) == 3  # the rooms of a module name their files as they need
        and p.name not in MODULE_FILES | OWN_FILES.get(p.relative_to(ROOT).parts[1], set())
    ]
    assert odd == []


def test_tests_mirror_the_tree() -> None:
    """tests/sites/bake/test_write.py speaks of sites/bake/write.py, or of the room sites/bake as a whole."""
    lost = [
        str(p.relative_to(ROOT))
        for p in tracked("tests/*.py")
        if (parts := p.relative_to(ROOT).parts)[1] in ROOMS
        and p.name.startswith("test_")
        and not (ROOT / Path(*parts[1:-1])).is_dir()
    ]
    assert lost == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"(^|[\s\"'=(])/(work|farm|root|home)/[A-Za-z0-9_.-]+", id="paths of one machine"),
        pytest.param(r"--(extra-)?index-url|\"resolved\": *\"https?://", id="addresses of registries"),
        pytest.param(r"\b(TODO|FIXME|XXX)\b", id="promises"),
    ],
)
def test_the_project_speaks_of_itself_alone(pattern: str) -> None:
    kept = [p for p in tracked() if p.suffix in {".py", ".toml", ".md", ".sh", ".json", ".txt", ".html", ".css", ".js"}]
    kept = [p for p in kept if p != Path(__file__)] + [ROOT / "Makefile", ROOT / ".ci" / "run"]
    assert [place for place, line in lines_of(kept) if re.search(pattern, line)] == []


def test_every_migration_is_written() -> None:
    written = subprocess.run(
        [sys.executable, "-m", "cms", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert written.returncode == 0, written.stdout + written.stderr
