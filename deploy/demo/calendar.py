"""Dates of the demonstration's texts, which follow the day of the demonstration. Pure.

In front matter and tables: ``"J-3"`` (three days ago), ``"dernier 09-01"`` (the last first of September),
``"suivant 09-20"`` (the first 20 September from the date of the text), each with an hour if need be (``"J+2 18:30"``).
In the text: ``{{samedi 09-05}}`` is written « samedi 5 septembre »
and is the first Saturday from the first 5 September that follows the date of the text; ``{{jeudi J+8}}`` starts from
today. A news item about the start of the school year is thus always dated September, and its Saturday is one.
"""

import re
from datetime import date, timedelta

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
NARROW, NO_BREAK = "\u202f", "\u00a0"

_HEADER = re.compile(r'^(\w+) = "(?:(dernier|suivant) (\d\d-\d\d)|J([+-]\d+))(?: (\d\d:\d\d))?"$', re.MULTILINE)
_TOKEN = re.compile(r"\{\{(?:(\w+) )?(?:(\d\d-\d\d)|J([+-]\d+))\}\}")


def dated(text: str, today: date) -> str:
    """The text with real dates; front matter and tables keep TOML dates."""
    base = today

    def header(found: re.Match[str]) -> str:
        nonlocal base
        key, kind, day, shift, hour = found.groups()
        if shift:
            moment = today + timedelta(days=int(shift))
        else:
            moment = last(day, today) if kind == "dernier" else following(day, base)
        if key == "date":
            base = moment
        return f"{key} = {moment.isoformat()}" + (f"T{hour}:00" if hour else "")

    def token(found: re.Match[str]) -> str:
        name, day, shift = found.groups()
        start = today + timedelta(days=int(shift)) if shift else following(day, base)
        return written(next_named(name, start) if name else start, with_name=bool(name))

    return _TOKEN.sub(token, _HEADER.sub(header, text))


def last(day: str, today: date) -> date:
    """The last « MM-DD » that is not in the future."""
    month, number = (int(part) for part in day.split("-"))
    this_year = date(today.year, month, number)
    return this_year if this_year <= today else date(today.year - 1, month, number)


def following(day: str, base: date) -> date:
    """The first « MM-DD » from ``base`` on."""
    month, number = (int(part) for part in day.split("-"))
    this_year = date(base.year, month, number)
    return this_year if this_year >= base else date(base.year + 1, month, number)


def next_named(name: str, start: date) -> date:
    """The first day called ``name`` from ``start`` on."""
    return start + timedelta(days=(DAYS.index(name) - start.weekday()) % len(DAYS))


def written(day: date, *, with_name: bool) -> str:
    """« samedi 5 septembre », « 1er août »."""
    number = "1er" if day.day == 1 else str(day.day)
    words = f"{number}{NO_BREAK}{MONTHS[day.month - 1]}"
    return f"{DAYS[day.weekday()]} {words}" if with_name else words
