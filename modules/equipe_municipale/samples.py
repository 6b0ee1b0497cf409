"""The council, for the gallery of components."""

from collections.abc import Mapping
from typing import Any

from sites.modules import Sample

NO_SEAT = (None,) * 5
COUNCIL = (1, "La vie du village", "Les fêtes et les associations", 1, 0)
ROWS: Mapping[str, Any] = {
    "rows": [
        (1, "Camille Exemple", "maire", "Maire", "", "", "Le samedi matin", None, *COUNCIL),
        (2, "Dominique Modèle", "delegue", "Déléguée aux écoles", "Écoles et cantine", "", "", None, *COUNCIL),
        (3, "Claude Essai", "conseiller", "", "", "", "", None, *NO_SEAT),
    ]
}
SAMPLES = (
    Sample("Équipe municipale", "equipe", {"title": "L’équipe", "what": "members"}),
    Sample("Équipe municipale, les commissions", "equipe", {"title": "", "what": "commissions"}),
)
