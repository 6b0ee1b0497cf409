"""Which names show a commune: links that the servers follow, without a database.

hosts/cahors.fr     → ../sites/46042        the name shows the commune
hosts/www.cahors.fr/to/cahors.fr            the name leads to that one, by 301
hosts/cahors.fr/closed → ../../sites/46042/closed  the site is suspended: one page answers for all of it
sites/46042/hosts.json                      the names laid down so far, so that a name given up is taken away
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NOTES = "hosts.json"
CLOSED = "closed"
CLOSED_PAGE = "index.html"
# What stands in the notes for a name that shows that page: no host begins with a dot.
_SHUT = ".closed"


def show(var: Path, insee: str, names: Mapping[str, bool]) -> None:
    """Make the commune answer under ``names`` and no other.

    The one that shows it is true, those that lead to it are false. Does nothing but read one small file when all is
    in place. A name that belongs to another commune meanwhile is left to it.
    """
    primary = next((name for name, shows in names.items() if shows), "")
    shown = _SHUT if is_closed(var, insee) else ""
    wanted = {name: primary if name != primary else shown for name in names} if primary else {}
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


def is_closed(var: Path, insee: str) -> bool:
    """Whether one page stands for the whole site."""
    return (var / "sites" / insee / CLOSED / CLOSED_PAGE).is_file()


def close(var: Path, insee: str, page: bytes) -> None:
    """Answer ``page`` under the names laid down so far, and under those to come, until ``open_again``."""
    folder = var / "sites" / insee / CLOSED
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f".{CLOSED_PAGE}.{os.getpid()}"
    aside.write_bytes(page)
    aside.replace(folder / CLOSED_PAGE)
    _again(var, insee)


def open_again(var: Path, insee: str) -> None:
    """The names show the site as it was baked last."""
    (var / "sites" / insee / CLOSED / CLOSED_PAGE).unlink(missing_ok=True)
    _again(var, insee)


def _again(var: Path, insee: str) -> None:
    laid = _read(var / "sites" / insee / NOTES)
    if laid:
        show(var, insee, {name: target in {"", _SHUT} for name, target in laid.items()})


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
        if target == _SHUT:
            return not place.is_symlink() and os.readlink(place / CLOSED) == _page(insee)
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
    if target == _SHUT:
        aside.mkdir()
        (aside / CLOSED).symlink_to(_page(insee))
        _remove(place)
    elif target:
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
    """A name that leads to a primary one shown by another commune, or to the page that stands for its site."""
    with suppress(OSError):
        return os.readlink(place / CLOSED) != _page(insee)
    with suppress(OSError):
        for target in os.listdir(place / "to"):
            with suppress(OSError):
                return os.readlink(var / "hosts" / target) != f"../sites/{insee}"
    return False


def _page(insee: str) -> str:
    return f"../../sites/{insee}/{CLOSED}"


def _remove(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink(missing_ok=True)
    else:
        shutil.rmtree(place, ignore_errors=True)
