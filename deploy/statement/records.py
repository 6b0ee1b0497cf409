"""Statements from the database: prices, subscriptions and works, in a number of queries that communes do not change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from deploy.models.billing import Intervention, State, SyntecIndex, Tariff
from deploy.prices import Prices
from deploy.records import batches, read_subscriptions
from deploy.statement.reckon import Statement, Work, statement
from sites.packs import DatedPrice


def prices() -> Prices:
    """What stands in the tables. Two queries."""
    own: defaultdict[str, list[DatedPrice]] = defaultdict(list)
    for item, since, euros in Tariff.objects.values_list("item", "since", "euros"):
        own[item].append(DatedPrice(since, euros))
    rows = {item: tuple(sorted(found, key=lambda row: row.since)) for item, found in own.items()}
    return Prices(rows, dict(SyntecIndex.objects.values_list("year", "value")))


def statements(insees: Iterable[str], year: int) -> dict[str, Statement]:
    """By INSEE code, in that order; communes that never subscribed are left out. Two queries, and three per 500."""
    on, codes = prices(), sorted(set(insees))
    works = works_of(codes, year)
    return {
        insee: statement(subscription, works.get(insee, ()), on, year)
        for insee, subscription in read_subscriptions(codes).items()
    }


def works_of(insees: Iterable[str], year: int | None = None) -> Mapping[str, list[Work]]:
    """What was done, in ``year`` or ever. One query per 500."""
    found: defaultdict[str, list[Work]] = defaultdict(list)
    for batch in batches(insees):
        rows = Intervention.objects.filter(commune__insee__in=batch, state=State.DONE)
        if year is not None:
            rows = rows.filter(done_on__year=year)
        columns: Iterable[Any] = rows.values_list(
            "commune__insee", "title", "requested_on", "done_on", "days", "euros"
        )  # a constraint of the table gives what is done its day and its price
        for insee, *told in columns:
            found[insee].append(Work(*told))
    return found
