"""An album, for the gallery of components."""

from cms.composants.pieces import SHOWN, items
from sites.modules import Sample

PHOTOS = items(*({"image": SHOWN, "caption": caption} for caption in ("Le lavoir", "", "Le pont, un soir d’automne")))
SAMPLES = (Sample("Galerie de photos", "galerie_photos", {"title": "La fête du village", "photos": PHOTOS}),)
