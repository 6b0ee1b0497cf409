"""What a check found: where, what, and whether a commune may live with it."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One sentence for one thing to do. ``file`` is relative to the theme; ``line`` is 0 for the whole file.

    What is not ``serious`` is worth knowing, and leaves the theme fit to be worn.
    """

    file: str
    line: int
    sentence: str
    serious: bool = True

    @property
    def text(self) -> str:
        """« templates/layout.html, ligne 3 : … »."""
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return f"{where}\u00a0: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A theme that is being checked: its name, and its folder."""

    name: str
    folder: Path

    def text(self, file: str) -> str:
        """The content of a file, empty when it is not there or is no text."""
        path = self.folder / file
        try:
            return path.read_text("utf-8") if path.is_file() else ""
        except UnicodeDecodeError:
            return ""

    def files(self, part: str, *suffixes: str) -> list[str]:
        """Files of ``templates`` or ``static``, by their paths in the theme."""
        found = (path for path in (self.folder / part).rglob("*") if path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found if path.suffix in suffixes)


def line_of(text: str, at: int) -> int:
    """The line of a place in a text, from 1."""
    return text.count("\n", 0, at) + 1


def each(pattern: str, text: str) -> list[tuple[int, re.Match[str]]]:
    """Where a pattern is found, with its line."""
    return [(line_of(text, found.start()), found) for found in re.finditer(pattern, text, re.IGNORECASE)]
