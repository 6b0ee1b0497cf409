"""Which addresses nobody typed: the list is data."""

import tomllib
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("noise.toml")


def is_noise(path: str) -> bool:
    """Whether a scanner or a browser asks for this by itself. ``path`` begins with a slash."""
    ends, parts, anywhere = _known()
    asked = path.lower().partition("?")[0]
    if asked.rstrip("/").endswith(ends) or any(word in asked for word in anywhere):
        return True
    return any(part.startswith(".") or part in parts for part in asked.split("/"))


@cache
def _known() -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    told = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return tuple(told["ends"]), frozenset(told["parts"]), tuple(told["anywhere"])
