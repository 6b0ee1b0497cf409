"""The reference of France's communes: a compact table shipped with the product, and its copy in the database.

The table is ``data/communes.csv.xz``; its origin and its licence stand beside it in ``data/SOURCE.md``.
"""

import csv
import gzip
import io
import json
import lzma
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from deploy.models import CommuneReference
from deploy.orders.source import Namesake

PACKAGED = Path(__file__).parent / "data" / "communes.csv.xz"
COLUMNS = (
    "insee", "name", "departement", "departement_name", "region_name", "population", "postcodes", "siren",
    "epci_siren", "epci_name", "latitude", "longitude",
)  # fmt: skip
BATCH = 500  # rows written between two words about it

Watch = Callable[[int], AbstractContextManager[Callable[[int], None]]]


def _unwatched(_total: int) -> AbstractContextManager[Callable[[int], None]]:
    return nullcontext(lambda _rows: None)


def load(path: Path = PACKAGED, watch: Watch = _unwatched) -> tuple[int, int]:
    """Bring the database to what the table says; (rows of the table, rows written). Run twice, it writes nothing.

    A commune that the table no longer holds (they merge each first of January) is kept, marked as past.
    ``watch``, given the number of rows to write, gives what is called with the number of those just written.
    """
    wanted = list(read_table(path))
    fields = (*COLUMNS, "current")
    held = {row[0]: row for row in CommuneReference.objects.values_list(*fields)}
    changed = [commune for commune in wanted if held.get(commune.insee) != _row(commune, fields)]
    with watch(len(changed)) as advance:
        for start in range(0, len(changed), BATCH):
            rows = [_row(commune, fields) for commune in changed[start : start + BATCH]]
            _write(fields, rows)
            advance(len(rows))
    gone = held.keys() - {commune.insee for commune in wanted}
    past = CommuneReference.objects.filter(insee__in=gone, current=True).update(current=False) if gone else 0
    return len(wanted), len(changed) + past


def _write(fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert or correct. One prepared statement: ``bulk_create`` spends five times longer on composing its own."""
    columns, marks = ", ".join(fields), ", ".join(["%s"] * len(fields))
    corrected = ", ".join(f"{field} = excluded.{field}" for field in fields[1:])
    table = CommuneReference._meta.db_table
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (insee) DO UPDATE SET {corrected}"  # noqa: S608  # our own names
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def compact(source: Path, target: Path) -> int:
    """Write the packaged table from the JSON of ``@etalab/decoupage-administratif``; return its size in bytes."""
    data = lzma.compress(table_of(source).encode(), preset=9 | lzma.PRESET_EXTREME)
    target.write_bytes(data)
    return len(data)


def table_of(source: Path) -> str:
    """The CSV that the compressed JSON gives."""
    document = json.loads(gzip.decompress(source.read_bytes()))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_compact_rows(document))
    return text.getvalue()


def _compact_rows(document: dict[str, Any]) -> Iterator[Iterable[Any]]:
    for insee, name, departement, region, population, postcodes, siren, epci, lat, lon in document["communes"]:
        epci_name = document["epci"][epci][0] if epci else ""
        yield (
            insee, name, departement, document["departements"][departement], document["regions"].get(region, ""),
            population, " ".join(postcodes), siren, epci, epci_name, lat, lon,
        )  # fmt: skip


def read_table(path: Path) -> Iterator[CommuneReference]:
    """The rows of a table, unsaved."""
    with lzma.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values: dict[str, Any] = dict(row)
            values["population"] = int(row["population"]) if row["population"] else None
            for axis in ("latitude", "longitude"):
                values[axis] = float(row[axis]) if row[axis] else None
            yield CommuneReference(**values)


def _row(commune: CommuneReference, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(commune, field) for field in fields)


def namesakes(within: QuerySet[CommuneReference] | None = None) -> Callable[[str], Sequence[Namesake]]:
    """Which communes bear a name, whatever its case, accents and hyphens. One query, at the first name asked."""
    rows = CommuneReference.objects.filter(current=True) if within is None else within
    known: dict[str, list[Namesake]] = {}

    def named(name: str) -> Sequence[Namesake]:
        if not known:
            for row in rows.order_by("insee").values_list("insee", "name", "departement").iterator():
                known.setdefault(plain(row[1]), []).append(Namesake(*row))
        return known.get(plain(name), ())

    return named


def plain(name: str) -> str:
    """« ST CERE » and « Saint-Céré » as one word."""
    bare = unicodedata.normalize("NFKD", name.lower().replace("œ", "oe")).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", bare.replace("'", " "))
    return "-".join({"st": "saint", "ste": "sainte"}.get(part, part) for part in parts)
