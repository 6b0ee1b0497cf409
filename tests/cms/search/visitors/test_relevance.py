"""Real questions, and whether a page that answers them comes among the first five."""

import tomllib
from pathlib import Path

from cms.search.visitors.find import find
from sites.models import Commune

QUESTIONS = Path(__file__).with_name("questions.toml")
FLOOR = 0.9


def answers(url: str, page: str) -> bool:
    return url.endswith(page) if page.endswith("/") else page in url


def rank_of(commune: Commune, question: str, pages: list[str]) -> int:
    """From 1; 0 when no page that answers comes in the first ten."""
    found = enumerate(find(commune, question).hits, 1)
    return next((rank for rank, hit in found if any(answers(hit.url, page) for page in pages)), 0)


def test_nine_questions_in_ten_find_their_page_among_the_first_five(cahors: Commune) -> None:
    asked = [entry for group in tomllib.loads(QUESTIONS.read_text(encoding="utf-8")).values() for entry in group]
    assert len(asked) >= 60
    ranks = {entry["question"]: rank_of(cahors, entry["question"], entry["pages"]) for entry in asked}
    recall = sum(0 < rank <= 5 for rank in ranks.values()) / len(ranks)
    mrr = sum(1 / rank for rank in ranks.values() if rank) / len(ranks)
    far = {question: rank for question, rank in ranks.items() if not 0 < rank <= 5}
    print(f"recall@5 {recall:.3f}, MRR {mrr:.3f} over {len(ranks)} questions; beyond: {far}")  # noqa: T201
    assert recall >= FLOOR, far
