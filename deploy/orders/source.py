"""The text of an order, and where in it a sentence must point. Pure."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TypeAlias

# The way down to a value: ("commune", 2, "boite", 0, "adresse").
Path: TypeAlias = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


class OrderError(Exception):
    """An order that cannot be taken. The message is one French sentence naming the file, the line and the key."""


@dataclass(frozen=True)
class Source:
    """A file as it was received."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text: the identity of an order."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def error(self, path: Path, problem: str) -> OrderError:
        """The problem, with the file, the line and the key it is about."""
        line = self._line(path)
        place = f"{self.name}, ligne {line}" if line else self.name
        keys = [part for part in path if isinstance(part, str)]
        if keys:
            place += f", clé « {keys[-1]} »"
        return OrderError(f"{place} : {problem}")

    def _line(self, path: Path) -> int | None:
        """The line of the value, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if line := self._lines.get(path[:length]):
                return line
        return None

    @cached_property
    def _lines(self) -> dict[Path, int]:
        lines: dict[Path, int] = {}
        rows: Counter[Path] = Counter()
        table: Path = ()
        for number, text in enumerate(self.text.splitlines(), start=1):
            if header := _HEADER.match(text):
                table = _table(header[2], rows, repeated=header[1] == "[[")
                lines.setdefault(table, number)
                lines.setdefault((*table[:-1],) if isinstance(table[-1], int) else table, number)
            elif key := _KEY.match(text):
                lines.setdefault((*table, key[1]), number)
        return lines


def _table(name: str, rows: Counter[Path], *, repeated: bool) -> Path:
    """The path of a table header: ``[[commune.boite]]`` belongs to the last ``[[commune]]`` seen. Counts a new row."""
    path: Path = ()
    parts = [part.strip().strip("\"'") for part in name.split(".")]
    for position, part in enumerate(parts):
        path = (*path, part)
        seen = rows[path]
        if position == len(parts) - 1 and repeated:
            rows[path] += 1
            path = (*path, seen)
        elif seen:
            path = (*path, seen - 1)
    return path


def meant(word: str, known: Iterable[str]) -> str:
    """« Vouliez-vous dire … ? » when something known is near, else the empty string."""
    near = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return f" Vouliez-vous dire « {near[0]} » ?" if near else ""
