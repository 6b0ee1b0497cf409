"""What the law asks a public site to say of its accessibility. Pure: thresholds and delays are dated data.

Law n° 2005-102, articles 47 and 47-1; decree n° 2019-768; order of 20 September 2019 (RGAA, « Obligations
d’accessibilité »: format of the statement, its validity, the week in which a complaint is answered, the plan).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sites.law.dated import Delay, Threshold, begun, in_force


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of the statement, in force since a day. Rates are percentages of the criteria that are met.

    An audit is told for ``valid_years``; made with an older ``version``, until ``redo_months`` after the new one.
    """

    since: date
    version: str
    partial_from: int
    total_from: int
    valid_years: int
    redo_months: int


# RGAA 4.1, « Obligations d’accessibilité »: all criteria, at least half of them, less; renewed after three years, or
# eighteen months after a new version of the referential.
RULES = (Rules(date(2019, 9, 24), "4.1", 50, 100, 3, 18),)
# The same: « l’organisme concerné répond à toute réclamation dans un délai d’une semaine ».
ANSWER_WITHIN: Sequence[Delay] = (Delay(date(2019, 9, 21), days=7, source="arrêté du 20 septembre 2019"),)
# Without any answer so long after, the person is told again whom to turn to. A choice of ours.
RECOURSE_AFTER: Sequence[Delay] = (Delay(date(2026, 1, 1), months=1),)
# The plan lasts three years at most (decree n° 2019-768, article 7).
PLAN_YEARS = (Threshold(date(2019, 7, 26), 3),)
# Warned so long before the end of an audit or of a plan, and again, and on the day. A choice of ours.
NOTICES: Sequence[Delay] = (
    Delay(date(2026, 1, 1), months=6),
    Delay(date(2026, 1, 1), months=2),
    Delay(date(2026, 1, 1), days=0),
)

# RGAA 4.1: the number of criteria of each of the thirteen themes, 106 in all.
CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)

NONE, PARTIAL, TOTAL = "non", "partiel", "total"
LABELS: Mapping[str, str] = {NONE: "non conforme", PARTIAL: "partiellement conforme", TOTAL: "totalement conforme"}

# What is outside the duty (law n° 2005-102, article 47, and decree n° 2019-768, article 3), as sentences of a form.
EXEMPT: Mapping[str, str] = {
    "bureautique": "fichier bureautique publié avant le 23 septembre 2018, qu’aucune démarche ne demande",
    "media": "son ou vidéo enregistrés, publiés avant le 23 septembre 2020",
    "direct": "son ou vidéo diffusés en direct",
    "carte": "carte en ligne, dont les informations essentielles sont aussi données en texte",
    "tiers": "contenu d’un tiers, que la commune ne finance, ne développe ni ne contrôle",
    "patrimoine": "reproduction d’une pièce de collection patrimoniale",
    "archive": "archive, ni mise à jour depuis le 23 septembre 2019 ni utile à une démarche",
}


@dataclass(frozen=True, slots=True)
class Defender:
    """Where to write to the Défenseur des droits, since a day."""

    since: date
    form: str
    delegates: str
    post: str
    phone: str
    phone_href: str


DEFENDER = (
    Defender(
        date(2019, 9, 24),
        "https://formulaire.defenseurdesdroits.fr/",
        "https://www.defenseurdesdroits.fr/saisir/delegues",
        "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07",
        "09\u00a069\u00a039\u00a000\u00a000",
        "tel:+33969390000",
    ),
)


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit of conformity that people made: its day, who made it, the rate of criteria met, how and on what."""

    on: date
    by: str
    rate: float
    version: str = ""
    pages: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    environment: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()

    @property
    def told_rate(self) -> str:
        """As it is read: « 78,5 », « 80 »."""
        return f"{self.rate:g}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Fault:
    """A criterion that is not met; ``planned`` is the day by which it should be mended."""

    what: str
    where: str = ""
    criterion: str = ""
    planned: date | None = None


@dataclass(frozen=True, slots=True)
class Derogation:
    """A content left inaccessible, why, until when, and what is offered instead."""

    what: str
    reason: str
    instead: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A multi-year plan: its first and last years, its text or its address, what is done this year."""

    first: int
    last: int
    text: str = ""
    url: str = ""
    actions: str = ""
    done: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, cut where a line is left blank."""
        parts = "\n".join(self.text.splitlines()).split("\n\n")
        return tuple(part.strip() for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class Contact:
    """Who answers for accessibility."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Conformity:
    """What is announced. ``audit`` is the one it rests on; ``expired`` one that is too old to be told."""

    level: str
    version: str
    audit: Audit | None = None
    expired: Audit | None = None

    @property
    def label(self) -> str:
        """« non conforme », « partiellement conforme », « totalement conforme »: the words of the law."""
        return LABELS[self.level]


@dataclass(frozen=True, slots=True)
class Statement:
    """All that the page « Accessibilité » must say. Three kinds of contents are not accessible."""

    conformity: Conformity
    faults: tuple[Fault, ...] = ()
    burdens: tuple[Derogation, ...] = ()
    exempt: tuple[Derogation, ...] = ()
    plan: Plan | None = None
    plan_over: bool = False
    contact: Contact | None = None
    established: date | None = None
    updated: date | None = None
    defender: Defender = DEFENDER[-1]
    answer_days: int = field(default=ANSWER_WITHIN[-1].days)


def rules_on(day: date) -> Rules:
    """The rules in force; the first ones before them."""
    return in_force(RULES, day)


def expires_on(audit: Audit, today: date) -> date:
    """The first day on which an audit may no longer be announced: years after it, or months after a new version."""
    rules = rules_on(today)
    limit = Delay(rules.since, months=12 * rules.valid_years).after(audit.on)
    if audit.on.month == 2 and limit.day != audit.on.day:  # noqa: PLR2004  # the 29th of February ends on the 1st of March
        limit = date(limit.year, 3, 1)
    if audit.version and audit.version != rules.version and audit.on < rules.since:
        return min(limit, Delay(rules.since, months=rules.redo_months).after(rules.since))
    return limit


def level_of(rate: float, *, flawed: bool, day: date) -> str:
    """The state that a rate allows. With a fault known since and not mended, no site is wholly accessible."""
    rules = rules_on(day)
    if rate >= rules.total_from and not flawed:
        return TOTAL
    return PARTIAL if rate >= rules.partial_from else NONE


def conformity(audit: Audit | None, today: date, *, flawed: bool = False) -> Conformity:
    """« Non conforme » until an audit says better, and again when it is too old."""
    rules = rules_on(today)
    if audit is None or audit.on > today:
        return Conformity(NONE, rules.version)
    if today >= expires_on(audit, today):
        return Conformity(NONE, rules.version, expired=audit)
    return Conformity(level_of(audit.rate, flawed=flawed, day=today), audit.version or rules.version, audit)


def is_criterion(text: str) -> bool:
    """Whether ``text`` is the number of a criterion of the RGAA: "1.1" to "13.12"."""
    return text in {f"{theme}.{number}" for theme, last in enumerate(CRITERIA, 1) for number in range(1, last + 1)}


def statement(content: Mapping[str, Any], today: date) -> Statement:
    """What a kept version of a record says on ``today``: see ``content_of`` for its shape; ``{}`` says the least."""
    audit = content.get("audit")
    faults = tuple(Fault(**_dated(row, "planned")) for row in content.get("faults", ()))
    plan = Plan(**content["plan"]) if content.get("plan") else None
    return Statement(
        conformity(_audit(audit) if audit else None, today, flawed=bool(faults)),
        faults,
        tuple(Derogation(**_dated(row, "until")) for row in content.get("burdens", ())),
        tuple(Derogation(**_dated(row, "until")) for row in content.get("exempt", ())),
        plan,
        plan is not None and plan.last < today.year,
        Contact(**content["contact"]) if content.get("contact") else None,
        _day(content.get("established")),
        _day(content.get("updated")),
        begun(DEFENDER, today) or DEFENDER[0],
        in_force(ANSWER_WITHIN, today).days,
    )


def _audit(row: Mapping[str, Any]) -> Audit:
    lists = {name: tuple(row.get(name, ())) for name in ("pages", "technologies", "environment", "tools")}
    return Audit(date.fromisoformat(row["on"]), row["by"], row["rate"], row.get("version", ""), **lists)


def _dated(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {**row, name: _day(row.get(name))}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def changes(told: Statement, today: date) -> Iterator[date]:
    """The days to come on which a statement says something else though nobody writes."""
    audit = told.conformity.audit
    if audit is not None and (day := expires_on(audit, today)) > today:
        yield day
    if told.plan is not None and not told.plan_over:
        yield date(told.plan.last + 1, 1, 1)


def longest_plan(day: date) -> int:
    """How many years a plan may last."""
    return in_force(PLAN_YEARS, day).number


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def notices(end: date) -> list[date]:
    """The days on which one is warned of what ends on ``end``, the first one first."""
    return sorted(delay.before(end) for delay in NOTICES)


def due(end: date, today: date) -> date | None:
    """The last of these days that has come."""
    return max((day for day in notices(end) if day <= today), default=None)
