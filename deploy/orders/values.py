"""How each value of an order is read: from what TOML gives to what the platform keeps. Pure.

A reader takes the raw value and returns the clean one, or raises ``ValueError`` with the end of a French sentence.
"""

import re
from collections.abc import Callable, Container, Mapping
from datetime import date, datetime
from typing import Any, TypeAlias

from deploy.orders.hosts import MAX_NAME, host_name, label
from deploy.zoning import LONGEST_PREFIX
from sites.palette import parse as parse_colour

Reader: TypeAlias = Callable[[Any], Any]

DAYS = {
    "lundi": "monday",
    "mardi": "tuesday",
    "mercredi": "wednesday",
    "jeudi": "thursday",
    "vendredi": "friday",
    "samedi": "saturday",
    "dimanche": "sunday",
}
RANGES_A_DAY = 2
_EMAIL = re.compile(r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?P<domain>[^@\s]+)$")
_LOCAL = re.compile(r"^(?!.*\.\.)[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9])?$")
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_INSEE = re.compile(r"^(\d\d|2[AB])\d{3}$")
_POSTCODE = re.compile(r"^\d{5}$")
_PHONE = re.compile(r"^(0|\+33 ?|\+\d{3} ?)[\d .-]{8,16}$")
_RANGE = re.compile(r"^(\d{1,2})\s*[h:]\s*(\d{2})?\s*(?:-|–|à)\s*(\d{1,2})\s*[h:]\s*(\d{2})?$")

_WORDS: Mapping[type, str] = {
    str: "un texte",
    bool: "true ou false",
    int: "un nombre",
    float: "un nombre",
    date: "une date",
    datetime: "une date avec une heure",
    list: "une liste",
    dict: "un tableau",
}


def wrong_type(expected: str, value: Any) -> ValueError:
    """« attendu : un texte entre guillemets ; trouvé : un nombre »."""
    return ValueError(f"attendu : {expected} ; trouvé : {_WORDS.get(type(value), 'autre chose')}.")


def text(limit: int = 300) -> Reader:
    """A text that is not blank, without control characters."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise wrong_type("un texte entre guillemets", value)
        clean = value.strip()
        if not clean:
            raise ValueError("le texte est vide.")
        if len(clean) > limit:
            raise ValueError(f"le texte compte {len(clean)} caractères, {limit} au plus.")
        if any(ord(char) < ord(" ") and char != "\n" for char in clean):
            raise ValueError("le texte contient un caractère invisible.")
        return clean

    return read


def boolean(value: Any) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise wrong_type("true ou false", value)
    return value


def day(value: Any) -> date:
    """A TOML date."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise wrong_type("une date sans guillemets, comme 2026-12-01", value)
    return value


def insee(value: Any) -> str:
    """Five characters; whether the commune exists is another question."""
    code = text()(value).upper()
    if not _INSEE.match(code):
        raise ValueError(f"« {code} » n’est pas un code INSEE : cinq chiffres, comme « 46042 » (2A… et 2B… en Corse).")
    return code


def email(value: Any) -> str:
    """An address, in lower case."""
    address = text(254)(value).lower()
    match = _EMAIL.match(address)
    if not match:
        raise ValueError(f"« {address} » n’est pas une adresse électronique.")
    host_name(match["domain"])
    return address


def mailbox(value: Any) -> str:
    """A local part alone (« mairie »), or a whole address."""
    address = text(254)(value).lower()
    local, _, domain = address.partition("@")
    if not _LOCAL.match(local):
        told = " ".join(address.split())  # the sentence stays on one line
        raise ValueError(f"« {told} » n’est pas un nom de boîte : lettres sans accent, chiffres, points et tirets.")
    return f"{local}@{host_name(domain)}" if domain else local


def phone(value: Any) -> str:
    """A French number, kept as it is written."""
    number = text(20)(value)
    if not _PHONE.match(number):
        raise ValueError(f"« {number} » n’est pas un numéro de téléphone, comme « 05 65 00 00 00 ».")
    return number


def postcode(value: Any) -> str:
    """Five digits."""
    code = text()(value)
    if not _POSTCODE.match(code):
        raise ValueError(f"« {code} » n’est pas un code postal : cinq chiffres.")
    return code


def domain(value: Any) -> str:
    """A name of the commune's own, without ``www.``, which is added to it."""
    name = host_name(text(1000)(value))
    if name.startswith("www."):
        raise ValueError(f"écrivez « {name.removeprefix('www.')} » : le « www. » est ajouté de lui-même.")
    if len(name) > MAX_NAME - LONGEST_PREFIX:
        raise ValueError(
            f"« {name[:40]}… » compte {len(name)} caractères ; {MAX_NAME - LONGEST_PREFIX} au plus, car « www. » et "
            "les noms du courrier se placent devant."
        )
    return name


def subdomain(value: Any) -> str:
    """The label before the CDG's domain."""
    return label(text(1000)(value))


def colour(value: Any) -> str:
    """``#rrggbb``."""
    return parse_colour(text(20)(value))


def slug(value: Any) -> str:
    """The last part of the address of a page."""
    written = text(100)(value)
    if not _SLUG.match(written):
        raise ValueError(f"« {written} » n’est pas l’adresse d’une page : lettres minuscules, chiffres et tirets.")
    return written


def one_of(read: Reader, known: Container[Any], problem: Callable[[Any], str]) -> Reader:
    """A value among the known ones; ``problem`` makes the sentence from a wrong one."""

    def check(value: Any) -> Any:
        clean = read(value)
        if clean not in known:
            raise ValueError(problem(clean))
        return clean

    return check


def number(value: Any) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise wrong_type("un nombre entier", value)
    return value


def many(read: Reader) -> Reader:
    """A list of values, each once."""

    def each(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise wrong_type("une liste entre crochets", value)
        clean = tuple(read(item) for item in value)
        for position, item in enumerate(clean):
            if item in clean[:position]:
                raise ValueError(f"« {item} » est nommé deux fois.")
        return clean

    return each


def hours(value: Any) -> dict[str, str]:
    """``{lundi = ["9h-12h", "14h-17h30"]}`` to ``{"monday": "09:00-12:00 14:00-17:30"}``; a day not named is closed."""
    if not isinstance(value, dict):
        raise wrong_type('un tableau de jours, comme { lundi = ["9h-12h"] }', value)
    for name in value:
        if name not in DAYS:
            raise ValueError(f"« {name} » n’est pas un jour de la semaine.")
    return {code: _day_hours(value[name]) for name, code in DAYS.items() if value.get(name)}


def _day_hours(value: Any) -> str:
    ranges = [_hours_range(item) for item in many(text(40))(value)]
    if len(ranges) > RANGES_A_DAY:
        raise ValueError("une journée compte deux plages d’ouverture au plus.")
    if len(ranges) == RANGES_A_DAY and ranges[0][1] > ranges[1][0]:
        raise ValueError("la seconde plage d’ouverture commence avant la fin de la première.")
    return " ".join(f"{start}-{end}" for start, end in ranges)


def _hours_range(value: str) -> tuple[str, str]:
    match = _RANGE.match(value)
    if not match:
        raise ValueError(f"« {value} » n’est pas une plage horaire, comme « 9h-12h30 ».")
    start, end = (f"{int(match[hour]):02}:{match[minute] or '00'}" for hour, minute in ((1, 2), (3, 4)))
    if not "00:00" <= start < end <= "23:59" or max(start[3:], end[3:]) > "59":
        raise ValueError(f"« {value} » n’est pas une plage horaire possible.")
    return start, end
