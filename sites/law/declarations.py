"""What the law asks of a commune's site, before and while it is online. Pure: thresholds and delays are dated data.

Law n° 2004-575 (LCEN), article 1-1: address, telephone, director of publication of whoever edits a site.
Law n° 2005-102, article 47; decree n° 2019-768; order of 20 September 2019: the state of conformity to the RGAA, which
only an audit may raise above « non conforme ».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from sites.law.dated import in_force

# Columns of the town hall, and how a sentence calls what is missing.
MANDATORY: Mapping[str, str] = MappingProxyType(
    {
        "address": "l’adresse de la mairie",
        "postcode": "son code postal",
        "phone": "son téléphone",
        "director": "le nom du directeur ou de la directrice de la publication",
    }
)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the declaration, in force since a day. Rates are percentages of the criteria that are met."""

    since: date
    version: str
    partial_from: int
    total_from: int
    valid_years: int


# RGAA 4.1, « Obligations d’accessibilité »: all criteria, at least half of them, less; renewed after three years.
ACCESSIBILITY = (Rules(date(2019, 9, 24), "4.1", 50, 100, 3),)


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit of conformity: its day, who made it, the rate of criteria met, what it found."""

    on: date
    by: str
    rate: int
    found: str = ""


@dataclass(frozen=True, slots=True)
class Conformity:
    """What the declaration announces. ``audit`` is the one it rests on; ``expired`` one that is too old to be told."""

    label: str
    version: str
    audit: Audit | None = None
    expired: Audit | None = None


def missing_facts(mairie: Mapping[str, Any]) -> list[str]:
    """What must be known before a site goes online, and is not, as words of a sentence."""
    return [words for column, words in MANDATORY.items() if not str(mairie.get(column) or "").strip()]


def rules_on(day: date) -> Rules:
    """The rules in force; the first ones before them."""
    return in_force(ACCESSIBILITY, day)


def expires_on(audit: Audit, today: date) -> date:
    """The first day on which an audit may no longer be announced."""
    year = audit.on.year + rules_on(today).valid_years
    leap_day = (audit.on.month, audit.on.day) == (2, 29)
    return date(year, 3, 1) if leap_day else audit.on.replace(year=year)


def conformity(audit: Audit | None, today: date) -> Conformity:
    """« Non conforme » until an audit says better, and again when it is too old."""
    rules = rules_on(today)
    if audit is None or audit.on > today:
        return Conformity("non conforme", rules.version)
    if today >= expires_on(audit, today):
        return Conformity("non conforme", rules.version, expired=audit)
    if audit.rate >= rules.total_from:
        label = "totalement conforme"
    elif audit.rate >= rules.partial_from:
        label = "partiellement conforme"
    else:
        label = "non conforme"
    return Conformity(label, rules.version, audit)


def audit_of(mairie: Mapping[str, Any]) -> Audit | None:
    """The audit recorded with the town hall; ``None`` unless its day and its rate are known."""
    on, rate = mairie.get("audit_on"), mairie.get("audit_rate")
    if on is None or rate is None:
        return None
    return Audit(on, mairie.get("audit_by") or "", rate, mairie.get("audit_found") or "")
