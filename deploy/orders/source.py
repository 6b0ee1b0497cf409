"""The text of an order, and where in it a sentence must point. Pure."""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from deploy.orders.faults import Fault, OrderError

# The way down to a value: ("commune", 2, "boite", 0, "adresse").
Path: TypeAlias = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")


class Namesake(NamedTuple):
    """A commune that bears a name."""

    insee: str
    name: str
    departement: str


def _nobody(_name: str) -> Sequence[Namesake]:
    return ()


@dataclass(frozen=True)
class Known:
    """What only the install knows: its themes, the roles of the CMS, and which communes bear a name."""

    themes: frozenset[str]
    roles: frozenset[str]
    named: Callable[[str], Sequence[Namesake]] = _nobody


@dataclass(frozen=True)
class Source:
    """A file as it was received."""

    name: str
    text: str
    faults: tuple[Fault, ...] = field(default=(), compare=False)  # of the file as a whole

    @property
    def digest(self) -> str:
        """SHA-256 of the text: the identity of an order."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def document(self, known: Known) -> dict[str, Any]:  # noqa: ARG002  # a table asks who bears a name
        """What the text says, as TOML gives it; ``OrderError`` when it cannot be read."""
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise OrderError(f"{self.name} : ce fichier n’est pas du TOML valide ({_french(str(error))}).") from error

    def error(self, path: Path, problem: str, insee: str = "") -> OrderError:
        """The problem, with the file, the line and the key it is about."""
        keys = [part for part in path if isinstance(part, str)]
        return OrderError(Fault(problem, self.name, self._line(path), keys[-1] if keys else "", insee=insee, path=path))

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


def _french(message: str) -> str:
    """Python names the line and the column in English."""
    for english, french in (
        ("Cannot overwrite a value", "clé écrite deux fois"),
        ("Cannot declare", "tableau déclaré deux fois :"),
        ("Expected '=' after a key in a key/value pair", "il manque un « = » après une clé"),
        ("Invalid value", "valeur illisible"),
        ("Invalid statement", "ligne illisible"),
        ("Unterminated string", "guillemets non fermés"),
        ("Illegal character", "caractère interdit"),
        ("at end of document", "à la fin du fichier"),
        ("at line", "ligne"),
        ("column", "colonne"),
    ):
        message = message.replace(english, french)
    return message
