"""The style sheets and scripts of the modules: one file of each kind for a set of modules, shared by who has that set.

A module that is off costs its visitors nothing, and fifteen modules cost two requests.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from sites.modules import Module
from sites.themes import StaticFile, static_file

STYLES, SCRIPTS = "modules.css", "modules.js"
# Each script is a block of the same ES module: its names are its own.
_PARTS = {STYLES: ("site.css", "{}\n"), SCRIPTS: ("site.js", "{{\n{}\n}}\n")}


def bundles(modules: Iterable[Module]) -> Mapping[str, StaticFile]:
    """By name, ``modules.css`` and ``modules.js``, when not empty, and ``<code>/<file>``, loaded on demand."""
    return _bundles(tuple(sorted((module.code, module.path) for module in modules)))


@lru_cache(maxsize=256)
def _bundles(modules: tuple[tuple[str, str], ...]) -> Mapping[str, StaticFile]:
    made = {}
    for name, (file, wrapped) in _PARTS.items():
        parts = [Path(path, "static", code, file) for code, path in modules]
        text = "".join(wrapped.format(part.read_text("utf-8")) for part in parts if part.is_file())
        if text:
            made[name] = static_file(name, text.encode())
    for code, path in modules:
        for taken in sorted(Path(path, "built").glob("[!.]*")):  # what `beffroi frontend` took from npm packages
            made[f"{code}/{taken.name}"] = static_file(taken.name, taken.read_bytes())
    return made
