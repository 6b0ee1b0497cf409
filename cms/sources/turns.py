"""Whose turn it is to be read, and what is written of the answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cms.sources.fetching import SourceError
from sites.marking import mark
from sites.modules import active_codes

EVERY = timedelta(hours=1)
AT_A_TIME = 5  # sources in one turn of the worker, which has other work

#: The content with what to ask next time; nothing when it did not change. Raises ``SourceError``.
Fresh = Callable[[], tuple[Any, dict[str, str]] | None]


def refresh(model: Any, code: str, read: Callable[[Any, datetime], None], now: datetime | None = None) -> int:
    """Read again the sources whose turn has come, where the module ``code`` is on; how many were asked."""
    now = now or timezone.now()
    sources = model._default_manager
    due = sources.filter(Q(asked_at__isnull=True) | Q(asked_at__lte=now - EVERY)).select_related("commune")
    asked = 0
    for source in due.order_by("asked_at", "pk")[:AT_A_TIME]:
        if code in active_codes(source.commune):
            read(source, now)
            asked += 1
        else:
            sources.filter(pk=source.pk).update(asked_at=now)
    return asked


def keep(source: Any, now: datetime, column: str, fresh: Fresh) -> None:
    """Write what a source gave into ``column``. The commune is baked only when that changed."""
    values: dict[str, Any] = {"asked_at": now}
    try:
        if (found := fresh()) is not None:
            values[column], values["validators"] = found
        values |= {"read_at": now, "error": ""}
    except SourceError as error:
        values["error"] = str(error)[:300]
    rows = type(source)._default_manager.filter(pk=source.pk, address=source.address)  # it may have changed meanwhile
    before = getattr(source, column)
    if rows.update(**values) and values.get(column, before) != before:
        mark(communes=[source.commune_id])
