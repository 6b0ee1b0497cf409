"""Essential data of public procurement (DECP), format of the ministry of finance 2.0.3, and its former 1.x: JSON, XML.

Read with tolerance: files in use have « NC » for a number, 1e17 euros, naked quotation marks. A lot is a contract.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Buyer, Notice
from modules.marches.parse import values
from modules.marches.parse.values import Fault, Read, UnreadableError, at, listed, text

SOURCE = "decp"
MOST = 5000  # contracts of one file
#: What is given again, of what the format asks (order of 22 December 2022), in its own names.
KEPT = (
    "id", "nature", "objet", "codeCPV", "procedure", "dureeMois", "dateNotification", "datePublicationDonnees",
    "montant", "formePrix", "offresRecues", "ccag", "marcheInnovant", "attributionAvance", "sousTraitanceDeclaree",
    "typeGroupementOperateurs", "lieuExecution", "techniques", "modalitesExecution", "typesPrix",
    "considerationsSociales", "considerationsEnvironnementales",
)  # fmt: skip
Tree = Mapping[str, Any]


def read(content: bytes, today: date) -> Read:
    """The contracts of a file. Raises ``UnreadableError`` when it holds none of the two forms."""
    found = Read()
    for number, row in enumerate(_rows(content), 1):
        if number > MOST:
            found.faults.append(Fault("more", str(MOST)))
            break
        where = text(row.get("id"), 40) if isinstance(row, dict) else ""
        try:
            notice, faults = notice_of(row, today)
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            found.faults.append(Fault("record", where or str(number)))
            continue
        found.notices.append(notice)
        found.faults += faults
    return found


def notice_of(row: Tree, today: date) -> tuple[Notice, list[Fault]]:
    """One contract, or one concession. Raises ``ValueError`` without what names it."""
    number, title = text(row.get("id"), 60), text(row.get("objet"))
    buyer = values.siret(at(row, "acheteur", "id") or row.get("acheteur.id") or at(row, "autoriteConcedante", "id"))
    if not (number and title and buyer):
        raise ValueError(number)
    paid, absurd = values.amount(_latest(row, "montant") or row.get("valeurGlobale"))
    faults = [Fault("amount", number, text(row.get("montant"), 30))] if absurd else []
    signed = row.get("dateNotification") or row.get("dateSignature")
    notified = values.day(signed, today)
    if notified and notified > today:
        notified = None
    if signed and not notified:
        faults.append(Fault("date", number, text(signed, 30)))
    code = values.cpv(row.get("codeCPV"))
    holders = tuple(dict.fromkeys(_holders(row)))
    notice = Notice(
        key=f"{SOURCE}:{buyer}:{number}",
        title=title,
        nature=common.DATA,
        reference=number,
        buyer=Buyer(text(at(row, "acheteur", "nom")), buyer),
        procedure=values.procedure(row.get("procedure")),
        category=values.category_of_cpv(code),
        cpv=code,
        published=values.day(row.get("datePublicationDonnees"), today) if notified else None,
        holders=holders,
        amount=paid,
        notified=notified,
        decp=_kept(row, buyer, paid),
    )
    return notice, faults


def _holders(row: Tree) -> Iterator[str]:
    """Names where there are, else numbers."""
    rows = listed(row.get("titulaires")) or listed(row.get("concessionnaires"))
    for one in rows:
        for inner in listed(at(one, "titulaire") or at(one, "concessionnaire") or one):
            if isinstance(inner, dict):
                name = text(inner.get("denominationSociale") or inner.get("nom"))
                number = values.siret(inner.get("id"))
                if name or number:
                    yield name or f"SIRET {number}"


def _latest(row: Tree, name: str) -> Any:
    """What the last modification says, if one does."""
    for one in reversed(listed(row.get("modifications"))):
        inner = at(one, "modification") or one
        if isinstance(inner, dict) and inner.get(name) not in (None, ""):
            return inner[name]
    return row.get(name)


def _kept(row: Tree, buyer: str, paid: float | None) -> dict[str, Any]:
    """What may be given again: plain words, no person, no absurd amount."""
    kept = {name: _plain(row[name]) for name in KEPT if row.get(name) not in (None, "")}
    kept["acheteur"] = {"id": buyer}
    if row.get("titulaires"):
        kept["titulaires"] = [
            {"titulaire": {"id": number, "typeIdentifiant": text(inner.get("typeIdentifiant"), 20) or "SIRET"}}
            for one in listed(row["titulaires"])
            for inner in listed(at(one, "titulaire") or one)
            if isinstance(inner, dict) and (number := values.siret(inner.get("id")))
        ]
    kept.pop("montant", None)
    return {**kept, "montant": paid} if paid is not None else kept


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, bool | int | float) else text(value)


def _rows(content: bytes) -> Iterator[Any]:
    written = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if written[:1] == b"<":
        root = tree_of(written)
        if root.tag.lower() == "html":
            raise UnreadableError("page")
        for element in root.iter():
            if element.tag in {"marche", "contrat-concession"} and len(element):
                yield _dict_of(element)
        return
    told = values.loaded(content)
    if isinstance(told, dict):
        told = told.get("marches", told)
    if isinstance(told, dict):
        told = [*listed(told.get("marche")), *listed(told.get("contrat-concession"))]
    if not isinstance(told, list):
        raise UnreadableError("broken")
    yield from told


def tree_of(content: bytes) -> Element:
    """XML that declares no entity. What is not UTF-8 though it says so is read as of Windows."""
    try:
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            if b"utf-8" in content[:200].lower():
                declared = content.partition(b"?>")
                body = declared[2] if declared[1] else content
                content = values.decoded(body).encode()
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        page = b"<!doctype html" in content[:400].lower()
        raise UnreadableError("page" if page else "bomb") from error
    except (ParseError, ValueError, LookupError) as error:
        page = b"<html" in content[:1000].lower()
        raise UnreadableError("page" if page else "broken") from error
    return root


def _dict_of(element: Element) -> Any:
    """An element as its JSON would be: repeated names make a list."""
    if not len(element):
        return (element.text or "").strip()
    made: dict[str, Any] = {}
    for child in element:
        inner = _dict_of(child)
        made[child.tag] = [*listed(made[child.tag]), inner] if child.tag in made else inner
    return made
