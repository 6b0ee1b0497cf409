"""A plan as a webmestre reads it: commune by commune, room by room, with its price; warnings first."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from deploy.orders.hosts import readable
from deploy.prices import Prices
from deploy.provision import Proposal
from deploy.resources import WORDS
from deploy.statement.reckon import statement
from deploy.subscriptions import LineKind, Subscription
from deploy.wizard.sentences import CERTIFICATES, MAIL_RECORDS, NEEDED, REDIRECTION, ROOM_OF, ROOMS, SENTENCES
from sites.packs import MODULE_LABELS, PACKS, RIGHT_LABELS
from sites.plan import Action, Change, flat, short
from sites.tenancy.roles import Role
from sites.themes import ThemeError, load

LOST = frozenset({Action.DELETE, Action.ORPHAN})
WEB_RECORDS = frozenset({"A", "AAAA"})


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan does for one commune. ``euros`` a year, without what has no price yet."""

    insee: str
    name: str
    rooms: Sequence[tuple[str, Sequence[str]]]
    warnings: Sequence[str]
    by_hand: Sequence[str]
    dues: Sequence[tuple[str, Decimal | None]]
    euros: Decimal
    unpriced: bool


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan comes to."""

    sites: int
    domains: int
    mailboxes: int
    people: int
    euros: Decimal
    unpriced: bool


def told(proposal: Proposal, prices: Prices) -> list[Told]:
    """By name of commune. Nothing is read: ``prices`` stand for the tables."""
    changes: dict[str, list[Change]] = {insee: [] for insee in proposal.subscriptions}
    for change in proposal.plan:
        changes.setdefault(change.group, []).append(change)
    notices: dict[str, list[str]] = {}
    for insee, sentence in proposal.notices:
        notices.setdefault(insee, []).append(sentence)
    return sorted(
        (_commune(insee, proposal, changes[insee], notices.get(insee, ()), prices) for insee in proposal.subscriptions),
        key=lambda one: (one.name, one.insee),
    )


def totals(proposal: Proposal, communes: Iterable[Told]) -> Totals:
    """Of what is new, and of what all of it costs a year."""
    new = Counter(change.key[0] for change in proposal.plan if change.action is Action.CREATE)
    shown = list(communes)
    return Totals(
        new["site"],
        new["domain"],
        new["mailbox"],
        new["person"],
        sum((one.euros for one in shown), Decimal(0)),
        any(one.unpriced for one in shown),
    )


def _commune(insee: str, proposal: Proposal, changes: Sequence[Change], notices: Iterable[str], prices: Prices) -> Told:
    subscription = proposal.subscriptions[insee]
    year = max((proposal.day, *(line.since for line in subscription.lines if line.until is None))).year
    due = statement(subscription, (), prices, year)
    rooms: dict[str, dict[str, None]] = {room: {} for room in ROOMS}  # sentences in order, each once
    for change in changes:
        if change.action not in LOST:
            rooms[room_of(change)][sentence(change)] = None
    warnings = [sentence(change) for change in changes if change.action in LOST]
    return Told(
        insee,
        subscription.commune.name,
        [(str(ROOMS[room]), list(said)) for room, said in rooms.items() if said],
        list(dict.fromkeys([*proposal.notes.get(insee, ()), *warnings])),
        [*_by_hand(subscription, changes), *notices],
        [(one.label, one.euros) for one in due.dues if one.euros != 0],
        due.total,
        bool(due.unpriced),
    )


def _by_hand(subscription: Subscription, changes: Iterable[Change]) -> list[str]:
    opens = any(change.key[0] == "site" and change.action is Action.CREATE for change in changes)
    lacking = [str(word) for name, word in NEEDED.items() if not subscription.facts.get(name)] if opens else []
    said = []
    if lacking:
        facts = ", ".join(lacking)
        said.append(_("Compléter «\u00a0Mairie\u00a0» (%(facts)s)\u00a0: le site n’est mis en ligne qu’avec.") % {
            "facts": facts
        })  # fmt: skip
    if opens and not subscription.named(LineKind.DOMAIN):
        said.append(_("Conseiller un nom de domaine à elle\u00a0: il suit la commune si elle change d’hébergeur."))
    return said


def room_of(change: Change) -> str:
    """The room of a commune's plan where a change is told."""
    kind = change.key[0]
    return "mail" if kind == "dns" and _record(change) == "mail" else ROOM_OF[kind]


def _record(change: Change) -> str:
    """What a DNS record serves."""
    values = change.after or change.before
    if values["type"] in WEB_RECORDS:
        return "web"
    return "certificate" if values["type"] == "CAA" else "mail"


def sentence(change: Change) -> str:
    """One change, plainly."""
    kind, _identity = change.key
    values: Mapping[str, Any] = change.after or change.before
    pattern = SENTENCES[kind, change.action]
    if kind == "dns" and (served := _record(change)) != "web":
        pattern = (MAIL_RECORDS if served == "mail" else CERTIFICATES)[change.action]
    if kind == "vhost" and change.action is not Action.DELETE and values["target"]:
        pattern = REDIRECTION
    return readable(str(pattern % _words(kind, values, change)))


def _words(kind: str, values: Mapping[str, Any], change: Change) -> dict[str, Any]:
    name = values.get("name") if kind == "dns" else change.key[1]
    words = {"name": name, "changes": _differences(change), **_plain(values, ("gigabytes", "email", "zone", "target"))}
    if kind == "site":
        words |= {"pack": PACKS[values["pack"]].label, "theme": _theme(values["theme"])}
    elif kind == "person":
        words |= {"who": values["name"], "role": Role(values["role"]).label}
    elif kind == "alias":
        words |= {"targets": _(" et ").join(values["targets"])}
    return words


def _plain(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _differences(change: Change) -> str:
    before, after = dict(flat(change.before or {})), dict(flat(change.after or {}))
    told = []
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            word = " ".join(WORDS.get(part, part) for part in name.split("."))
            told.append(f"{word}, {_shown(name, before.get(name))} → {_shown(name, after.get(name))}")
    return "\u00a0; ".join(told)


def _shown(name: str, value: Any) -> str:
    """A value as people know it: what orders name by a code has a label."""
    if name not in LABELS or not value:
        return short(value)
    label = LABELS[name]
    return ", ".join(map(label, value)) if isinstance(value, list | tuple) else label(value)


def _theme(name: str) -> str:
    try:
        return load(name).label
    except ThemeError:
        return name


LABELS: Mapping[str, Callable[[str], str]] = {
    "pack": lambda code: str(PACKS[code].label),
    "theme": _theme,
    "role": lambda code: str(Role(code).label),
    "modules_on": lambda code: str(MODULE_LABELS.get(code, code)),
    "modules_off": lambda code: str(MODULE_LABELS.get(code, code)),
    "rights_on": lambda code: str(RIGHT_LABELS.get(code, code)),
}
