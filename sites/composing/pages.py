"""A page: the shell of a site around a sheet, and what tells two of them apart."""

from collections.abc import Sequence

from sites.composing.pack import Pack
from sites.composing.segments import Segment
from sites.composing.shell import Shell


def parts(shell: Shell, pack: Pack, key: str) -> Sequence[Segment]:
    """In their order: around the title, the head, the body; then the boxes of this very sheet and of its services."""
    first, second, third, fourth, last = shell.pieces
    title, head, body = pack.segments(key)
    wanted = (f"sheet:{key}", *pack.entries[key].boxes)
    boxes = [shell.boxes[name] for name in dict.fromkeys(wanted) if name in shell.boxes]
    return [first, title, second, head, third, body, fourth, *boxes, last]


def tag(shell: Shell, pack: Pack, key: str, encoding: str = "") -> str:
    """A strong entity tag (RFC 9110 §8.8.3): that of the shell, of the sheet, of the form."""
    suffix = f"-{encoding}" if encoding else ""
    return f'"{shell.digest}-{pack.entries[key].digest}{suffix}"'
