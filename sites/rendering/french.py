"""Dates, hours, sizes and telephone numbers as they are written in French."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from markupsafe import Markup

from sites.law.dated import PARIS

NBSP = "\u00a0"
NARROW = "\u202f"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
DAY_CODES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST = "1er"
PARTS: dict[str, Callable[[date], str]] = {
    "month": lambda day: f"{MONTHS[day.month - 1]} {day.year}",
    "short_month": lambda day: SHORT_MONTHS[day.month - 1],
    "short_day": lambda day: f"{DAYS[day.weekday()][:3]}.",
}
KILO = 1024


def enumerated(words: Sequence[str]) -> str:
    """« a », « a et b », « a, b et c »."""
    return " et ".join(part for part in (", ".join(words[:-1]), words[-1] if words else "") if part)


def counted(number: int, one: str, many: str) -> str:
    """« 0 page », « 1 page », « 2 pages »: French begins to count many with two."""
    return f"{number} {one if abs(number) <= 1 else many}"


def local(moment: date | datetime | str) -> date | datetime:
    """In the time of Paris; an ISO text is read first."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if "T" in moment else date.fromisoformat(moment[:10])
    if isinstance(moment, datetime) and moment.tzinfo is not None:
        return moment.astimezone(PARIS)
    return moment


def date_fr(moment: date | datetime | str | None, style: str = "long") -> str:
    """What ``date_text`` writes, for templates: the first of a month is markup, its « er » raised."""
    written = date_text(moment, style)
    if FIRST not in written:
        return written
    return Markup(written.replace(FIRST, "1<sup>er</sup>"))  # noqa: S704  # nothing here was typed by anybody


def date_text(moment: date | datetime | str | None, style: str = "long") -> str:
    """Write a date in one of eight styles, as plain text that goes anywhere; nothing gives nothing.

    ``long`` 4 septembre 2026, ``full`` vendredi 4 septembre 2026, ``short`` 4 sept. 2026, ``month`` septembre 2026,
    ``short_month`` sept., ``short_day`` ven., ``iso`` 2026-09-04, ``time`` 10 h 42. The first of a month is « 1er ».
    """
    if not moment:
        return ""
    moment = local(moment)
    if style == "iso":
        return moment.isoformat()[:10]
    if style == "time":
        return hour_fr(moment.hour, moment.minute) if isinstance(moment, datetime) else ""
    if style in PARTS:
        return PARTS[style](moment)
    months = SHORT_MONTHS if style == "short" else MONTHS
    day = FIRST if moment.day == 1 else str(moment.day)
    written = day + f"{NBSP}{months[moment.month - 1]} {moment.year}"
    return f"{DAYS[moment.weekday()]} " + written if style == "full" else written


def hour_fr(hour: int, minute: int = 0) -> str:
    """« 9 h » or « 12 h 30 »."""
    return f"{hour}{NBSP}h{NBSP}{minute:02d}" if minute else f"{hour}{NBSP}h"


def hour_of(text: str) -> str:
    """The same from ``09:00`` or ``09:00:00``; nothing for what is no hour."""
    found = re.match(r"(\d{1,2}):(\d{2})", text)
    return hour_fr(int(found[1]), int(found[2])) if found else ""


def size_fr(size: int | None) -> str:
    """« 310 Ko », « 2,4 Mo »."""
    if not size:
        return ""
    if size < KILO * KILO:
        return f"{max(1, round(size / KILO))}{NBSP}Ko"
    return f"{size / KILO / KILO:.1f}{NBSP}Mo".replace(".", ",").replace(",0", "")


def number_fr(number: int | None) -> str:
    """« 19 907 »."""
    return "" if number is None else f"{number:,}".replace(",", NARROW)


def phone_href(phone: str) -> str:
    """The address of a French telephone number; nothing when there is no number in it."""
    digits = re.sub(r"[^\d+]", "", phone.replace("(0)", ""))
    if not digits:
        return ""
    return f"tel:+33{digits[1:]}" if re.fullmatch(r"0[1-9]\d{8}", digits) else f"tel:{digits}"
