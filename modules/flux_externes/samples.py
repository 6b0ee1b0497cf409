"""What outside feeds gave, for the gallery of components."""

from collections.abc import Mapping
from typing import Any

from cms.composants.pieces import LONG, NOWHERE
from sites.modules import Sample

ENTRIES = [
    {"title": "La déchetterie change d’heures", "url": NOWHERE, "day": "2026-11-02", "text": "Dès le 1er décembre."},
    {"title": LONG, "url": NOWHERE, "day": "", "text": ""},
]
ROWS: Mapping[str, Any] = {"feeds": [("L’intercommunalité", {"home": NOWHERE, "entries": ENTRIES}, False)]}
SAMPLES = (Sample("Flux extérieur", "flux", {"title": "Ailleurs", "name": "", "count": 5}),)
