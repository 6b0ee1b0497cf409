"""The notices of BOAMP, as its API of open data gives them (Opendatasoft v2.1, 41 columns, two of them JSON in a text).

``donnees`` has four shapes, told by its root and not by its date: ``FNSimple``, ``MAPA``, ``EFORMS``, and that of old.
The API labels naive hours of Paris as UTC: only ``gestion`` and ``donnees`` are believed.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Buyer, Lot, Notice
from modules.marches.parse import eforms, values
from modules.marches.parse.values import Fault, Read, UnreadableError, at, listed, text

SOURCE = "boamp"
NATURES = {
    "APPEL_OFFRE": common.CALL, "RECTIFICATIF": common.CORRECTION, "ANNULATION": common.CANCELLATION,
    "ATTRIBUTION": common.AWARD,
}  # fmt: skip
INSTEAD = re.compile(r"\blire\b\s*:?\s*(.{4,160})", re.IGNORECASE | re.DOTALL)
Tree = Mapping[str, Any]


def read(content: bytes, today: date) -> Read:
    """The notices of an answer of the API. Raises ``UnreadableError`` when it is none."""
    answer = values.loaded(content)
    records = answer.get("results") if isinstance(answer, dict) else answer
    if not isinstance(records, list):
        raise UnreadableError("broken")
    found = Read()
    for number, record in enumerate(records, 1):
        where = str(record.get("idweb") or number) if isinstance(record, dict) else str(number)
        try:
            notice, faults = notice_of(record, today)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            found.faults.append(Fault("record", where))
            continue
        found.notices.append(notice)
        found.faults += faults
    return found


def total(content: bytes) -> int:
    """How many records the question has, of which the answer is a page."""
    answer = values.loaded(content)
    count = answer.get("total_count") if isinstance(answer, dict) else None
    return count if isinstance(count, int) else 0


def notice_of(record: Tree, today: date) -> tuple[Notice, list[Fault]]:
    """One record, and what was not understood of it. Raises ``ValueError`` when it is no notice."""
    number = text(record["idweb"], 20)
    said, managed = _inner(record.get("donnees")), _inner(record.get("gestion"))
    title = text(record.get("objet")) or text(at(managed, "INDEXATION", "RESUME_OBJET"))
    if not number or not title:
        raise ValueError(number)
    faults: list[Fault] = []
    kinds = listed(record.get("type_marche"))
    notice = Notice(
        key=f"{SOURCE}:{number}",
        title=title,
        nature=NATURES.get(record.get("nature") or "", common.CALL),
        procedure=values.procedure(record.get("type_procedure"), record.get("procedure_libelle")),
        category=values.category(*kinds),
        published=values.day(record.get("dateparution"), today),
        url=values.address(record.get("url_avis")),
        holders=tuple(name for one in listed(record.get("titulaire")) if (name := text(one))),
        related=tuple(f"{SOURCE}:{text(one, 20)}" for one in listed(record.get("annonce_lie"))),
        folder=text(record.get("contractfolderid"), 60),
        buyer=Buyer(text(record.get("nomacheteur"))),
    )
    shape = next((name for name in SHAPES if name in said), "")
    notice = SHAPES[shape](notice, said[shape], today) if shape else _old(notice, said, today)
    if not notice.deadline:
        notice = _dated(notice, at(managed, "INDEXATION", "DATE_LIMITE_REPONSE"), today, old="IDENTITE" in said)
    if notice.nature == common.CORRECTION and (until := corrected(said, today)):
        notice = replace(notice, deadline=until[0], day_only=until[1])
    if notice.deadline is None and record.get("datelimitereponse") and notice.nature == common.CALL:
        faults.append(Fault("deadline", number, text(record["datelimitereponse"], 40)))
    return notice, faults


def corrected(said: Tree, today: date) -> tuple[datetime, bool] | None:
    """The deadline of a « Au lieu de …, lire … »; nothing where the words do not say it."""
    words = [text(one, values.MAX_TEXT) for one in values.strings(said)]
    for place, one in enumerate(words):
        seen = INSTEAD.search(one)
        if seen and "date" in values.plain(" ".join([*words[max(0, place - 3) : place], one[: seen.start()]])):
            return values.deadline(seen[1], today)
    return None


def _inner(written: Any) -> dict[str, Any]:
    """JSON inside of a text."""
    tree = values.loaded(written.encode()) if isinstance(written, str) and written.strip() else written
    return tree if isinstance(tree, dict) else {}


def _dated(notice: Notice, written: Any, today: date, *, old: bool = False) -> Notice:
    """With its deadline. Notices of old wrote « +01:00 » in summer too: their hour is that of a clock."""
    found = values.deadline(written, today, clock_of_paris=old)
    return replace(notice, deadline=found[0], day_only=found[1]) if found else notice


def _simple(notice: Notice, said: Tree, today: date) -> Notice:
    """From 90 000 € to the thresholds of the Union."""
    body, first = said.get("organisme") or {}, said.get("initial") or said.get("attribution") or {}
    market = at(first, "natureMarche") or {}
    profile = values.address(at(first, "communication", "urlProfilAch"))
    made = replace(
        notice,
        buyer=Buyer(
            text(at(body, "nomOfficiel")) or notice.buyer.name,
            values.siret(at(body, "codeIdentificationNational")),
            text(at(body, "cp"), 5),
        ),
        reference=text(at(first, "communication", "identifiantInterne"), 60),
        cpv=values.cpv(at(market, "codeCPV", "objetPrincipal", "classPrincipale")),
        profile_url=profile,
        summary=text(at(market, "description"), values.MAX_TEXT),
        lots=_lots(at(market, "lotsMarche") or at(first, "lots")),
        procedure=common.ADAPTED if "procedureAdapteeO" in (at(first, "procedure") or {}) else notice.procedure,
    )
    return _dated(made, at(first, "procedure", "dateReceptionOffres"), today)


def _adapted(notice: Notice, said: Tree, today: date) -> Notice:
    """Under 90 000 €: never a SIRET."""
    body, first = said.get("organisme") or {}, said.get("initial") or said.get("attribution") or {}
    made = replace(
        notice,
        buyer=Buyer(text(at(body, "acheteurPublic")) or notice.buyer.name, "", text(at(body, "adr", "cp"), 5)),
        reference=text(at(first, "renseignements", "idMarche"), 60),
        profile_url=values.address(at(body, "urlProfilAcheteur")),
        summary=text(at(first, "description", "objet"), values.MAX_TEXT),
        lots=_lots(at(first, "lots")),
    )
    return _dated(made, at(first, "delais", "receptionOffres"), today)


def _forms(notice: Notice, said: Tree, today: date) -> Notice:
    return eforms.completed(notice, said, today)


def _old(notice: Notice, said: Tree, today: date) -> Notice:
    """Before 2024: ``IDENTITE``, ``OBJET``."""
    body = said.get("IDENTITE") or {}
    made = replace(
        notice,
        buyer=Buyer(text(at(body, "DENOMINATION")) or notice.buyer.name, "", text(at(body, "CP"), 5)),
        reference=text(at(said, "CONDITION_ADMINISTRATIVE", "REFERENCE_MARCHE"), 60),
        cpv=values.cpv(at(said, "OBJET", "CPV", "PRINCIPAL")),
        profile_url=values.address(at(body, "URL_PROFIL_ACHETEUR")),
        lots=_lots(at(said, "OBJET", "LOTS")),
    )
    delays = said.get("CONDITION_DELAI") or {}
    return _dated(made, at(delays, "RECEPT_OFFRES") or at(delays, "RECEPT_CANDIDAT"), today, old=True)


def _lots(tree: Any) -> tuple[Lot, ...]:
    rows = listed(at(tree, "lot") or at(tree, "LOT") or at(tree, "oui", "lot"))
    made = []
    for place, row in enumerate(rows, 1):
        number = text(at(row, "numLot") or at(row, "NUM_LOT") or at(row, "numeroLot"), 10) or str(place)
        lines = str(at(row, "description") or at(row, "intitule") or at(row, "INTITULE") or "").splitlines()
        title = text(lines[0]) if lines else ""
        if title:
            made.append(Lot(number, title))
    return tuple(made)


SHAPES = {"FNSimple": _simple, "MAPA": _adapted, "EFORMS": _forms}
