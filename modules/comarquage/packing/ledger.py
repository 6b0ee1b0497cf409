"""What the last import knew of each sheet: why the next one need not make it again."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet: the fingerprint of what it was made from, the digest of what was made, and what nobody knew in it.

    The digest ties a line to the pack: a pack of another import is never taken for this one.
    """

    printed: str
    digest: str
    title: str
    unknown: Mapping[str, int] = field(default_factory=dict)


def kept(path: Path) -> dict[str, Line]:
    """The lines by key of sheet; none where there is no ledger of this format, and all is made again."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return {key: Line(**line) for key, line in told["sheets"].items()} if told["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def keep(path: Path, lines: Mapping[str, Line]) -> None:
    """Written aside, then renamed."""
    told = {"format": FORMAT, "sheets": {key: asdict(line) for key, line in lines.items()}}
    aside = path.with_name(f"{path.name}.new")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(told, file, ensure_ascii=False, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def of_audience(lines: Mapping[str, Line], audience: str) -> dict[str, Line]:
    """Those of one audience."""
    return {key: line for key, line in lines.items() if key.startswith(f"{audience}/")}
