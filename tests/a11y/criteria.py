"""The 106 criteria of RGAA 4.1.2: those that the machine tests in part, that have no place here, that are left.

``python -m tests.a11y.criteria`` writes the list again in ``docs/accessibilite.md``.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.a11y.checks import CHECKS

PLACE = Path(__file__).resolve().parent
PAGE = PLACE.parents[1] / "docs" / "accessibilite.md"
START, END = "<!-- critères : début -->", "<!-- critères : fin -->"
TESTED, ABSENT, HUMAN = "tested", "absent", "human"
HEAD = ("| | Critère | Qui | Comment |", "|---|---|---|---|")
STATES = {TESTED: "machine, en partie", ABSENT: "sans objet", HUMAN: "une personne"}


@dataclass(frozen=True, slots=True)
class Criterion:
    """``axe`` are rules of axe, ``checks`` ids of ours; ``why`` tells an absence, ``look`` what a person looks at."""

    number: str
    says: str
    state: str
    axe: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    why: str = ""
    look: str = ""


def _table() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads((PLACE / "criteria.toml").read_text("utf-8"))


def load() -> tuple[Criterion, ...]:
    """In their order."""
    return tuple(
        Criterion(
            number,
            one["says"],
            one["state"],
            tuple(one.get("axe", ())),
            tuple(check.id for check in CHECKS.values() if number in check.criteria),
            one.get("why", ""),
            one.get("look", ""),
        )
        for number, one in _table()["criteria"].items()
    )


def counted(criteria: tuple[Criterion, ...]) -> dict[str, int]:
    """How many are in each state."""
    return {state: sum(one.state == state for one in criteria) for state in STATES}


def summary(criteria: tuple[Criterion, ...]) -> str:
    """The sentence that ends a run."""
    count = counted(criteria)
    return (
        f"{count[TESTED]} critères vérifiés en partie par la machine, {count[ABSENT]} sans objet, "
        f"{count[HUMAN]} à regarder par une personne"
    )


def told(criteria: tuple[Criterion, ...]) -> str:
    """The list as the page of the documentation shows it."""
    themes = _table()["themes"]
    lines = [f"**{summary(criteria)}**, sur {len(criteria)}."]
    theme = ""
    for one in criteria:
        if one.number.split(".")[0] != theme:
            theme = one.number.split(".")[0]
            lines += ["", f"### {theme}. {themes[theme]['says']}", "", *HEAD]
        lines.append(f"| {one.number} | {one.says} | {STATES[one.state]} | {_how(one)} |")
    return "\n".join(lines)


def _how(one: Criterion) -> str:
    names = [f"`{check}`" for check in one.checks] + [f"axe `{rule}`" for rule in one.axe]
    look = f"*À regarder\u00a0:* {one.look}" if one.look else ""
    parts = [", ".join(names) if one.state == TESTED else "", one.why, look]
    return "<br>".join(part for part in parts if part)


def checks_told() -> str:
    """Our own checks, in words."""
    lines = ["| Contrôle | Ce qu’il demande | Critères |", "|---|---|---|"]
    lines += [f"| `{one.id}` | {one.says} | {', '.join(one.criteria) or '–'} |" for one in CHECKS.values()]
    return "\n".join(lines)


def written(page: str) -> str:
    """The page, its list made again."""
    before, rest = page.split(START)
    return f"{before}{START}\n\n{told(load())}\n\n## Les contrôles\n\n{checks_told()}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
