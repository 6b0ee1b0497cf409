"""Statements as one table for a spreadsheet: a line for each service and each work, euros with a comma."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from deploy.statement.reckon import Statement

TITLES = ("Année", "INSEE", "SIREN", "Commune", "Nature", "Service", "Précision", "Montant TTC (€)")


def rows(statements: Iterable[Statement]) -> Iterator[tuple[str, ...]]:
    """A line of titles, then those of each statement."""
    yield TITLES
    for one in statements:
        yield from _rows(one)


def _rows(one: Statement) -> Iterator[tuple[str, ...]]:
    head = str(one.year), one.insee, one.siren, one.commune
    for due in one.dues:
        yield (*head, "abonnement", due.label, due.note, "à fixer" if due.euros is None else amount(due.euros))
    for work in one.works:
        yield (*head, "intervention", work.title, f"faite le {work.done_on:%d/%m/%Y}", amount(work.euros))


def amount(euros: Decimal) -> str:
    """« 1272,24 »: a number for a spreadsheet in French."""
    return f"{euros:.2f}".replace(".", ",")
