"""The places of a commune, for the gallery of components."""

from collections.abc import Mapping
from typing import Any

from sites.modules import Sample

ROWS: Mapping[str, Any] = {
    "places": [
        ("La mairie", "mairie", "1 place de la Halle", "Entrée de plain-pied", "44.4475, 1.4410"),
        ("L’école", "ecole", "Chemin des Noyers", "", ""),
    ]
}
SAMPLES = (Sample("Plan", "plan", {"title": "Venir", "kind": ""}),)
