"""Themes: a chain of folders, the templates found along it, and static files named after their content.

What a contractor wrote is read with the precautions of ``sites.contractor``, and ours beside it.

``themes/<name>/theme.toml`` holds ``label``, ``description``, ``extends`` and ``[colours]``; ``templates/`` and
``static/`` override those of the theme it extends, file by file; ``built/`` holds what the front-end build made.
A static file is served as ``/_/s/<stem>.<hash8><ext>``: the same address is always the same bytes.
"""

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from django.conf import settings
from markupsafe import Markup

from sites.contractor import files, places
from sites.contractor.sandbox import make_sandbox
from sites.modules import installed_modules
from sites.packs import OUR_THEMES, PACKS
from sites.rendering.lettering import Lettering, lettering_of
from sites.rendering.templates import ThemeEnvironment, make_environment
from sites.store.compress import copies, is_text
from sites.store.manifest import STATIC, digest_of

BASE = "base"
ICONS = "icons.svg"
ASSETS = "assets"
# Static files change with a release, not with an edit: they deserve the slowest and best compression.
BEST, QUICK = 11, 5
_URL = re.compile(r"""url\(\s*(['"]?)(?!data:|https?:|/|#)([^'")]+?)\1\s*\)""")


class Wearer(Protocol):
    """Who wears a theme: a commune."""

    pack: str
    theme: str


class ThemeError(Exception):
    """A theme that cannot be used; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A static file under its hashed name: ``path`` below the public root, ``source`` on disk, ready to be linked."""

    name: str
    path: str
    content: bytes
    own: bool = False
    """Made for one commune: not worth the slow compression that files shared by all deserve."""

    @property
    def url(self) -> str:
        """Its address on every site."""
        return f"/{self.path}"


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with all it inherits. ``folders`` go from the theme itself to the base."""

    name: str
    label: str
    description: str
    folders: tuple[Path, ...]
    colours: Mapping[str, Any]
    lettering: Lettering
    statics: Mapping[str, StaticFile] = field(repr=False)
    ours: bool = True
    """Nothing along the chain comes from a contractor."""

    def static(self, name: str) -> str:
        """The address of a static file; ``ThemeError`` when the theme has none of that name."""
        try:
            return self.statics[name].url
        except KeyError:
            raise ThemeError(f"Le thème « {self.name} » n’a pas de fichier « {name} ».") from None

    def icon(self, name: str, class_: str = "") -> Markup:
        """An icon of the sprite, decorative: the words beside it say it all. ``class_`` is added to its own."""
        return icon(self.static(ICONS), name, class_)


@lru_cache(maxsize=4096)
def icon(sprite: str, name: str, class_: str = "") -> Markup:
    """An icon of the sprite at this address."""
    classes = f"i {class_}" if class_ else "i"
    drawn = '<svg class="%s" aria-hidden="true" focusable="false"><use href="%s#%s"/></svg>'
    return Markup(drawn) % (classes, sprite, name)  # noqa: S704  # a literal; what it receives is escaped


def installed_themes() -> tuple[str, ...]:
    """Names of the themes a commune may wear."""
    return tuple(sorted(places.found()))


def load(name: str) -> Theme:
    """The theme with its chain read; read once. ``ThemeError`` says what is wrong with it, in French."""
    return _load(name, places.roots())


def worn_by(commune: Wearer) -> Theme:
    """The theme of a commune: the one of its pack where it wears a contractor's and lost the right to it."""
    pack = PACKS[commune.pack]
    lost = commune.theme not in OUR_THEMES and not pack.accepts_theme(commune.theme)
    return load(pack.default_theme if lost else commune.theme)


@lru_cache(maxsize=64)
def _load(name: str, roots: tuple[Path, ...]) -> Theme:
    chain: list[tuple[Path, Mapping[str, Any]]] = []
    seen: list[str] = []
    following = name
    while following or not chain:
        if following in seen:
            raise ThemeError(f"Le thème « {name} » s’étend lui-même : {' → '.join([*seen, following])}.")
        seen.append(following)
        chain.append(_declaration(following, roots))
        following = chain[-1][1].get("extends", "")
    folders = tuple(folder for folder, _declared in chain)
    colours: dict[str, Any] = {}
    for _folder, declared in reversed(chain):
        colours |= declared.get("colours", {})
    declared = chain[0][1]
    label, description = declared.get("label", name), declared.get("description", "")
    try:
        lettering = lettering_of(chain)
    except ValueError as error:
        raise ThemeError(str(error)) from error
    ours = all(map(places.is_ours, folders))
    return Theme(name, label, description, folders, colours, lettering, _statics(folders), ours)


def _declaration(name: str, roots: tuple[Path, ...]) -> tuple[Path, Mapping[str, Any]]:
    folder = places.place_of(name, roots) if re.fullmatch(r"[a-z0-9_-]+", name) else None
    if folder is None:
        raise ThemeError(f"Le thème « {name} » n’existe pas.")
    try:
        return folder, tomllib.loads((folder / places.DECLARATION).read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemeError(f"Le fichier theme.toml du thème « {name} » est illisible : {error}.") from error


def _statics(folders: tuple[Path, ...]) -> dict[str, StaticFile]:
    """Every static file along the chain, style sheets last: they name the others."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        if not places.is_ours(folder):
            _refuse_live_files(folder)
        for part in ("built", "static") if places.is_ours(folder) else ("static",):
            for path in sorted((folder / part).rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    found[path.relative_to(folder / part).as_posix()] = path
    made: dict[str, StaticFile] = {}
    for name in sorted(found, key=lambda name: (name.endswith(".css"), name)):
        content = found[name].read_bytes()
        if name.endswith(".css"):
            content = _rewritten(content.decode(), name, made).encode()
        made[name] = static_file(name, content)
    return made


def _refuse_live_files(folder: Path) -> None:
    for path, sentence in files.faults(folder):
        raise ThemeError(f"Le fichier « {path.relative_to(folder)} » du thème « {folder.name} » {sentence}")


def _rewritten(text: str, name: str, made: Mapping[str, StaticFile]) -> str:
    def hashed(found: re.Match[str]) -> str:
        address, _sharp, fragment = found[2].partition("#")
        target = os.path.normpath(PurePosixPath(name).parent / address)
        if target not in made:
            raise ThemeError(f"La feuille de style « {name} » demande « {found[2]} », qui n’existe pas.")
        return f"url({PurePosixPath(made[target].path).name}{'#' + fragment if fragment else ''})"

    return _URL.sub(hashed, text)


def static_file(name: str, content: bytes, *, own: bool = False) -> StaticFile:
    """A file under the name its content gives it; ``own`` when it is made for one commune."""
    pure = PurePosixPath(name)
    return StaticFile(name, f"{STATIC}{pure.stem}.{digest_of(content)[:8]}{pure.suffix}", content, own)


def stored(static: StaticFile) -> Path:
    """The file on disk with its compressed copies, written once for all the communes, which link it."""
    folder = Path(settings.BEFFROI_VAR) / ASSETS
    target = folder / PurePosixPath(static.path).name
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if is_text(static.path):
            for suffix, smaller in copies(static.content, QUICK if static.own else BEST).items():
                _write_whole(Path(f"{target}{suffix}"), smaller)
        _write_whole(target, static.content)  # last: its presence says that all three are there
    return target


def _write_whole(target: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(target)


def environment(theme: Theme, *, strict: bool = False) -> ThemeEnvironment:
    """The templates of a theme, then those of each module. ``strict`` refuses any unknown name: tests use it.

    In production an unknown name is empty: a block saved before a field was added to it must still be baked.
    """
    modules = tuple(Path(module.path) / "templates" for module in installed_modules())
    return _environment(tuple(folder / "templates" for folder in theme.folders) + modules, strict, theme.ours)


@lru_cache(maxsize=64)
def _environment(folders: tuple[Path, ...], strict: bool, ours: bool) -> ThemeEnvironment:  # noqa: FBT001  # a cache key
    make = make_environment if ours else make_sandbox
    return make(folders, strict=strict, reload=settings.DEBUG)
