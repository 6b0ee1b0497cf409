"""The legal clock of a meeting: what is due, until when, and whether it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from modules.documents.actes import delays
from modules.documents.models import Seance
from sites.law.dated import last_day

SOON = 2  # days


@dataclass(frozen=True, slots=True)
class Due:
    """One duty. ``mood`` is done, waiting, soon or late."""

    label: Any
    until: date | None
    mood: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A meeting and its duties."""

    meeting: Seance
    duties: tuple[Due, ...]


def of(meetings: Iterable[Seance], today: date) -> list[Clock]:
    """``meetings`` from the last to the first, with their acts at hand."""
    rows = list(meetings)
    return [Clock(row, tuple(_duties(row, _next_of(row, rows, today), today))) for row in rows]


def _next_of(meeting: Seance, rows: Iterable[Seance], today: date) -> date | None:
    """The meeting that approves the minutes: the next of the same assembly, once it took place."""
    dates = [row.date for row in rows if meeting.date < row.date <= today and row.assembly == meeting.assembly]
    return min(dates, default=None)


def _duties(meeting: Seance, following: date | None, today: date) -> Iterator[Due]:
    if meeting.date > today:
        return
    acts = list(meeting.actes.all())
    until = last_day(delays.LIST, meeting.date)
    listed = meeting.list_published_at is not None or any(act.kind == "liste" and act.is_online for act in acts)
    yield Due(_("Liste des délibérations"), until, _mood(until, today, done=listed))
    minutes = any(act.kind == "pv" and act.is_online for act in acts)
    end = last_day(delays.MINUTES, following) if following else None
    yield Due(_("Procès-verbal"), end, _mood(end, today, done=minutes))
    budgets = [act for act in acts if act.kind == "budget"]
    if budgets:
        until = last_day(delays.BUDGET, meeting.date)
        done = all(act.is_online for act in budgets)
        yield Due(_("Documents budgétaires"), until, _mood(until, today, done=done))


def _mood(until: date | None, today: date, *, done: bool) -> str:
    if done:
        return "done"
    if until is None:
        return "waiting"
    if until < today:
        return "late"
    return "soon" if (until - today).days <= SOON else "waiting"
