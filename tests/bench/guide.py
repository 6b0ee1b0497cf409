"""How long the national guide takes to be packed, packed again when nothing changed, then what is found in it."""

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from modules.comarquage.packing.update import PREFIX, imported
from sites.composing.places import pack_file
from tests.bench import finding

DAY = date(2026, 11, 23)
# The archives that ``BEFFROI_CORPUS`` may hold, and the audience of each; the first is given again at the end.
FEEDS = {"vosdroits-part.zip": "particuliers", "vosdroits-asso.zip": "associations"}


@dataclass(frozen=True)
class Cost:
    """Of one import: sheets of the audience, sheets made again, seconds, bytes of the pack."""

    name: str
    count: int
    made: int
    seconds: float
    size: int


def measure() -> tuple[Sequence[Cost], finding.Found | None]:
    """Each import, then what the search finds there; nothing where the archives are not kept."""
    folder = Path(os.environ.get("BEFFROI_CORPUS", "")) / "comarquage" / "corpus-2020-11"
    given = [(folder / name, audience) for name, audience in FEEDS.items() if (folder / name).is_file()]
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as kept:
        costs = [_cost(Path(kept), archive, audience) for archive, audience in [*given, *given[:1]]]
        return costs, finding.measure(Path(kept)) if given else None


def _cost(var: Path, archive: Path, audience: str) -> Cost:
    begun = time.perf_counter()
    outcome = imported(var, audience, archive, DAY)
    seconds = time.perf_counter() - begun
    return Cost(audience, outcome.count, outcome.made, seconds, pack_file(var, PREFIX).stat().st_size)
