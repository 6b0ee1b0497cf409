"""The light of an hour, and the colours that a commune's palette takes under it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sites.palette import mix


@dataclass(frozen=True, slots=True)
class Hour:
    """What the sky does, whoever the commune: ``dim`` darkens things, ``warmth`` tints them with ``sun``."""

    zenith: str
    skyline: str
    sun: str
    sun_height: float
    dim: float
    warmth: float
    lit: bool = False


LIGHTS: Mapping[str, Hour] = {
    "day": Hour("#74b4d0", "#f4f1dc", "#fffbe8", 0.2, 0, 0.06),
    "dawn": Hour("#e9a78f", "#fdeedd", "#fff4d8", 0.44, 0.04, 0.2),
    "morning": Hour("#9fd0d6", "#fdf0d2", "#fffaea", 0.34, 0, 0.1),
    "evening": Hour("#ee9f5c", "#fde7c0", "#fff3cf", 0.4, 0.06, 0.26),
    "dusk": Hour("#4e5488", "#f0a585", "#ffd9a8", 0.5, 0.3, 0.2, lit=True),
    "night": Hour("#0e1a36", "#41598a", "#f4f0dc", 0.17, 0.58, 0.0, lit=True),
}

NIGHT = "#16213f"


@dataclass(frozen=True, slots=True)
class Light:
    """Every colour of a scene. ``far`` and ``near`` are the two ends of the hills' depth."""

    hour: Hour
    zenith: str
    skyline: str
    far: str
    near: str
    leaf: str
    grass: str
    earth: str
    water: str
    wall: str
    shade: str
    roof: str
    slate: str
    wood: str
    pane: str
    ink: str
    bright: str
    accent: str
    brand: str

    def depth(self, share: float) -> str:
        """The colour of a hill: 0 at the horizon, 1 at our feet."""
        return mix(self.far, self.near, share)

    def under(self, colour: str) -> str:
        """Any colour, as this hour shows it."""
        return _under(self.hour, colour)


def light_of(variant: str, palette: Mapping[str, str]) -> Light:
    """The colours of a scene for one commune at one hour."""
    hour = LIGHTS[variant]
    brand, deep, accent = palette["brand"], palette["deep"], palette["accent"]
    leaf = mix(mix(brand, "#4f7a46", 0.5), deep, 0.25)
    seen = {
        "leaf": leaf,
        "grass": mix(mix(brand, "#a9b665", 0.72), "#e8d9a0", 0.12),
        "earth": mix("#d9bd8d", brand, 0.08),
        "wall": "#f3e6cc",
        "shade": "#d4bd97",
        "roof": "#bd6740",
        "slate": "#6c7480",
        "wood": "#7d5638",
        "ink": mix(deep, "#2b2320", 0.4),
        "bright": "#ffffff",
        "accent": accent,
        "brand": brand,
    }
    return Light(
        hour=hour,
        zenith=mix(hour.zenith, brand, 0.1),
        skyline=hour.skyline,
        far=mix(_under(hour, mix(leaf, brand, 0.5)), mix(hour.zenith, hour.skyline, 0.55), 0.72),
        near=_under(hour, mix(deep, leaf, 0.22)),
        water=mix(_under(hour, mix("#4c93ab", brand, 0.22)), hour.skyline, 0.18),
        pane="#ffd98a" if hour.lit else "#5b6b74",
        **{name: _under(hour, colour) for name, colour in seen.items()},
    )


def _under(hour: Hour, colour: str) -> str:
    return mix(mix(colour, hour.sun, hour.warmth * 0.5), NIGHT, hour.dim)
