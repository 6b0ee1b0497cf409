"""Who serves each commune, as rows: made like what the national directory says, and the sites that show it marked."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import IO, Any

from django.db import transaction

from modules.comarquage.models import Office, Served
from modules.comarquage.reading.changes import Changes, compared
from modules.comarquage.reading.offices import offices
from modules.comarquage.source import sites
from sites.marking import mark

MANY = 500  # rows of one statement
TOWN_HALL = "mairie"  # what the commune itself says of it is better
APART = ("ident", "communes")
Told = dict[str, dict[str, Any]]  # an office by its identifier
Kinds = dict[str, list[str]]  # identifiers of offices, by kind


def read(stream: IO[bytes], communes: Mapping[str, int]) -> tuple[Told, dict[int, Kinds]]:
    """The offices that serve ``communes`` (keys by INSEE code), and which serve each, in the order of their names.

    ``RefusedError`` where the file is not the national directory.
    """
    told: Told = {}
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for office in offices(stream):
        for kind, codes in office.communes.items():
            ours = [communes[code] for code in codes if code in communes and kind != TOWN_HALL]
            for commune in ours:
                found[commune][kind].add(office.ident)
            if ours:
                said = {name: value for name, value in asdict(office).items() if name not in APART}
                told[office.ident] = {**said, "hours": list(office.hours)}
    served = {
        commune: {kind: sorted(those, key=lambda it: (told[it]["name"], it)) for kind, those in sorted(kinds.items())}
        for commune, kinds in found.items()
    }
    return told, served


@transaction.atomic
def write(told: Told, served: Mapping[int, Kinds], dated: date, *, whole: bool) -> Changes:
    """Make the rows like what was read, and have the sites that show another thing made again.

    ``whole``: what is not in it is no more; else it speaks of the communes of ``served`` alone.
    """
    changes = _offices(told, whole=whole)
    everybody = whole or changes.changed
    rows = Served.objects.all() if everybody else Served.objects.filter(commune__in=list(served))
    kept = {row.commune_id: row for row in rows}
    new = [Served(commune_id=it, offices=kinds, dated=dated) for it, kinds in served.items() if it not in kept]
    moved = []
    for commune, row in kept.items():
        wanted = served.get(commune, {} if whole else row.offices)
        if row.offices != wanted or any(not changes.changed.isdisjoint(those) for those in wanted.values()):
            row.offices, row.dated = wanted, dated
            moved.append(row)
    Served.objects.bulk_create(new, batch_size=MANY)
    Served.objects.bulk_update(moved, ["offices", "dated"], batch_size=MANY)
    _mark({row.commune_id for row in (*new, *moved)})
    return changes


def _offices(told: Told, *, whole: bool) -> Changes:
    rows = {row.ident: row for row in (Office.objects.all() if whole else Office.objects.filter(ident__in=list(told)))}
    before = {ident: _print(row.told) for ident, row in rows.items()}
    changes = compared(before, {ident: _print(said) for ident, said in told.items()})
    Office.objects.bulk_create([Office(ident=it, told=told[it]) for it in sorted(changes.added)], batch_size=MANY)
    for ident in changes.changed:
        rows[ident].told = told[ident]
    Office.objects.bulk_update([rows[it] for it in changes.changed], ["told"], batch_size=MANY)
    gone = [rows[it].pk for it in changes.removed]
    for start in range(0, len(gone), MANY):
        Office.objects.filter(pk__in=gone[start : start + MANY]).delete()
    return changes


def _print(said: Mapping[str, Any]) -> str:
    return json.dumps(said, sort_keys=True)


def _mark(communes: Iterable[int]) -> None:
    """Those of them that show the guide."""
    wanted = set(communes)
    mark(communes=[commune for commune in sites() if commune in wanted] if wanted else ())
