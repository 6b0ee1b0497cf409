"""From facts to verdicts, from verdicts to the grade that the ANCT would publish. Nothing is asked of anybody here."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from deploy.rcpnt.criteria import AA, A, Referential

OK = 200
NEVER = ""


class Trouble(StrEnum):
    """Why an address gave no page."""

    DOWN = "down"
    NAME = "name"
    """It was never asked: its name leads nowhere."""
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class Visit:
    """Where an address led: ``final`` is the last one asked, ``status`` its answer, 0 where there was none."""

    final: str = ""
    status: int = 0
    trouble: Trouble | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen of a commune. ``None`` is « nobody answered »; an empty text, « there is none »."""

    site: str
    """Host name of the site, lower case."""
    mail: str
    """What follows the @ of its address; empty without an address."""
    http: Visit
    https: Visit
    bare: Sequence[Visit] = ()
    """Both visits without « www. »; none where the name has none."""
    exchangers: Sequence[str] | None = ()
    spf: str | None = ""
    dmarc: str | None = ""
    countries: Sequence[str] = ()
    """Where mail is received (ISO 3166-1 alpha-2), as far as registries say."""


class State(StrEnum):
    """What can be said of a criterion. ``UNKNOWN`` is not held against anybody, as the ANCT does."""

    MET = "met"
    FAILED = "failed"
    TASK = "task"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A state, and why in a French sentence where it is not ``MET``."""

    state: State
    reason: str = ""
    cause: str = ""
    """« name » where the DNS is the fault, so that nobody looks for it in the web server."""


Verdicts = Mapping[str, Verdict]
MET = Verdict(State.MET)


def judge(facts: Facts, on: Referential, declared: Collection[str], generic: Collection[str] = ()) -> Verdicts:
    """A verdict for each criterion, in their order.

    ``declared``: the numbers of the declarations that somebody confirmed; ``generic``: shared domains of ours, that are
    no commune's own.
    """
    found = {**_site(facts, on), **_mail(facts, on, on.generic | set(generic))}
    return {
        one.number: (MET if one.number in declared else Verdict(State.TASK)) if one.declared else found[one.number]
        for one in on.criteria
    }


def grade(verdicts: Verdicts, on: Referential, *, promised: bool = False) -> str:
    """« AA », « A » or nothing; with ``promised``, what it will be once the town hall has declared."""
    good = {State.MET, State.UNKNOWN} | ({State.TASK} if promised else set())
    missing = {one.grade for one in on.criteria if verdicts[one.number].state not in good}
    return NEVER if A in missing else A if AA in missing else AA


def bare_name(host: str) -> str:
    """Without « www. »."""
    return host.removeprefix("www.")


def _site(facts: Facts, on: Referential) -> dict[str, Verdict]:
    down = _down(facts)
    extension = _extension(facts.site)
    elsewhere = next((name for name in map(_host, (facts.http, facts.https)) if _other(name, facts.site)), "")
    plain = facts.http.final.startswith("http:") and facts.http.trouble is None
    broken = [visit for visit in (facts.http, facts.https) if visit.trouble is Trouble.CERTIFICATE]
    lost = [visit for visit in facts.bare if not _leads(visit, facts.site)]
    stays = _("http://%s/ ne mène pas à l’adresse en https.") % facts.site
    return {
        "1.2": _if(extension not in on.extensions, _("«\u00a0.%s\u00a0» n’est pas dans la liste.") % extension),
        "1.3": _reached(facts, down),
        "1.4": _if(bool(down) or plain, down or stays),
        "1.5": _if(bool(down or broken), down or "".join(visit.reason for visit in broken[:1])),
        "1.6": _if(bool(down or elsewhere), down or _("Le site mène à %s.") % elsewhere),
        "1.7": _if(
            bool(down or plain or lost),
            down or (stays if plain else _("%s, sans «\u00a0www\u00a0», ne mène pas au site.") % bare_name(facts.site)),
        ),
    }


def _down(facts: Facts) -> str:
    """Why the site is held to be down; empty when it stands. A bad certificate alone is another criterion."""
    if not facts.site:
        return _("Le site n’a pas d’adresse.")
    for visit in (facts.https, facts.http):
        if visit.trouble in {Trouble.DOWN, Trouble.NAME}:
            return visit.reason
    if facts.https.trouble is None and facts.https.status != OK:
        return _("Le site répond %d.") % facts.https.status
    return ""


def _reached(facts: Facts, down: str) -> Verdict:
    nowhere = Trouble.NAME in {facts.https.trouble, facts.http.trouble}
    return Verdict(State.FAILED, down, Trouble.NAME if nowhere else "") if down else MET


def _mail(facts: Facts, on: Referential, generic: Collection[str]) -> dict[str, Verdict]:
    if not facts.mail:
        return dict.fromkeys(
            ("2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8"),
            Verdict(State.FAILED, _("La commune n’a pas d’adresse de messagerie.")),
        )
    common, other = facts.mail in generic, facts.mail != bare_name(facts.site)
    known = {
        "2.2": _if(common, _("%s n’est pas un domaine de la commune.") % facts.mail),
        "2.3": _if(
            common or other or _extension(facts.mail) not in on.extensions,
            _("La messagerie est à %(mail)s, le site à %(site)s.") % {"mail": facts.mail, "site": facts.site},
        ),
    }
    if not facts.exchangers:
        reason = _("Le DNS de %s ne répond pas.") if facts.exchangers is None else _("%s n’a pas de MX.")
        return known | dict.fromkeys(("2.4", "2.5", "2.6", "2.7", "2.8"), Verdict(State.FAILED, reason % facts.mail))
    outside = sorted(set(facts.countries) - on.union)
    no_rule = _("Aucune règle sous _dmarc.%s.") % facts.mail
    return known | {
        "2.4": MET,
        "2.5": _if(not facts.spf, _("Aucun texte SPF pour %s.") % facts.mail),
        "2.6": _if(not facts.dmarc, no_rule),
        "2.7": _if(not quarantines(facts.dmarc or ""), _weak(facts.dmarc or "") or no_rule),
        "2.8": _if(bool(outside), _("Pays des serveurs\u00a0: %s.") % ", ".join(outside))
        if facts.countries
        else Verdict(State.UNKNOWN, _("Aucun registre ne dit où sont les serveurs qui reçoivent le courrier.")),
    }


def quarantines(rule: str) -> bool:
    """Whether a DMARC rule (RFC 7489 §6.3) at least quarantines all mail; one that rejects may begin with a part."""
    tags = {tag.strip().lower(): value.strip().lower() for tag, _equal, value in _tags(rule)}
    share = tags.get("pct", "100")
    whole = not share.isdecimal() or int(share) >= 100  # noqa: PLR2004  # per cent
    return tags.get("p") == "reject" or (tags.get("p") == "quarantine" and whole)


def _tags(rule: str) -> list[tuple[str, str, str]]:
    return [part.partition("=") for part in rule.split(";")]


def _weak(rule: str) -> str:
    shown = re.sub(r"\s+", " ", rule)[:100]
    return _("La règle est «\u00a0%s\u00a0».") % shown if shown else ""


def _extension(name: str) -> str:
    return name.rpartition(".")[2]


def _host(visit: Visit) -> str:
    return urlsplit(visit.final).hostname or ""


def _other(name: str, site: str) -> bool:
    return bool(name) and bare_name(name) != bare_name(site)


def _leads(visit: Visit, site: str) -> bool:
    """It answered, or led to the very site: what the site then answers is another criterion."""
    return visit.trouble is None and (visit.status == OK or _host(visit) == site)


def _if(failed: bool, reason: str) -> Verdict:  # noqa: FBT001  # reads as a sentence
    return Verdict(State.FAILED, reason) if failed else MET
