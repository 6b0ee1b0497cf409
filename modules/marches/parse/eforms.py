"""A notice of the Union (eForms: UBL 2.3, sdk 1.x), as BOAMP turns its XML into JSON.

The first organisation is often the publisher of the notice: the buyer is the one that ``ContractingParty`` names.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from modules.marches.avis import notice as common
from modules.marches.avis.notice import Buyer, Lot, Notice
from modules.marches.parse import values
from modules.marches.parse.values import at, listed, text

EXTENSION = ("ext:UBLExtensions", "ext:UBLExtension", "ext:ExtensionContent", "efext:EformsExtension")
Tree = Mapping[str, Any]


def completed(notice: Notice, said: Tree, today: date) -> Notice:
    """The same notice with what the eForms says; ``said`` has one key, its kind."""
    root: Tree = next((value for value in said.values() if isinstance(value, dict)), {})
    project = at(root, "cac:ProcurementProject") or {}
    lots = listed(root.get("cac:ProcurementProjectLot"))
    names = _organisations(root)
    code = values.cpv(at(project, "cac:MainCommodityClassification", "cbc:ItemClassificationCode"))
    made = replace(
        notice,
        buyer=_buyer(root, names) or notice.buyer,
        reference=text(at(project, "cbc:ID"), 60),
        cpv=code,
        category=notice.category or values.category(at(project, "cbc:ProcurementTypeCode")),
        procedure=values.procedure(notice.procedure, at(root, "cac:TenderingProcess", "cbc:ProcedureCode")),
        summary=text(at(project, "cbc:Description"), values.MAX_TEXT),
        folder=text(root.get("cbc:ContractFolderID"), 60) or notice.folder,
        profile_url=values.address(at(root, "cac:ContractingParty", "cbc:BuyerProfileURI")),
        holders=notice.holders or _holders(root, names),
        lots=_lots(lots),
        notified=values.day(at(root, *EXTENSION, "efac:NoticeResult", "efac:SettledContract", "cbc:IssueDate"), today),
    )
    if notice.nature == common.AWARD:
        made = replace(made, amount=_amount(root))
    return _of_lots(made, lots, today)


def _text_id(tree: Any) -> str:
    return text(at(tree, "cbc:ID") if isinstance(tree, dict) else tree, 40)


def _organisations(root: Tree) -> dict[str, Tree]:
    """Companies by their identifier in the notice: ORG-0002."""
    rows = listed(at(root, *EXTENSION, "efac:Organizations", "efac:Organization"))
    companies = [at(row, "efac:Company") or {} for row in rows]
    return {text(at(one, "cac:PartyIdentification", "cbc:ID"), 40): one for one in companies}


def _buyer(root: Tree, names: Mapping[str, Tree]) -> Buyer | None:
    key = text(at(root, "cac:ContractingParty", "cac:Party", "cac:PartyIdentification", "cbc:ID"), 40)
    if (company := names.get(key)) is None:
        return None
    return Buyer(
        text(at(company, "cac:PartyName", "cbc:Name")),
        values.siret(at(company, "cac:PartyLegalEntity", "cbc:CompanyID")),
        text(at(company, "cac:PostalAddress", "cbc:PostalZone"), 5),
    )


def _holders(root: Tree, names: Mapping[str, Tree]) -> tuple[str, ...]:
    parties = listed(at(root, *EXTENSION, "efac:NoticeResult", "efac:TenderingParty"))
    keys = [_text_id(one) for party in parties for one in listed(at(party, "efac:Tenderer"))]
    found = [text(at(names[key], "cac:PartyName", "cbc:Name")) for key in keys if key in names]
    return tuple(dict.fromkeys(name for name in found if name))


def _amount(root: Tree) -> float | None:
    result = at(root, *EXTENSION, "efac:NoticeResult")
    return values.amount(at(result, "cbc:TotalAmount"))[0]


def _lots(lots: list[Any]) -> tuple[Lot, ...]:
    named = [(text(at(lot, "cbc:ID"), 20), text(at(lot, "cac:ProcurementProject", "cbc:Name"))) for lot in lots]
    if len(named) < 2:  # noqa: PLR2004  # a contract that is not cut has one lot, which is itself
        return ()
    return tuple(Lot(key.removeprefix("LOT-").lstrip("0") or "0", title) for key, title in named if title)


def _of_lots(notice: Notice, lots: list[Any], today: date) -> Notice:
    """The earliest deadline of the lots, and where the file is and where one answers."""
    found = []
    for lot in lots:
        period = at(lot, "cac:TenderingProcess", "cac:TenderSubmissionDeadlinePeriod") or {}
        written = text(period.get("cbc:EndDate"), 40)[:10]
        hour = text(period.get("cbc:EndTime"), 40)
        if written and (read := values.deadline(f"{written}T{hour}" if hour else written, today)):
            found.append(read)
    terms = [at(lot, "cac:TenderingTerms") or {} for lot in lots]
    until = min(found, default=(None, False), key=lambda pair: pair[0])
    return replace(
        notice,
        deadline=until[0],
        day_only=until[1],
        file_url=_first(
            terms, "cac:CallForTendersDocumentReference", "cac:Attachment", "cac:ExternalReference", "cbc:URI"
        ),
        deposit_url=_first(terms, "cac:TenderRecipientParty", "cbc:EndpointID"),
    )


def _first(terms: list[Any], *names: str) -> str:
    return next((link for one in terms if (link := values.address(at(one, *names)))), "")
