"""The row of big links, for the gallery of components."""

from cms.composants.pieces import items, link
from sites.modules import Sample

TILES = items(
    {"icon": "shopping-basket", "label": "Payer la cantine", "link": link("")},
    {"icon": "recycle", "label": "Jours de collecte", "link": link("", "https://exemple.invalid/")},
    {"icon": "folder-open", "label": "Sans destination", "link": link("", "")},
)
SAMPLES = (Sample("Accès rapide", "acces_rapide", {"title": "Vos accès", "tiles": TILES}),)
