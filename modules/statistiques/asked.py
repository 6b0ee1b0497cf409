"""What is asked of the figures: a span of days, a part of the site; the screen and the spreadsheet read it alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from cms.models import BasePage
from modules.statistiques.models import Views
from sites.models import Commune
from sites.rendering.french import MONTHS, date_text

DAYS, YEAR = "30-jours", "12-mois"
PERIODS = (DAYS, YEAR)
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the site: its address begins that of every page below."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Asked:
    """``month`` is ``2026-11``, or nothing: then ``period`` says the span. Without ``section``, the whole site."""

    period: str
    month: str
    section: str
    first: date
    last: date

    @property
    def by_month(self) -> bool:
        """Whether a bar of the chart is a month."""
        return not self.month and self.period == YEAR

    @property
    def name(self) -> str:
        """What the span is called in the name of a file."""
        return self.month or self.period

    @property
    def query(self) -> str:
        """The same, in an address."""
        span = {"mois": self.month} if self.month else {"periode": self.period}
        return urlencode(span | ({"rubrique": self.section} if self.section else {}))

    def rows(self, commune: Commune) -> "QuerySet[Views]":
        """What was read then and there."""
        rows = Views.objects.filter(commune=commune, day__gte=self.first, day__lte=self.last)
        return rows.filter(path__startswith=self.section) if self.section else rows


def asked(given: Mapping[str, Any], sections: Sequence[Section], today: date) -> Asked:
    """What an address asks for; a span that is none, or a part of another site, is as if it were not written."""
    period = given.get("periode", DAYS)
    period = period if period in PERIODS else DAYS
    section = given.get("rubrique", "")
    section = section if section in {one.path for one in sections} else ""
    found = MONTH.fullmatch(given.get("mois", ""))
    if found and date.min.year < int(found[1]) < date.max.year:
        first = date(int(found[1]), int(found[2]), 1)
        return Asked(period, found[0], section, first, min(next_month(first) - timedelta(days=1), today))
    return Asked(period, "", section, first_day(period, today), today)


def first_day(period: str, today: date) -> date:
    """The first day of a period that ends today."""
    if period == DAYS:
        return today - timedelta(days=29)
    return date(today.year - 1, today.month + 1, 1) if today.month < len(MONTHS) else date(today.year, 1, 1)


def months(since: date | None, today: date) -> list[tuple[str, str]]:
    """The months that hold figures, the last one first: « 2026-11 », « novembre 2026 »."""
    found, month = [], since.replace(day=1) if since else None
    while month and month <= today:
        found.append((f"{month:%Y-%m}", date_text(month, "month")))
        month = next_month(month)
    return found[::-1]


def sections_of(commune: Commune) -> list[Section]:
    """What stands right below the home page, in the order of the menu: one query."""
    home: Any = commune.site.root_page
    prefix = home.url_path.rstrip("/")
    rows = BasePage.objects.child_of(home).filter(live=True).order_by("path").values_list("url_path", "title")
    return [Section(url_path.removeprefix(prefix), title) for url_path, title in rows]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)
