"""Services of others, for the gallery of components."""

from cms.composants.pieces import items
from sites.modules import Sample

BY = {"operator": "Un organisme exemple", "url": "https://exemple.invalid/"}
SERVICES = items(
    {"kind": "cantine", "title": "Payer la cantine", "text": "Ayez votre facture."} | BY,
    {"kind": "autre", "title": "Un autre service", "text": ""} | BY,
)
SAMPLES = (Sample("Portail de services", "portail", {"title": "En ligne", "services": SERVICES}),)
