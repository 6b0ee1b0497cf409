"""What the search of a site finds in the whole guide, and how long its index takes to be made."""

import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.core.management import call_command
from django.test import override_settings

QUESTIONS = Path(__file__).with_name("guide_questions.toml")
FIRST = 5


@dataclass(frozen=True)
class Found:
    """Sheets in the index, seconds to make it, share of questions answered among the first, ms of the median one."""

    sheets: int
    seconds: float
    recall: float
    reciprocal: float
    answer: float
    beyond: dict[str, int]


def measure(var: Path) -> Found:
    """On the guide that was packed in ``var``, as a visitor of Cahors."""
    from cms.search.visitors.shelves import shard_of
    from modules.comarquage.finding import turn
    from modules.comarquage.source import CODE

    call_command("migrate", verbosity=0)
    with override_settings(BEFFROI_VAR=str(var)):
        begun = time.perf_counter()
        while turn():
            pass
        seconds = time.perf_counter() - begun
        asked = {question: _asked(question, set(sheets)) for question, sheets in _questions().items()}
        ranks = {question: rank for question, (rank, _) in asked.items()}
        return Found(
            len(shard_of(CODE).keys()),
            seconds,
            sum(0 < rank <= FIRST for rank in ranks.values()) / len(ranks),
            sum(1 / rank for rank in ranks.values() if rank) / len(ranks),
            median(took for _, took in asked.values()) * 1000,
            {question: rank for question, rank in ranks.items() if not 0 < rank <= FIRST},
        )


def _questions() -> dict[str, list[str]]:
    return tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))


def _asked(question: str, sheets: set[str]) -> tuple[int, float]:
    """The rank of the first sheet that answers, from 1, else 0; seconds."""
    from cms.search.visitors.shelves import find_on
    from modules.comarquage.source import CODE
    from sites.models import Commune

    begun = time.perf_counter()
    hits = find_on(Commune(insee="46042", name="Cahors"), CODE, question).hits
    took = time.perf_counter() - begun
    named = enumerate((hit.url.rstrip("/").rpartition("/")[2] for hit in hits), 1)
    return next((rank for rank, sheet in named if sheet in sheets), 0), took
