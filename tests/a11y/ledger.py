"""What a run looked at, what it found and how long it took: kept as data, printed by ``python -m tests.a11y``."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.a11y.checks import CHECKS


@dataclass
class Looks:
    """Of one stage: pages, pages × widths, seconds."""

    pages: int = 0
    views: int = 0
    seconds: float = 0.0


@dataclass
class Ledger:
    """``faults`` are sentences, by check."""

    name: str
    stages: dict[str, Looks] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def looked(self, stage: str, pages: int, widths: int, seconds: float) -> None:
        """A stage was made."""
        looks = self.stages.setdefault(stage, Looks())
        looks.pages += pages
        looks.views += pages * widths
        looks.seconds += seconds

    def fault(self, check: str, path: str, sentence: str) -> None:
        """A check found something on a page."""
        assert check in CHECKS, check
        self.faults.setdefault(check, []).append(f"{path} : {sentence}")

    def told(self) -> str:
        """The faults, a line each."""
        return "\n".join(f"{check} · {fault}" for check, found in self.faults.items() for fault in found)

    def write(self, folder: Path) -> None:
        """Keep it for who prints."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.json").write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), "utf-8")
