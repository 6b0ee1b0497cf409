"""Which names show a commune: links that the servers follow, without a database.

hosts/cahors.fr     → ../sites/46042        the name shows the commune
hosts/www.cahors.fr/to/cahors.fr            the name leads to that one, by 301
sites/46042/hosts.json                      the names laid down so far, so that a name given up is taken away
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NOTES = "hosts.json"


def show(var: Path, insee: str, names: Mapping[str, bool]) -> None:
    """Make the commune answer under ``names`` and no other.

    The one that shows it is true, those that lead to it are false. Does nothing but read one small file when all is
    in place. A name that belongs to another commune meanwhile is left to it.
    """
    primary = next((name for name, shows in names.items() if shows), "")
    wanted = {name: primary if name != primary else "" for name in names} if primary else {}
    notes = var / "sites" / insee / NOTES
    if _read(notes) == wanted and all(_stands(var, insee, name, target) for name, target in wanted.items()):
        return
    for name in _read(notes).keys() - wanted.keys():
        _take_away(var, insee, name)
    for name, target in wanted.items():
        if not _stands(var, insee, name, target):
            _lay(var, insee, name, target)
    _write(notes, wanted)


def forget(var: Path, insee: str) -> None:
    """Nobody reads the commune any more; its files stay."""
    show(var, insee, {})


def _read(notes: Path) -> dict[str, str]:
    try:
        found = json.loads(notes.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(notes: Path, wanted: Mapping[str, str]) -> None:
    notes.parent.mkdir(parents=True, exist_ok=True)
    temporary = notes.with_name(f"{NOTES}.tmp")
    temporary.write_text(json.dumps(wanted, indent=0, sort_keys=True), encoding="utf-8")
    temporary.replace(notes)


def _stands(var: Path, insee: str, name: str, target: str) -> bool:
    place = var / "hosts" / name
    with suppress(OSError):
        if target:
            return not place.is_symlink() and os.listdir(place / "to") == [target]
        return os.readlink(place) == f"../sites/{insee}"
    return False


def _lay(var: Path, insee: str, name: str, target: str) -> None:
    """Build aside, then put in place: a visitor finds the old meaning of the name, or the new one."""
    place = var / "hosts" / name
    place.parent.mkdir(parents=True, exist_ok=True)
    # No host name begins with a dot: no server can be asked for this one.
    aside = place.with_name(f".{name}.{os.getpid()}")
    _remove(aside)
    if target:
        (aside / "to").mkdir(parents=True)
        (aside / "to" / target).touch()
        _remove(place)
    else:
        aside.symlink_to(f"../sites/{insee}")
        if place.is_dir() and not place.is_symlink():
            _remove(place)
    aside.replace(place)


def _take_away(var: Path, insee: str, name: str) -> None:
    """Unless another commune has taken the name since."""
    place = var / "hosts" / name
    if place.is_symlink() and os.readlink(place) != f"../sites/{insee}":
        return
    if not place.is_symlink() and _belongs_to_another(var, insee, place):
        return
    _remove(place)


def _belongs_to_another(var: Path, insee: str, place: Path) -> bool:
    """A name that leads to a primary one shown by another commune."""
    with suppress(OSError):
        for target in os.listdir(place / "to"):
            with suppress(OSError):
                return os.readlink(var / "hosts" / target) != f"../sites/{insee}"
    return False


def _remove(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink(missing_ok=True)
    else:
        shutil.rmtree(place, ignore_errors=True)
