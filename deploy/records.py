"""Subscriptions in the database, read and written as values. Many communes at once: never a query per commune."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

from deploy import models
from deploy.subscriptions import CommuneFacts, Line, LineKind, Subscription

T = TypeVar("T")
BATCH = 500  # keys in one condition: databases limit the parameters of a query


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, some hundreds at a time."""
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch


def facts_of(row: models.CommuneReference) -> CommuneFacts:
    """A row of the reference as a value."""
    return CommuneFacts(
        insee=row.insee,
        name=row.name,
        departement=row.departement,
        departement_name=row.departement_name,
        region_name=row.region_name,
        population=row.population,
        postcodes=tuple(row.postcodes.split()),
        siren=row.siren,
        epci_siren=row.epci_siren,
        epci_name=row.epci_name,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def read_subscriptions(insees: Iterable[str] | None = None) -> dict[str, Subscription]:
    """Subscriptions by INSEE code, in that order; all of them without argument. Two queries per 500."""
    if insees is None:
        insees = models.Subscription.objects.values_list("pk", flat=True)
    found: dict[str, Subscription] = {}
    for batch in batches(sorted(set(insees))):
        lines: defaultdict[str, list[Line]] = defaultdict(list)
        for line in models.Line.objects.filter(subscription__in=batch).order_by("pk"):
            lines[line.subscription_id].append(_line(line))
        rows = models.Subscription.objects.filter(pk__in=batch).select_related("commune").order_by("pk")
        for row in rows:
            found[row.pk] = Subscription(facts_of(row.commune), tuple(lines[row.pk]), row.facts, row.demo, row.training)
    return found


def write_subscriptions(subscriptions: Mapping[str, Subscription]) -> None:
    """Keep these values. Lines are added or closed, never rewritten. To be called in a transaction."""
    models.Subscription.objects.bulk_create(
        [
            models.Subscription(
                commune_id=insee,
                demo=subscription.demo,
                training=subscription.training,
                facts=dict(subscription.facts),
            )
            for insee, subscription in subscriptions.items()
        ],
        update_conflicts=True,
        unique_fields=["commune"],
        update_fields=["demo", "training", "facts"],
    )
    new, closed = [], []
    for insee, subscription in subscriptions.items():
        for line in subscription.lines:
            if line.id is None:
                new.append(_row(insee, line))
            else:
                closed.append(models.Line(pk=line.id, until=line.until))
    models.Line.objects.bulk_create(new)
    models.Line.objects.bulk_update(closed, ["until"], batch_size=BATCH)


def _line(row: models.Line) -> Line:
    return Line(LineKind(row.kind), row.value, row.since, row.until, row.data, row.price, row.pk)


def _row(insee: str, line: Line) -> models.Line:
    return models.Line(
        subscription_id=insee,
        kind=line.kind.value,
        value=line.value,
        data=dict(line.data),
        price=line.price,
        since=line.since,
        until=line.until,
    )
