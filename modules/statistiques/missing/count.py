"""Counts the addresses that lead nowhere, by commune and by day: never more than a site may have of its own."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Count

from modules.statistiques.missing.noise import is_noise
from modules.statistiques.models import Missing
from modules.statistiques.parse import View
from sites.law import dated
from sites.law.dated import Delay

# An address that nobody asks for any more needs nothing.
KEPT: Sequence[Delay] = (Delay(date(2026, 1, 1), days=90),)
MOST = 1000  # addresses of a commune in a day: beyond, somebody makes them up


def add(lost: Counter[View], communes: Mapping[str, int]) -> None:
    """Add up what was asked for. ``communes`` gives their ids by host; noise is left aside. Two queries."""
    added: Counter[tuple[int, date, str]] = Counter()
    for view, count in lost.items():
        if view.host in communes and not is_noise(view.path):
            added[(communes[view.host], view.day, view.path)] += count
    if not added:
        return
    days = Missing.objects.filter(commune__in={key[0] for key in added}, day__in={key[1] for key in added})
    room = {
        (commune, day): MOST - held for commune, day, held in days.values_list("commune", "day").annotate(Count("pk"))
    }
    rows = []
    for (commune, day, path), count in added.most_common():
        left = room.setdefault((commune, day), MOST)
        if left > 0:
            room[commune, day] = left - 1
            rows.append((commune, day, path, count))
    Missing.add(rows)


def purge(today: date) -> None:
    """Forget what is old."""
    old = Missing.objects.filter(day__lt=dated.first_day(KEPT, today))
    old._raw_delete(old.db)  # noqa: SLF001  # one statement
