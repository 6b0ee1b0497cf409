"""Where themes are found: our own folder, the folders of the settings, and packages installed beside Beffroi.

A package names its theme by an entry point of ``beffroi.themes``: ``ardoise = "theme_ardoise"`` says that the folder
of the module ``theme_ardoise`` holds ``theme.toml``. Nothing of the package is imported: a theme has no Python.
"""

from functools import lru_cache
from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from pathlib import Path

from django.conf import settings

ENTRY_POINT_GROUP = "beffroi.themes"
OURS = Path(__file__).resolve().parents[2] / "themes"
DECLARATION = "theme.toml"


def roots() -> tuple[Path, ...]:
    """Folders of themes. Ours come first: nobody takes the place of a theme of the platform."""
    named = (Path(folder) for folder in settings.BEFFROI_THEMES)
    return (OURS, *(folder for folder in named if folder.resolve() != OURS))


def found() -> dict[str, Path]:
    """The folder of each theme, by name."""
    held = {path.parent.name: path.parent for root in reversed(roots()) for path in root.glob(f"*/{DECLARATION}")}
    return {**packaged(), **held}


def place_of(name: str, beside: tuple[Path, ...]) -> Path | None:
    """The folder of one theme: the first of ``beside`` that has it, else the package that brings it."""
    for root in beside:
        if (root / name / DECLARATION).is_file():
            return root / name
    return packaged().get(name)


def is_ours(folder: Path) -> bool:
    """Whether a theme comes with Beffroi."""
    return folder.parent == OURS or folder.parent.resolve() == OURS


@lru_cache(maxsize=1)
def packaged() -> dict[str, Path]:
    """Themes that installed packages bring; read once, for a package comes and goes with a restart."""
    places = {point.name: _folder(point.value) for point in entry_points(group=ENTRY_POINT_GROUP)}
    return {name: place for name, place in places.items() if place is not None}


def _folder(module: str) -> Path | None:
    first, *others = module.partition(":")[0].strip().split(".")
    spec = PathFinder.find_spec(first)
    for base in (spec.submodule_search_locations or ()) if spec else ():
        if (place := Path(base, *others) / DECLARATION).is_file():
            return place.parent
    return None
