"""Small records in the forms of the sources, written for these tests."""

import json
from typing import Any


def boamp(donnees: dict[str, Any], gestion: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """One record of the API: two of its columns are JSON in a text."""
    return {
        "idweb": "26-10001",
        "objet": "Réfection du toit de l&#039;école",
        "nature": "APPEL_OFFRE",
        "dateparution": "2026-11-02",
        "nomacheteur": "Commune de Lalbenque",
        "type_marche": ["TRAVAUX"],
        "type_procedure": "PROCEDURE_ADAPTE",
        "url_avis": "https://www.boamp.fr/pages/avis/?q=idweb:26-10001",
        "donnees": json.dumps(donnees),
        "gestion": json.dumps(gestion or {}),
        **fields,
    }


def answer(*records: dict[str, Any]) -> bytes:
    """What the API answers."""
    return json.dumps({"total_count": len(records), "results": list(records)}).encode()


SIMPLE = {
    "FNSimple": {
        "organisme": {
            "nomOfficiel": "VILLE DE LALBENQUE", "codeIdentificationNational": "214 601 485 00015", "cp": "46230",
        },
        "initial": {
            "communication": {
                "identifiantInterne": "2026-T-07", "urlProfilAch": "https://plateforme.example/",
                "nomContact": "Camille Dupont", "adresseMailContact": "camille@mairie.example",
            },
            "procedure": {"procedureAdapteeO": "", "dateReceptionOffres": "2026-12-04T12:00:00.000"},
            "natureMarche": {"codeCPV": {"objetPrincipal": {"classPrincipale": "45261210"}}},
        },
    }
}  # fmt: skip
MAPA = {
    "MAPA": {
        "organisme": {"acheteurPublic": "Mairie de Lalbenque", "adr": {"cp": "46230"}, "urlProfilAcheteur": ""},
        "initial": {
            "delais": {"receptionOffres": "2026-07-03T17:30:00"},
            "renseignements": {"idMarche": "M12"},
            "lots": {"lot": {"numLot": "1", "description": "Charpente\nCharpente"}},
        },
    }
}
OLD = {
    "IDENTITE": {"DENOMINATION": "Commune de Lalbenque", "CP": "46230"},
    "CONDITION_DELAI": {"RECEPT_OFFRES": "2015-07-20T12:00:00+01:00"},
    "CONDITION_ADMINISTRATIVE": {"REFERENCE_MARCHE": "2015-1"},
    "OBJET": {"CPV": [{"PRINCIPAL": "45111291"}]},
}


def _organisation(number: int, name: str, company: str) -> dict[str, Any]:
    return {
        "efac:Company": {
            "cac:PartyIdentification": {"cbc:ID": {"#text": f"ORG-000{number}"}},
            "cac:PartyName": {"cbc:Name": {"#text": name}},
            "cac:PostalAddress": {"cbc:PostalZone": "46230"},
            "cac:PartyLegalEntity": {"cbc:CompanyID": {"#text": company}},
        }
    }


FORMS = {
    "EFORMS": {
        "ContractNotice": {
            "ext:UBLExtensions": {"ext:UBLExtension": {"ext:ExtensionContent": {"efext:EformsExtension": {
                "efac:Organizations": {"efac:Organization": [
                    _organisation(1, "Éditeur de plate-forme", "0152FAE7"),
                    _organisation(2, "Commune de Lalbenque", "49564"),
                ]},
            }}}},
            "cbc:ContractFolderID": "folder-1",
            "cac:ContractingParty": {"cac:Party": {"cac:PartyIdentification": {"cbc:ID": {"#text": "ORG-0002"}}}},
            "cac:ProcurementProject": {"cbc:ID": "2026-13"},
            "cac:ProcurementProjectLot": [
                {
                    "cbc:ID": {"#text": f"LOT-000{number}"},
                    "cac:ProcurementProject": {"cbc:Name": {"#text": f"Partie {number}"}},
                    "cac:TenderingTerms": {
                        "cac:CallForTendersDocumentReference": {"cac:Attachment": {"cac:ExternalReference": {
                            "cbc:URI": "https://plateforme.example/dce?type=DCE&amp;IDM=7"}}},
                        "cac:TenderRecipientParty": {"cbc:EndpointID": "https://plateforme.example/depot?IDM=7"},
                    },
                    "cac:TenderingProcess": {"cac:TenderSubmissionDeadlinePeriod": {
                        "cbc:EndDate": f"2026-10-0{number}+02:00", "cbc:EndTime": "12:00:00+02:00"}},
                }
                for number in (2, 3)
            ],
        }
    }
}  # fmt: skip


def market(**fields: Any) -> dict[str, Any]:
    """One contract of the essential data."""
    return {
        "id": "2026T0701", "acheteur": {"id": "21460148500015"}, "objet": "Toiture, lot 1", "codeCPV": "45261210-9",
        "procedure": "Procédure adaptée", "dateNotification": "2026-09-22", "datePublicationDonnees": "2026-09-25",
        "montant": 86450.5, "titulaires": [{"titulaire": {"id": "55204599900869", "typeIdentifiant": "SIRET"}}],
        **fields,
    }  # fmt: skip


def essential(*rows: Any) -> bytes:
    """A file of them."""
    return json.dumps({"marches": {"marche": list(rows)}}).encode()


XML = """<?xml version="1.0" encoding="UTF-8"?><marches><marche><id>2026T0701</id><acheteur><id>21460148500015</id>
</acheteur><objet>Réfection de l’école</objet><codeCPV>45261210-9</codeCPV><montant>86450.5</montant>
<dateNotification>2026-09-22</dateNotification><titulaires><titulaire><id>55204599900869</id></titulaire>
<titulaire><id>38103128500491</id></titulaire></titulaires></marche></marches>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<marches><marche><id>&b;</id></marche></marches>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Avis</title>
<link>https://plateforme.example/</link><description>x</description>
<item><title>Réfection &lt;b&gt;du toit&lt;/b&gt;&lt;script&gt;alert(1)&lt;/script&gt;</title>
<link>https://plateforme.example/avis/1</link><guid>1</guid><pubDate>Mon, 02 Nov 2026 08:00:00 +0100</pubDate>
<category>Travaux</category><description>réf. 2026-T-07 - Procédure adaptée - Date limite : le 04/12/26 à 12h00
</description></item></channel></rss>"""
