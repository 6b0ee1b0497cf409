"""Prepares the folder of a showcase as ``beffroi import`` reads it: real dates, pictures drawn, documents typeset."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from deploy.demo import pdf, pictures
from deploy.demo.calendar import dated

# Recipes stand beside the content: they are no part of a folder to import.
RECIPES = ("images.toml", "pdf.toml", "mairie.toml")
DEFAULT_COLOURS = ("#3f6b4f", "#d9a441")

Progress = Callable[[str], None]


def stage(source: Path, target: Path, today: date, progress: Progress = lambda _name: None) -> None:
    """Make ``target`` from ``source``, once: its dates are those of the first demonstration.

    Resumable: pictures already drawn are kept, and ``target`` takes its name when it is complete.
    """
    if target.exists():
        return
    building = _building(target)
    for path in sorted(source.rglob("*")):
        if path.is_file() and path.name not in RECIPES:
            copy = building / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(dated(path.read_text(encoding="utf-8"), today), encoding="utf-8")
    colours = _colours(source)
    for folder in ("images", "documents"):
        (building / folder).mkdir(parents=True, exist_ok=True)
    for name, recipe in _table(source / "images.toml").items():
        progress(name)
        path = building / "images" / f"{name}.jpg"
        if not path.exists():
            pictures.draw(path, f"{source.name}/{name}", recipe, colours)
    for name, recipe in _table(source / "pdf.toml").items():
        content = pdf.document(recipe["titre"], recipe["sous_titre"], recipe["texte"])
        (building / "documents" / f"{name}.pdf").write_bytes(content)
    building.rename(target)


def pictures_of(source: Path) -> int:
    """How many pictures will be drawn."""
    return len(_table(source / "images.toml"))


def drawn_of(target: Path) -> int:
    """How many of them are drawn, while ``stage`` is at work in another process."""
    return sum(1 for _picture in _building(target).glob("images/*.jpg"))


def _building(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _colours(source: Path) -> tuple[str, str]:
    identity = _table(source / "site.toml").get("identite", {})
    return identity.get("couleur", DEFAULT_COLOURS[0]), identity.get("accent", DEFAULT_COLOURS[1])


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
