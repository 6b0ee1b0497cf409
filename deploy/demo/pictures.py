"""Photos of the demonstration: landscapes drawn for a commune, as JPEG files."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import resvg_py
from PIL import Image

from sites.landscape import landscape
from sites.palette import palette

WIDTH, HEIGHT = 960, 624
QUALITY = 86

SUBJECTS: Mapping[str, str] = {
    "village": "village",
    "riviere": "river",
    "causse": "causse",
    "vigne": "vineyard",
    "moulin": "mill",
    "falaise": "cliff",
    "sentier": "trail",
    "mairie": "mairie",
    "ecole": "school",
    "marche": "market",
    "halle": "hall",
    "fete": "fete",
    "chantier": "works",
    "stade": "stadium",
    "bibliotheque": "library",
}
LIGHTS: Mapping[str, str] = {
    "jour": "day",
    "aube": "dawn",
    "matin": "morning",
    "soir": "evening",
    "crepuscule": "dusk",
    "nuit": "night",
}


def draw(path: Path, seed: str, recipe: Mapping[str, Any], colours: tuple[str, str]) -> None:
    """Write the JPEG of one recipe (``{sujet, lumiere[, largeur, hauteur]}``) at ``path``, whole or not at all."""
    width, height = recipe.get("largeur", WIDTH), recipe.get("hauteur", HEIGHT)
    svg = landscape(seed, palette(*colours).tokens, LIGHTS[recipe["lumiere"]], width, height, SUBJECTS[recipe["sujet"]])
    bitmap = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True))
    partial = path.with_suffix(".part")
    Image.open(io.BytesIO(bitmap)).convert("RGB").save(partial, "JPEG", quality=QUALITY)
    partial.replace(path)
