"""A landscape drawn for a commune that has no photo: always beautiful, always the same for the same seed.

``landscape()`` is the only door. The drawing is a self-contained SVG: no script, no style, no font, no link, so that a
browser shows it as a picture and a rasteriser (resvg) turns it into a bitmap. Pure: no Django, no file, no clock.
"""

from collections.abc import Mapping

from sites.landscape.light import LIGHTS, Light, light_of
from sites.landscape.pen import Pen
from sites.landscape.places import PLACES
from sites.landscape.squares import SQUARES
from sites.landscape.terrain import backdrop

# From this ratio on it is a banner, whose left side carries words: its subject stays on the right.
BANNER = 1.9
# A flag has a side.
ONE_WAY = frozenset({"mairie"})
SCENES = {**PLACES, **SQUARES}
SUBJECTS: tuple[str, ...] = tuple(SCENES)
VARIANTS: tuple[str, ...] = tuple(LIGHTS)

__all__ = ["SUBJECTS", "VARIANTS", "Light", "banner", "landscape"]

# What a banner shows: a view, never a close scene, and half of the time the village itself.
VIEWS = ("village", "village", "village", "river", "vineyard", "mill", "cliff", "causse")
HOURS = ("day", "day", "morning", "evening", "dawn")


def banner(seed: str, palette: Mapping[str, str], view: str = "") -> str:
    """Draw the banner of a commune without photo; the seed chooses the hour, and what it shows unless ``view`` does."""
    pen = Pen(f"{seed}/banner", 1)
    hour, drawn = pen.pick(HOURS), pen.pick(VIEWS)
    return landscape(seed, palette, hour, 1600, 760, view if view in VIEWS else drawn)


def landscape(
    seed: str,
    palette: Mapping[str, str],
    variant: str = "day",
    width: int = 1600,
    height: int = 760,
    subject: str = "village",
) -> str:
    """Draw ``subject`` under the light of ``variant``, in the colours of ``palette``.

    ``palette`` holds the tokens of ``sites.palette`` (at least ``brand``, ``deep`` and ``accent``). The same arguments
    always give the same text; another seed gives other hills, houses and clouds. Raises ValueError for a subject, a
    variant or a size it does not know.
    """
    if subject not in SCENES:
        raise ValueError(f"Sujet inconnu : « {subject} ».")
    if variant not in LIGHTS:
        raise ValueError(f"Lumière inconnue : « {variant} ».")
    if not (width > 0 and height > 0):
        raise ValueError(f"Dimensions impossibles : {width} × {height}.")
    pen = Pen(f"{seed}/{subject}/{variant}", width / height)
    light = light_of(variant, palette)
    horizon = backdrop(pen, light)
    SCENES[subject](pen, light, horizon)
    if width / height < BANNER and subject not in ONE_WAY and pen.chance(0.5):
        pen.turn_over()
    return pen.finish(width, height)
