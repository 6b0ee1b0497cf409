"""What the static files of a contractor's theme may be: known kinds, in the folder itself, that no browser executes.

Scripts are the exception, and an open one: a ``.js`` file runs with the pages of its own commune, as ours do, and
``beffroi theme check`` names each. A drawing is shown by its own address too: one that holds a script is refused.
"""

import re
from collections.abc import Iterator
from pathlib import Path

KINDS = frozenset({".css", ".woff2", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".js", ".txt"})
HEAVIEST = 2_000_000  # bytes of one file
_LIVE = re.compile(
    rb"<\s*(script|foreignobject|iframe|embed|object|handler|set|animate)\b|\son[a-z]+\s*=|javascript:|<!entity|data:text/html",
    re.IGNORECASE,
)


def fault_of(path: Path, folder: Path) -> str:
    """Why a file may not be published, as a French sentence; empty when it may."""
    if not path.resolve().is_relative_to(folder.resolve()):
        return "mène hors du dossier du thème."
    if path.suffix.lower() not in KINDS:
        return f"n’est pas d’un type permis ({', '.join(sorted(KINDS))})."
    if path.stat().st_size > HEAVIEST:
        return f"pèse plus de {HEAVIEST // 1_000_000} Mo."
    if path.suffix.lower() == ".svg" and _LIVE.search(path.read_bytes()):
        return "est un dessin qui contient un script, une animation ou un objet."
    return ""


def faults(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of ``static`` that may not be published, with the reason."""
    for path in sorted((folder / "static").rglob("*")):
        shown = (path.is_file() or path.is_symlink()) and not path.name.startswith(".")
        if shown and (sentence := fault_of(path, folder)):
            yield path, sentence
