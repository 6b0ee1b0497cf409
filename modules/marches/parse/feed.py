"""What a platform publishes for one buyer: RSS, Atom, JSON or CSV, read by a mapping that the webmaster adjusts.

No two platforms say the same things at the same places. A file is first turned into lines of named texts
(``lines_of``); a mapping then says, for each thing we show, which name it is under and, inside of a longer text, after
and before which words (``Pick``).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

import feedparser

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Buyer, Notice
from modules.marches.parse import values
from modules.marches.parse.values import Fault, Read, UnreadableError, text

MOST = 2000
MAX_COLUMNS = 200
MAX_CELL = 20_000
Line = dict[str, str]

#: What a mapping may say, in the order of the form.
FIELDS = (
    "objet", "reference", "nature", "acheteur", "siret", "code_postal", "procedure", "categorie", "cpv", "publie_le",
    "limite", "url_avis", "url_dce", "url_depot", "url_questions", "titulaire", "montant", "notifie_le", "identifiant",
    "resume",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pick:
    """Where one thing is: a name, and the words that stand before and after it there."""

    name: str
    after: str = ""
    before: str = ""

    def of(self, line: Mapping[str, str]) -> str:
        """The text, between its bounds; nothing where ``after`` is not found."""
        found = line.get(self.name, "")
        if self.after:
            place = values.plain(found).find(values.plain(self.after))
            found = found[place + len(self.after) :] if place >= 0 else ""
        if self.before and (place := values.plain(found).find(values.plain(self.before))) >= 0:
            found = found[:place]
        return found.strip(" :–-\u00a0\u202f")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the lines of one source are read. ``clock_of_paris``: its hours are of Paris, whatever offset they bear."""

    picks: Mapping[str, Pick]
    clock_of_paris: bool = False
    path: str = ""
    """Where the list stands in a JSON file: « results »; found by itself when empty."""


def mapping_of(told: Mapping[str, Any]) -> Recipe:
    """As it is stored: ``{"champs": {"objet": ["title", "", ""]}, "heure_de_paris": true, "chemin": "results"}``."""
    picks = {
        name: Pick(*(str(part) for part in [*listed, "", "", ""][:3]))
        for name, listed in dict(told.get("champs") or {}).items()
        if name in FIELDS and isinstance(listed, list) and listed and listed[0]
    }
    return Recipe(picks, bool(told.get("heure_de_paris")), str(told.get("chemin") or ""))


#: What is tried when the webmaster said nothing yet: the first name that the lines have.
GUESSES: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "objet": (("title", "", ""), ("objet", "", ""), ("intitule", "", ""), ("titre", "", "")),
    "reference": (("reference", "", ""), ("ref", "", ""), ("description", "réf.", " - ")),
    "nature": (("nature", "", ""), ("type_avis", "", "")),
    "acheteur": (("acheteur", "", ""), ("nomacheteur", "", ""), ("acheteur.nom", "", "")),
    "siret": (("siret", "", ""), ("acheteur.id", "", ""), ("acheteur.siret", "", "")),
    "code_postal": (("code_postal", "", ""), ("cp", "", "")),
    "procedure": (("procedure", "", ""), ("description", "", "")),
    "categorie": (("categorie", "", ""), ("category", "", ""), ("type_marche", "", ""), ("description", "", "")),
    "cpv": (("cpv", "", ""), ("codecpv", "", "")),
    "publie_le": (("publie_le", "", ""), ("date_publication", "", ""), ("published", "", ""), ("updated", "", "")),
    "limite": (
        ("limite", "", ""), ("date_limite", "", ""), ("datelimitereponse", "", ""), ("description", "limite", ""),
    ),
    "url_avis": (("url_avis", "", ""), ("url", "", ""), ("lien", "", ""), ("link", "", "")),
    "url_dce": (("url_dce", "", ""), ("dce", "", "")),
    "url_depot": (("url_depot", "", ""), ("depot", "", "")),
    "titulaire": (("titulaire", "", ""), ("titulaires", "", "")),
    "montant": (("montant", "", ""),),
    "notifie_le": (("notifie_le", "", ""), ("date_notification", "", "")),
    "identifiant": (("identifiant", "", ""), ("guid", "", ""), ("id", "", "")),
    "resume": (("resume", "", ""), ("description", "", "")),
}  # fmt: skip


def guessed(lines: Iterable[Line]) -> Recipe:
    """A mapping to begin with."""
    known: dict[str, str] = {}
    for line in lines:
        for name in line:
            known.setdefault(key_of(name), name)
    picks = {}
    for field, tries in GUESSES.items():
        found = next(((known[name], after, before) for name, after, before in tries if name in known), None)
        if found:
            picks[field] = Pick(*found)
    return Recipe(picks)


def key_of(name: str) -> str:
    """A column as columns are compared: « Date limite » is ``date_limite``."""
    return "_".join(values.plain(name).replace("'", " ").replace("-", " ").split())


def read(content: bytes, told: Mapping[str, Any], base: str, today: date, prefix: str) -> Read:
    """The notices of a file found at ``base``. ``prefix`` begins their keys. Raises ``UnreadableError``."""
    own = mapping_of(told)
    lines = lines_of(content, own.path)
    chosen = own if own.picks else Recipe(guessed(lines).picks, own.clock_of_paris, own.path)
    return notices_of(lines, chosen, base, today, prefix)


def lines_of(content: bytes, path: str = "") -> list[Line]:
    """Named texts, whatever the format. Raises ``UnreadableError``."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<":
        return _of_feed(content)
    if start in {b"{", b"["}:
        return _of_json(content, path)
    if not start:
        raise UnreadableError("empty")
    return _of_table(content)


def _of_feed(content: bytes) -> list[Line]:
    head = content[:4000].lower()
    if b"<!entity" in head:
        raise UnreadableError("bomb")
    # A stream, and never the content itself: feedparser would open the file, or fetch the address, that it names.
    found = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise UnreadableError("page" if b"<html" in head or b"<!doctype html" in head else "broken")
    lines = []
    for entry in found.entries[:MOST]:
        line = {name: str(value)[:MAX_CELL] for name, value in entry.items() if isinstance(value, str)}
        line["description"] = line.pop("summary", "")
        line["category"] = ", ".join(str(tag.get("term") or "") for tag in entry.get("tags", ()))
        lines.append({name: value for name, value in line.items() if value})
    return lines


def _of_json(content: bytes, path: str) -> list[Line]:
    tree = values.loaded(content)
    if path:
        tree = values.at(tree, *path.split("."))
    elif isinstance(tree, dict):
        tree = next((value for value in tree.values() if isinstance(value, list)), None)
    if not isinstance(tree, list):
        raise UnreadableError("broken")
    return [dict(_flat(row)) for row in tree[:MOST] if isinstance(row, dict)]


def _flat(row: Mapping[str, Any], prefix: str = "", depth: int = 0) -> Iterable[tuple[str, str]]:
    for name, value in row.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and depth < 4:  # noqa: PLR2004  # deeper, nobody names it in a form
            yield from _flat(value, f"{key}.", depth + 1)
        elif isinstance(value, list):
            yield key, ", ".join(text(one) for one in value if not isinstance(one, dict | list))[:MAX_CELL]
        elif value is not None:
            yield key, str(value)[:MAX_CELL]


def _of_table(content: bytes) -> list[Line]:
    written = values.decoded(content)
    first = written.split("\n", 1)[0]
    sign = max(";,\t|", key=first.count)
    if not first.count(sign):
        raise UnreadableError("broken")
    try:
        rows = csv.reader(io.StringIO(written), delimiter=sign)
        names = [name.strip() for name in next(rows)]
        if len(names) > MAX_COLUMNS:
            raise UnreadableError("wide")
        lines = []
        for row in rows:
            cells = {name: cell[:MAX_CELL] for name, cell in zip(names, row, strict=False) if name and cell.strip()}
            if cells:
                lines.append(cells)
            if len(lines) == MOST:
                break
    except csv.Error as error:
        raise UnreadableError("broken") from error
    return lines


def notices_of(lines: Iterable[Line], chosen: Recipe, base: str, today: date, prefix: str) -> Read:
    """The lines as notices; a line without a title is told and left."""
    found = Read()
    for number, line in enumerate(lines, 1):
        notice, faults = notice_of(line, chosen, base, today, prefix)
        where = str(number)
        if notice is None:
            found.faults.append(Fault("title", where))
            continue
        found.notices.append(notice)
        found.faults += [Fault(fault.code, where, fault.said) for fault in faults]
    return found


def notice_of(line: Line, chosen: Recipe, base: str, today: date, prefix: str) -> tuple[Notice | None, list[Fault]]:
    """One line, and what was not understood of it."""
    said = {name: pick.of(line) for name, pick in chosen.picks.items()}
    title = text(said.get("objet"))
    if not title:
        return None, []
    faults = []
    until = values.deadline(said.get("limite"), today, clock_of_paris=chosen.clock_of_paris)
    if until is None and said.get("limite"):
        faults.append(Fault("deadline", "", text(said["limite"], 60)))
    published = values.day(said.get("publie_le"), today)
    if said.get("publie_le") and (published is None or published > today):
        published = None
        faults.append(Fault("date", "", text(said["publie_le"], 60)))
    paid, absurd = values.amount(said.get("montant"))
    if absurd:
        faults.append(Fault("amount", "", text(said["montant"], 40)))
    links = {
        name: values.address(urljoin(base, said[name]) if said.get(name) else "")
        for name in ("url_avis", "url_dce", "url_depot", "url_questions")
    }
    own = text(said.get("identifiant"), 200) or links["url_avis"] or text(said.get("reference"), 60) or title
    holders = tuple(dict.fromkeys(filter(None, (text(one) for one in said.get("titulaire", "").split(";")))))
    notice = Notice(
        key=f"{prefix}:{own}"[:240],
        title=title,
        nature=nature_of(said.get("nature", ""), title, awarded=bool(holders)),
        reference=text(said.get("reference"), 60),
        buyer=Buyer(text(said.get("acheteur")), values.siret(said.get("siret")), text(said.get("code_postal"), 5)),
        procedure=values.procedure(said.get("procedure")),
        category=values.category(said.get("categorie")) or values.category_of_cpv(values.cpv(said.get("cpv"))),
        cpv=values.cpv(said.get("cpv")),
        published=published,
        deadline=until[0] if until else None,
        day_only=bool(until and until[1]),
        url=links["url_avis"],
        file_url=links["url_dce"],
        deposit_url=links["url_depot"],
        questions_url=links["url_questions"],
        holders=holders,
        amount=paid,
        notified=values.day(said.get("notifie_le"), today),
        summary=text(said.get("resume"), values.MAX_TEXT),
    )
    return notice, faults


def nature_of(said: str, title: str, *, awarded: bool = False) -> str:
    """What a notice is, by its own words."""
    for words in (values.plain(said), values.plain(title)[:40] if not said else ""):
        if "annul" in words or "sans suite" in words:
            return common.CANCELLATION
        if "rectif" in words:
            return common.CORRECTION
        if "attribu" in words or "resultat" in words:
            return common.AWARD
    return common.AWARD if awarded else common.CALL
