"""What the contributor is shown: views by day or by month, and the pages read most. Four queries in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from cms.models import BasePage
from modules.statistiques.asked import Asked, next_month
from modules.statistiques.models import Views
from sites.models import Commune
from sites.rendering.french import FIRST, MONTHS, date_text

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


def figures_of(commune: Commune, asked: Asked) -> Figures:
    """What was read then and there. ``since`` is the first day ever counted."""
    within = asked.rows(commune)
    counts = dict(
        within.annotate(month=TruncMonth("day")).values_list("month").annotate(Sum("count")).order_by()
        if asked.by_month
        else within.values_list("day").annotate(Sum("count")).order_by()
    )
    steps = _steps(counts, asked)
    paths = list(within.values_list("path").annotate(total=Sum("count")).order_by("-total", "path")[:MOST_READ])
    titles = titles_of(commune, [path for path, _count in paths])
    since = Views.objects.filter(commune=commune).order_by("day").values_list("day", flat=True).first()
    pages = [Read(path, titles.get(path, ""), count) for path, count in paths]
    return Figures(steps, pages, sum(step.count for step in steps), since)


def _steps(counts: dict[date, int], asked: Asked) -> list[Step]:
    highest = max(counts.values(), default=0) or 1
    days = []
    day = asked.first
    while day <= asked.last:
        days.append(day)
        day = next_month(day) if asked.by_month else day + timedelta(days=1)
    return [_step(day, counts.get(day, 0), highest, by_month=asked.by_month) for day in days]


def _step(day: date, count: int, highest: int, *, by_month: bool) -> Step:
    if by_month:
        label, short = date_text(day, "month"), date_text(day, "short_month")
    else:
        label, short = f"{FIRST if day.day == 1 else day.day} {MONTHS[day.month - 1]}", str(day.day)
    return Step(label, short, count, round(100 * count / highest, 1))


def titles_of(commune: Commune, paths: list[str] | None = None) -> dict[str, str]:
    """Titles of the pages that stand today at these addresses, or at any address of the commune: one query."""
    home: Any = commune.site.root_page
    prefix = home.url_path.rstrip("/")
    pages = BasePage.objects.descendant_of(home, inclusive=True)
    if paths is not None:
        pages = pages.filter(url_path__in=[prefix + path for path in paths])
    return {url_path.removeprefix(prefix): title for url_path, title in pages.values_list("url_path", "title")}
