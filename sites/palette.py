"""Two colours of any kind become the accessible tokens of a site.

A commune chooses a brand colour and an accent, whatever they are: pale yellow, black, its football
club's red. Each token is placed in OKLCH (Björn Ottosson's perceptual space) at the hue that was
chosen, then its lightness is moved, and only its lightness, until every contrast of ``PAIRS`` holds
(WCAG 2.2 success criteria 1.4.3 and 1.4.11, RGAA 3.2 and 3.3). What had to move is reported as a
``Correction``, so that the desk can show the tint that visitors will really see.

Pure: no Django, no file, no randomness.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

WHITE = "#ffffff"
_SHORT = 3  # digits in "#abc"
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)

# Where the sRGB curve leaves its straight foot (IEC 61966-2-1).
_FOOT_ENCODED, _FOOT_LIGHT = 0.04045, 0.0031308

# Channels below this error are rounding, not colours outside the sRGB gamut.
_GAMUT_SLACK = 1e-4


@dataclass(frozen=True, slots=True)
class Pair:
    """``ink`` written, or drawn, over ``paper`` must keep at least ``minimum`` of contrast."""

    ink: str
    paper: str
    minimum: float


@dataclass(frozen=True, slots=True)
class Correction:
    """The colour asked for as ``role`` ("brand" or "accent"), and the one that could be used."""

    role: str
    asked: str
    used: str


@dataclass(frozen=True, slots=True)
class Palette:
    """CSS custom properties without their dashes (``"brand-strong"``) and their values."""

    tokens: Mapping[str, str]
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class _Lch:
    lightness: float
    chroma: float
    hue: float


_LIGHTS = ("bg", "surface", "tint", "brand-tint")

PAIRS: tuple[Pair, ...] = (
    Pair("ink", "tint", 7),
    *(Pair("ink-2", paper, 4.5) for paper in _LIGHTS),
    *(Pair("brand", paper, 4.5) for paper in _LIGHTS),
    *(Pair("brand-strong", paper, 7) for paper in ("surface", "brand-tint")),
    Pair("on-brand", "brand", 4.5),
    Pair("on-deep", "deep", 7),
    Pair("on-deep-2", "deep", 4.5),
    Pair("accent", "deep", 4.5),
    Pair("on-accent", "accent", 4.5),
    *(Pair("accent-ink", paper, 4.5) for paper in ("bg", "tint")),
    *(Pair("control", paper, 3) for paper in ("surface", "tint")),
    Pair("focus", "tint", 3),
    Pair("focus-halo", "deep", 3),
    Pair("focus-halo", "brand", 3),
    Pair("on-alert", "alert", 7),
    Pair("on-danger", "danger", 7),
)


def parse(colour: str) -> str:
    """Return ``colour`` as ``#rrggbb``; ValueError unless it reads like ``#abc`` or ``#aabbcc``."""
    found = _HEX.fullmatch(colour.strip())
    if found is None:
        raise ValueError(f"« {colour} » n’est pas une couleur : écrivez-la comme #3f6b4f.")
    digits = found[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == _SHORT else digits)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two ``#rrggbb`` colours, from 1 to 21, whatever their order."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """``one`` with ``share`` (0 to 1) of ``other`` stirred in, channel by channel in sRGB."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex([a + (b - a) * share for a, b in pairs])


def veil(colour: str, alpha: float) -> str:
    """``colour`` as a translucent CSS value: ``color-mix()`` is younger than our oldest browsers."""
    red, green, blue = (round(channel * 255) for channel in _channels(colour))
    return f"rgb({red} {green} {blue}/{alpha:g})"


@lru_cache(maxsize=512)
def palette(brand: str, accent: str, paper: float | None = None) -> Palette:
    """Compute every token of a site from its two colours.

    ``paper`` is the hue in degrees (OKLCH) of the background's faint warmth, which belongs to the
    theme; the brand's own hue when None. Raises ValueError for what is no colour.
    """
    asked_brand, asked_accent = parse(brand), parse(accent)
    main, second = _to_lch(asked_brand), _to_lch(asked_accent)
    ground = main.hue if paper is None else paper
    tokens = _papers(main, ground)
    lights = [tokens[name] for name in _LIGHTS]
    tokens |= _inks(main, lights) | _depths(main, ground)
    tokens |= _accents(second, lights, tokens["deep"])
    tokens |= {
        "focus": tokens["deep"],
        "focus-halo": _from_lch(_Lch(0.86, 0.15, 95)),
        "alert": "#fff1d6",
        "on-alert": "#5a2a00",
        "danger": "#8c1212",
        "on-danger": WHITE,
        "line": _from_lch(_Lch(0.885, 0.015, ground)),
    }
    tokens |= _veils(tokens)
    asked = (("brand", asked_brand), ("accent", asked_accent))
    moved = (Correction(role, colour, tokens[role]) for role, colour in asked)
    return Palette(tokens, tuple(each for each in moved if each.asked != each.used))


def _papers(main: _Lch, ground: float) -> dict[str, str]:
    return {
        "bg": _from_lch(_Lch(0.982, 0.008, ground)),
        "surface": WHITE,
        "tint": _from_lch(_Lch(0.945, 0.021, ground)),
        "brand-tint": _from_lch(_Lch(0.93, min(0.035, main.chroma * 0.4), main.hue)),
    }


def _inks(main: _Lch, lights: Sequence[str]) -> dict[str, str]:
    """Whatever is written on light paper; targets sit above PAIRS so that rounding never costs."""
    strong = _Lch(min(main.lightness - 0.08, 0.36), main.chroma, main.hue)
    return {
        "ink": _from_lch(_Lch(0.24, 0.02, main.hue)),
        "ink-2": _darken(_Lch(0.5, 0.02, main.hue), lights, 5.2),
        "brand": _darken(main, lights, 5),
        "brand-strong": _darken(strong, lights, 8.5),
        "on-brand": WHITE,
        "control": _darken(_Lch(0.66, 0.02, main.hue), lights, 3.2),
    }


def _depths(main: _Lch, ground: float) -> dict[str, str]:
    deep = _from_lch(_Lch(0.27, min(main.chroma, 0.06), main.hue))
    return {
        "deep": deep,
        "on-deep": _from_lch(_Lch(0.97, 0.01, ground)),
        "on-deep-2": _lighten(_Lch(0.8, 0.03, main.hue), [deep], 7),
    }


def _accents(second: _Lch, lights: Sequence[str], deep: str) -> dict[str, str]:
    shown = _Lch(max(second.lightness, 0.74), second.chroma, second.hue)
    accent = _lighten(shown, [deep], 5)
    return {
        "accent": accent,
        "on-accent": _darken(_Lch(0.32, 0.05, second.hue), [accent], 7),
        "accent-ink": _darken(second, lights, 5),
    }


def _veils(tokens: Mapping[str, str]) -> dict[str, str]:
    deep, middle = tokens["deep"], mix(tokens["deep"], tokens["brand"], 0.4)
    shades = {f"deep-{part}": veil(deep, part / 100) for part in (92, 75, 60, 25, 8)}
    return shades | {"mid": middle}


def _darken(colour: _Lch, papers: Sequence[str], target: float) -> str:
    return _move(colour, papers, target, -0.005)


def _lighten(colour: _Lch, papers: Sequence[str], target: float) -> str:
    return _move(colour, papers, target, 0.005)


def _move(colour: _Lch, papers: Sequence[str], target: float, step: float) -> str:
    """Walk the lightness by ``step`` until the contrast with every paper reaches ``target``.

    A walk, not a bisection: reducing chroma to stay in gamut makes luminance slightly uneven.
    """
    lightness = colour.lightness
    found = _from_lch(colour)
    while 0 < lightness < 1 and min(contrast(found, paper) for paper in papers) < target:
        lightness = min(1.0, max(0.0, lightness + step))
        found = _from_lch(_Lch(lightness, colour.chroma, colour.hue))
    return found


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(channels: Sequence[float]) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, each)) * 255):02x}" for each in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _FOOT_ENCODED else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(light: float) -> float:
    return 12.92 * light if light <= _FOOT_LIGHT else 1.055 * light ** (1 / 2.4) - 0.055


@lru_cache(maxsize=4096)
def _luminance(colour: str) -> float:
    red, green, blue = map(_linear, _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _to_lch(colour: str) -> _Lch:
    red, green, blue = map(_linear, _channels(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return _Lch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def _from_lch(colour: _Lch) -> str:
    """Return the nearest sRGB colour of the same lightness and hue: only chroma gives way."""
    light = _to_light(colour)
    low, high = 0.0, colour.chroma
    if not _in_gamut(light):
        for _ in range(12):
            middle = (low + high) / 2
            light = _to_light(_Lch(colour.lightness, middle, colour.hue))
            low, high = (middle, high) if _in_gamut(light) else (low, middle)
        light = _to_light(_Lch(colour.lightness, low, colour.hue))
    return _hex([_gamma(max(0.0, each)) for each in light])


def _in_gamut(light: Sequence[float]) -> bool:
    return all(-_GAMUT_SLACK <= each <= 1 + _GAMUT_SLACK for each in light)


def _to_light(colour: _Lch) -> tuple[float, float, float]:
    turn = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(turn), colour.chroma * math.sin(turn)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
