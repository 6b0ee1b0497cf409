"""What the law asks of a purchase by its amount before tax: dated figures, one row more for each reform. Pure.

Thresholds of the Union change on 1 January of even years. ``source`` is the text; ``docs/modules/marches.md`` says
what each figure was held against.
"""

from dataclasses import dataclass
from datetime import date

from sites.law.dated import begun


@dataclass(frozen=True, slots=True)
class Rule:
    """From ``since`` on, ``euros`` before tax; the text that says it."""

    since: date
    euros: int
    source: str


WAIVER = "Code de la commande publique, article R2122-8"
DECREE_2025 = "décret n° 2025-1386 du 29 décembre 2025"
#: Under it, neither publicity nor competition is asked: supplies and services.
WITHOUT_NOTICE = (
    Rule(date(2020, 1, 1), 40_000, f"{WAIVER}, décret n° 2019-1344 du 12 décembre 2019"),
    Rule(date(2026, 4, 1), 60_000, f"{WAIVER}, {DECREE_2025}"),
)
#: The same for works: a measure of 2020, renewed until it was made lasting.
WORKS_WITHOUT_NOTICE = (
    Rule(date(2020, 12, 8), 100_000, "loi n° 2020-1525 du 7 décembre 2020, article 142, et ses prolongations"),
    Rule(date(2026, 1, 1), 100_000, f"{WAIVER}, {DECREE_2025}"),
)
#: From it on, a notice appears in BOAMP or in a newspaper of legal notices.
NOTICE_REQUIRED = (Rule(date(2019, 4, 1), 90_000, "Code de la commande publique, article R2131-12"),)
#: From it on, what the contract says is open data.
OPEN_DATA = (
    Rule(date(2024, 1, 1), 40_000, "Code de la commande publique, article R2196-1, arrêté du 22 décembre 2022"),
)
#: From it on, the procedures and the notices of the Union: local bodies, supplies and services, then works.
EUROPE = (
    Rule(date(2024, 1, 1), 221_000, "règlement délégué (UE) 2023/2495"),
    Rule(date(2026, 1, 1), 216_000, "règlement délégué (UE) 2025/2152"),
)
EUROPE_WORKS = (
    Rule(date(2024, 1, 1), 5_538_000, "règlement délégué (UE) 2023/2495"),
    Rule(date(2026, 1, 1), 5_404_000, "règlement délégué (UE) 2025/2152"),
)
TABLE = {
    "without_notice": WITHOUT_NOTICE,
    "works_without_notice": WORKS_WITHOUT_NOTICE,
    "notice_required": NOTICE_REQUIRED,
    "open_data": OPEN_DATA,
    "europe": EUROPE,
    "europe_works": EUROPE_WORKS,
}


def on(day: date) -> dict[str, Rule]:
    """The rules of that day, by name; those that had not begun are absent."""
    found = {name: begun(rows, day) for name, rows in TABLE.items()}
    return {name: rule for name, rule in found.items() if rule is not None}


def next_change(day: date) -> date | None:
    """The first day after ``day`` on which one changes."""
    return min((rule.since for rows in TABLE.values() for rule in rows if rule.since > day), default=None)
