"""What the contributor is shown: views by day or by month, and the pages read most. Four queries in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from cms.models import BasePage
from modules.statistiques.models import Views
from sites.models import Commune
from sites.rendering.french import MONTHS, SHORT_MONTHS

DAYS, YEAR = "30-jours", "12-mois"
MOST_READ = 20


@dataclass(frozen=True, slots=True)
class Step:
    """A bar of the chart and a row of its table. ``share`` is a percentage of the highest."""

    label: str
    short: str
    count: int
    share: float

    @property
    def top(self) -> float:
        """Where the bar begins, from the top of the chart."""
        return 100 - self.share


@dataclass(frozen=True, slots=True)
class Read:
    """A page and how many times it was read."""

    path: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a screen shows of one commune."""

    steps: Sequence[Step]
    pages: Sequence[Read]
    total: int
    since: date | None


def first_day(period: str, today: date) -> date:
    """The first day of a period that ends today."""
    if period == DAYS:
        return today - timedelta(days=29)
    return date(today.year - 1, today.month + 1, 1) if today.month < len(MONTHS) else date(today.year, 1, 1)


def figures_of(commune: Commune, period: str, today: date) -> Figures:
    """What was read in the period. ``since`` is the first day ever counted."""
    rows = Views.objects.filter(commune=commune)
    first = first_day(period, today)
    within = rows.filter(day__gte=first, day__lte=today)
    counts = dict(
        within.values_list("day").annotate(Sum("count")).order_by()
        if period == DAYS
        else within.annotate(month=TruncMonth("day")).values_list("month").annotate(Sum("count")).order_by()
    )
    steps = _steps(counts, period, first, today)
    paths = list(within.values_list("path").annotate(total=Sum("count")).order_by("-total", "path")[:MOST_READ])
    titles = _titles(commune, [path for path, _count in paths])
    since = rows.order_by("day").values_list("day", flat=True).first()
    pages = [Read(path, titles.get(path, ""), count) for path, count in paths]
    return Figures(steps, pages, sum(step.count for step in steps), since)


def _steps(counts: dict[date, int], period: str, first: date, today: date) -> list[Step]:
    highest = max(counts.values(), default=0) or 1
    days = []
    day = first
    while day <= today:
        days.append(day)
        day = day + timedelta(days=1) if period == DAYS else (day + timedelta(days=31)).replace(day=1)
    return [_step(day, counts.get(day, 0), highest, period) for day in days]


def _step(day: date, count: int, highest: int, period: str) -> Step:
    if period == DAYS:
        label, short = f"{day.day} {MONTHS[day.month - 1]}", str(day.day)
    else:
        label, short = f"{MONTHS[day.month - 1]} {day.year}", SHORT_MONTHS[day.month - 1]
    return Step(label, short, count, round(100 * count / highest, 1))


def _titles(commune: Commune, paths: list[str]) -> dict[str, str]:
    """Titles of the pages that stand today at these addresses."""
    home: Any = commune.site.root_page
    prefix = home.url_path.rstrip("/")
    pages = BasePage.objects.descendant_of(home, inclusive=True).filter(url_path__in=[prefix + path for path in paths])
    return {url_path.removeprefix(prefix): title for url_path, title in pages.values_list("url_path", "title")}
