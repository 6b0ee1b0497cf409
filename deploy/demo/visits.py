"""Invented readers of the showcases: the log that the server would have written, for the worker to count. Pure.

Deterministic: a page's share comes from its depth and its name, a day's from the day of the week; the last days of a
longer period weigh a little more, as for a site that is getting known.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from sites.law.dated import PARIS

DAYS = 120
# Readings of an ordinary day, by the packs of the showcases: a town, a small town, two villages.
A_DAY = {"cahors": 210, "gourdon": 90, "cajarc": 45, "saint-cirq-lapopie": 60}
# Monday to Sunday.
WEEK = (1.25, 1.1, 1.05, 1.0, 1.1, 0.75, 0.65)
GROWTH = 0.35
# What a citizen comes for; other pages share the rest.
SOUGHT = {"/": 24, "/agenda/": 9, "/actualites/": 8}
SOUGHT_WORDS = {"horaires": 12, "ecrire": 6, "dechets": 6, "ecole": 5, "marche": 5, "documents": 4, "mairie": 4}


def log(folder: str, host: str, pages: Sequence[str], today: date) -> Iterator[str]:
    """The lines of a showcase, the oldest first, until yesterday. ``pages`` are its addresses, « /agenda/ »."""
    weights = [_weight(page) for page in pages]
    whole = sum(weights)
    for back in range(DAYS, 0, -1):
        day = today - timedelta(days=back)
        readings = A_DAY[folder] * WEEK[day.weekday()] * (1 - GROWTH * back / DAYS)
        for page, weight in zip(pages, weights, strict=True):
            expected = readings * weight / whole * (0.6 + 0.8 * _draw(f"{day} {page}"))
            for number in range(int(expected + _draw(f"{page} {day}"))):
                yield _line(host, page, day, number)


def _weight(page: str) -> float:
    asked = SOUGHT.get(page) or max((many for word, many in SOUGHT_WORDS.items() if word in page), default=1)
    return asked / page.count("/") * (0.5 + _draw(page))


def _line(host: str, page: str, day: date, number: int) -> str:
    seconds = int(_draw(f"{page} {day} {number}") * 14 * 3600)
    moment = datetime.combine(day, time(8), PARIS) + timedelta(seconds=seconds)
    request = {"method": "GET", "host": host, "uri": page}
    return json.dumps({"ts": round(moment.timestamp()), "status": 200, "request": request})


def _draw(words: str) -> float:
    """Between 0 and 1, the same on every machine."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4]) / 2**32
