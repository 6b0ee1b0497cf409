"""The public services of the communes: taken in from the file of the national directory."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.comarquage.feeds.audiences import SERVICES
from modules.comarquage.models import Feed, Import, Office, Served
from modules.comarquage.reading import offices as reading
from modules.comarquage.reading.archive import RefusedError
from modules.comarquage.reading.changes import Changes, compared, poor
from modules.comarquage.source import SyncError, alone, sites
from sites.marking import mark
from sites.models import Commune

MAX_FILE = 1_000_000_000  # bytes; 273 million in 2026
MANY = 500  # rows of one statement
TOWN_HALL = "mairie"  # what the commune itself says of it is better
APART = ("ident", "communes")
Told = dict[str, dict[str, Any]]  # an office by its identifier
Kinds = dict[str, list[str]]  # identifiers of offices, by kind


def from_file(path: Path, *, force: bool = False) -> Import:
    """Keep the offices that serve the communes of the platform. Raises ``SyncError``; nothing is changed then."""
    try:
        with alone():
            return _taken(path, force=force)
    except RefusedError as error:
        raise SyncError(str(error)) from error
    except OSError as error:
        raise SyncError(_("%(file)s ne se lit pas.") % {"file": path}) from error


def _taken(path: Path, *, force: bool) -> Import:
    stat = path.stat()
    if stat.st_size > MAX_FILE:
        raise SyncError(_("%(file)s est trop lourd pour être l’annuaire de l’administration.") % {"file": path.name})
    told, served = _read(path, dict(Commune.objects.values_list("insee", "pk")))
    if not told:
        raise SyncError(_("%(file)s ne dit rien des communes de la plateforme.") % {"file": path.name})
    row, _made = Feed.objects.get_or_create(audience=SERVICES)
    if poor(row.sheets, len(told)) and not force:
        raise SyncError(
            _("%(file)s tient %(now)d services et le dernier en tenait %(before)d\u00a0: rien n’est changé.")
            % {"file": path.name, "now": len(told), "before": row.sheets}
        )
    stamp, now = datetime.fromtimestamp(stat.st_mtime, UTC), timezone.now()
    with transaction.atomic():
        changes = _written(told)
        changed = _assigned(served, _speaking_of(served, changes.changed), timezone.localdate(stamp))
        mark(communes=[commune for commune in sites() if commune in changed])
        Feed.objects.filter(pk=row.pk).update(sheets=len(told), read_at=now, asked_at=now, error="", told_at=None)
        return Import.objects.create(
            feed=row, name=path.name[:200], dated=stamp, sheets=len(told), added=len(changes.added),
            changed=len(changes.changed), removed=len(changes.removed),
        )  # fmt: skip


def _read(path: Path, communes: Mapping[str, int]) -> tuple[Told, dict[int, Kinds]]:
    """The offices that serve ``communes`` (keys by INSEE code), and which serve each, in the order of their names."""
    told: Told = {}
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with path.open("rb") as stream:
        for office in reading.offices(stream):
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


def _written(told: Told) -> Changes:
    """The rows of the offices, made like the file."""
    rows = {row.ident: row for row in Office.objects.all()}
    changes = compared(
        {it: _print(row.told) for it, row in rows.items()}, {it: _print(said) for it, said in told.items()}
    )
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


def _speaking_of(served: Mapping[int, Kinds], changed: frozenset[str]) -> set[int]:
    return {commune for commune, kinds in served.items() if any(not changed.isdisjoint(it) for it in kinds.values())}


def _assigned(served: Mapping[int, Kinds], changed: set[int], dated: date) -> set[int]:
    """The rows of the communes, made like the file; those whose pages are no longer the same.

    ``changed``: the communes one of whose offices changed.
    """
    rows = {row.commune_id: row for row in Served.objects.all()}
    new = [Served(commune_id=it, offices=kinds, dated=dated) for it, kinds in served.items() if it not in rows]
    moved = [row for it, row in rows.items() if it in changed or row.offices != served.get(it, {})]
    for row in moved:
        row.offices, row.dated = served.get(row.commune_id, {}), dated
    Served.objects.bulk_create(new, batch_size=MANY)
    Served.objects.bulk_update(moved, ["offices", "dated"], batch_size=MANY)
    return {row.commune_id for row in (*new, *moved)}
