"""Everything the pages of a commune show of its documents and acts, in one query: three tables, three shapes of JSON.

A union, because a module reads its rows in one query; JSON, because the tables have nothing in common.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import CharField, Q, Value
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from sites.models import Commune

PUBLICATION = {"document": "document_id", "category": "category", "slug": "category_slug", "date": "date"}
SEANCE = {
    "id": "pk", "assembly": "assembly", "date": "date", "time": "time", "place": "place", "agenda": "agenda",
    "list_published_at": "list_published_at", "announced_at": "announced_at",
}  # fmt: skip
ACTE = {
    "id": "pk", "seance": "seance_id", "kind": "kind", "number": "number", "title": "title", "date": "date",
    "matter": "matter", "outcome": "outcome", "voters": "voters", "voted": "voted", "votes_for": "votes_for",
    "votes_against": "votes_against", "abstentions": "abstentions", "received_on": "received_on",
    "budget_year": "budget_year", "budget_name": "budget_name",
}  # fmt: skip
VERSION = {
    "rank": "rank", "title": "title", "number": "number", "date": "date", "first_name": "author_first_name",
    "name": "author_name", "capacity": "author_capacity", "file": "file", "digest": "digest", "size": "size",
    "pages": "pages", "put_online_at": "put_online_at", "reason": "reason", "withdrawn_at": "withdrawn_at",
    "withdrawal": "withdrawal",
}  # fmt: skip


def rows_of(commune: "Commune") -> Mapping[str, list[dict[str, Any]]]:
    """``publications``, ``seances`` and ``actes``: one row for each version of an act.

    An act that is not online is there only where its meeting published its list, and then without a version.
    """

    def table(name: str, **columns: Any) -> Any:
        rows = apps.get_model("documents", name)._default_manager.filter(commune=commune).order_by()
        return rows.annotate(
            table=Value(name, output_field=CharField()),
            row=JSONObject(**columns),
        ).values_list("table", "row")

    versions = {f"version_{key}": f"versions__{column}" for key, column in VERSION.items()}
    listed = Q(kind="deliberation", seance__list_published_at__isnull=False) & ~Q(outcome="")
    actes = table("Acte", **ACTE, **versions).filter(Q(put_online_at__isnull=False) | listed)
    found: dict[str, list[dict[str, Any]]] = {"Publication": [], "Seance": [], "Acte": []}
    for name, row in actes.union(table("Seance", **SEANCE), table("Publication", **PUBLICATION), all=True):
        found[name].append(row)
    return found


def day(text: str | None) -> date | None:
    """A date, which JSON writes as text."""
    return date.fromisoformat(text[:10]) if text else None


def moment(text: str | None) -> datetime | None:
    """A moment: SQLite writes it in universal time and does not say so."""
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def hour(text: str | None) -> time | None:
    """An hour of the day."""
    return time.fromisoformat(text) if text else None
