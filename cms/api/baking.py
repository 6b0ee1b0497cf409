"""The two files of a generation: the index, small and read whole, and the lines, of which pieces are read.

The index is ``{"codes": […], "singles": {name: [start, length]}, "lists": {name: [entry, …]}}``; an entry is
``{"id", "type", "module", "day", "modified", "parent", "at": [start, length], "whole": [start, length]}``, less what is
empty. The lines are JSON texts end to end: an answer is cut out of them, never parsed nor written again.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cms.api.lists import SINGLES, Line, lists_of
from cms.api.shapes.telling import Teller

if TYPE_CHECKING:
    from sites.bake.outputs import Outputs
    from sites.rendering.renderer import Renderer

# The number grows with the shape of the index: files of another one are not read.
INDEX, LINES = "api/index-1.json", "api/lines-1.json"


class _Lines:
    """Texts end to end."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.end = 0

    def add(self, value: Any) -> tuple[int, int]:
        """Where it stands: start and length, in bytes."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        self.pieces.append(text)
        start, self.end = self.end, self.end + len(text)
        return start, len(text)


def files(renderer: "Renderer", made: "Outputs") -> Iterator[tuple[str, bytes]]:
    """The index and the lines of a commune."""
    teller = Teller(renderer)
    codes = frozenset(module.code for module in renderer.snapshot.modules)
    lines = _Lines()
    # Pictures and documents come last: telling the rest finds those that only the API names.
    order = sorted(lists_of(codes), key=lambda it: it.name in {"images", "documents"})
    index = {
        "codes": sorted(codes),
        "singles": {it.name: lines.add(it.tell(teller, made)) for it in SINGLES},
        "lists": {it.name: [_entry(line, lines) for line in it.lines(teller, made)] for it in order},
    }
    yield INDEX, json.dumps(index, separators=(",", ":")).encode()
    yield LINES, b"".join(lines.pieces)


def _entry(line: Line, lines: _Lines) -> dict[str, Any]:
    entry = {name: getattr(line, name) for name in ("id", "type", "module", "day", "modified", "parent")}
    kept: dict[str, Any] = {name: value for name, value in entry.items() if value not in {None, ""}}
    kept["at"] = lines.add(line.short)
    if line.whole is not None:
        kept["whole"] = lines.add(line.whole)
    return kept
