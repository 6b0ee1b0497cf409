"""The days that are not like the others: public holidays, closures, other hours. Pure: no query, no clock."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils.translation import gettext as _

from cms.rows.week import Range, Week, spoken
from sites.law import dated
from sites.law.dated import Delay
from sites.rendering.french import NBSP, date_text

# Where the law adds days, by département (labour code, L3134-13 for Alsace and Moselle, L3422-2 for overseas), as the
# package names them. Good Friday is one where there is a Protestant church or a shared one: taken for granted.
SUBDIVISIONS: Mapping[str, str] = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974", "975": "PM",
    "976": "976", "977": "BL", "978": "MF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip

# How long before it begins a closure is announced, and a public holiday.
AHEAD: Sequence[Delay] = (Delay(date(2026, 1, 1), 30),)
HOLIDAY_AHEAD: Sequence[Delay] = (Delay(date(2026, 1, 1), 10),)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """From ``start`` to ``end``, both included: other hours, or closed when there are no ``ranges``."""

    start: date
    end: date
    ranges: tuple[Range, ...] = ()
    reason: str = ""

    def covers(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class Notice:
    """What is announced: one sentence, and whether it holds today."""

    sentence: str
    reason: str
    current: bool
    start: date


@lru_cache(maxsize=256)
def public_holidays(departement: str, year: int) -> tuple[tuple[date, str], ...]:
    """The public holidays of a year, with their French names, in the order of the year."""
    found = holidays.country_holidays("FR", subdiv=SUBDIVISIONS.get(departement), years=year, language="fr")
    return tuple(sorted((day, name.replace("'", "’")) for day, name in found.items()))


def holidays_around(departement: str, today: date) -> tuple[tuple[date, str], ...]:
    """Those of this year and of the next one: what a page needs to know until it is made again."""
    return (*public_holidays(departement, today.year), *public_holidays(departement, today.year + 1))


def clock(week: Week, changes: Sequence[Change], closed: Iterable[date]) -> str:
    """What the script of the page reads: the week, and the spans that differ, the first that fits being right.

    ``{"week": [[[540, 720], …], …], "spans": [["2026-12-24", "2026-12-26", []], …]}``
    """
    spans = [[one.start.isoformat(), one.end.isoformat(), one.ranges] for one in changes]
    spans += [[day.isoformat(), day.isoformat(), ()] for day in closed]
    return json.dumps({"week": week, "spans": spans}, separators=(",", ":"))


def notices(
    week: Week, changes: Sequence[Change], closed: Iterable[tuple[date, str]], today: date
) -> tuple[Notice, ...]:
    """What is to be announced on ``today``, the nearest first.

    A public holiday is announced when it falls on a day of opening, and nothing else was said of it.
    """
    ahead, holiday_ahead = _ahead(today)
    found = [
        Notice(sentence(one), one.reason, one.covers(today), one.start)
        for one in changes
        if one.end >= today and one.start - ahead <= today
    ]
    for day, name in closed:
        said = any(one.covers(day) for one in changes)
        if day - holiday_ahead <= today <= day and week[day.weekday()] and not said:
            reason = _("jour férié (%(name)s)") % {"name": name}
            found.append(Notice(sentence(Change(day, day)), reason, day == today, day))
    return tuple(sorted(found, key=lambda notice: notice.start))


def _ahead(today: date) -> tuple[timedelta, timedelta]:
    """For a closure, and for a public holiday."""
    return timedelta(days=dated.days(AHEAD, today)), timedelta(days=dated.days(HOLIDAY_AHEAD, today))


def sentence(change: Change) -> str:
    """« Fermé du 24 au 26 décembre 2026 », « Ouvert de 9 h à 12 h le jeudi 31 décembre 2026 »."""
    what = _("Ouvert %(hours)s") % {"hours": spoken(change.ranges)} if change.ranges else _("Fermé")
    return f"{what} {_span(change)}"


def _span(change: Change) -> str:
    if change.start == change.end:
        return _("le %(day)s") % {"day": date_text(change.start, "full")}
    first = date_text(change.start)
    if (change.start.year, change.start.month) == (change.end.year, change.end.month):
        first = first.partition(NBSP)[0]
    elif change.start.year == change.end.year:
        first = first.removesuffix(f" {change.start.year}")
    return _("du %(first)s au %(last)s") % {"first": first, "last": date_text(change.end)}


def turns(changes: Iterable[Change], closed: Iterable[tuple[date, str]], today: date) -> Iterator[date]:
    """The days to come at which what the pages say of it changes, each at midnight."""
    ahead, holiday_ahead = _ahead(today)
    days = [day for one in changes for day in (one.start - ahead, one.start, one.end + DAY)]
    days += [day for holiday, _name in closed for day in (holiday - holiday_ahead, holiday, holiday + DAY)]
    days += [delay.since for delay in (*AHEAD, *HOLIDAY_AHEAD)]
    days.append(date(today.year + 1, 1, 1))  # the holidays of one year more
    return (day for day in days if day > today)
