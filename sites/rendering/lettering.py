"""The two fonts of a site, that of its headings and that of its text: declared by a theme, worn with any other.

``theme.toml`` holds ``[lettering]`` (``label``: how it is told to who chooses, ``title_weight``) and its fonts in the
order of their use, ``[fonts.<file>]`` with ``family``, ``weights`` and ``fallback``. A theme that declares none has
those of the theme it extends. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

# What every device has: the base sheet says which.
DEVICE = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif'
WEIGHT = 700
MOST = 2  # families on a page


@dataclass(frozen=True, slots=True)
class Font:
    """A font: its family, its file among those of the theme, the weights it goes through, what stands in for it."""

    family: str
    file: str
    weights: str
    fallback: str = DEVICE

    @property
    def stack(self) -> str:
        """As CSS writes it."""
        return f'"{self.family}", {self.fallback}'


@dataclass(frozen=True, slots=True)
class Lettering:
    """``fonts``: that of headings, then that of text; one serves both, none leaves the visitor's own."""

    name: str
    label: str
    fonts: tuple[Font, ...] = ()
    title_weight: int = WEIGHT
    licences: str = "licences-base.txt"

    @property
    def properties(self) -> Mapping[str, str]:
        """The custom properties of a style sheet, where quotation marks stay themselves."""
        title, text = (self.fonts[0].stack, self.fonts[-1].stack) if self.fonts else (DEVICE, DEVICE)
        told = {"f-title": title, "f-text": text, "w-title": str(self.title_weight)}
        return {name: Markup(value) for name, value in told.items()}  # noqa: S704  # a style sheet, not a page


def lettering_of(chain: Iterable[tuple[Path, Mapping[str, Any]]]) -> Lettering:
    """The lettering of the first theme of a chain that declares one; ``ValueError`` in a French sentence."""
    for folder, declared in chain:
        if "lettering" in declared or "fonts" in declared:
            return _declared(folder.name, declared.get("lettering", {}), declared.get("fonts", {}))
    return Lettering("", "")


def _declared(name: str, told: Mapping[str, Any], fonts: Mapping[str, Mapping[str, Any]]) -> Lettering:
    if len(fonts) > MOST:
        raise ValueError(
            f"Le thème « {name} » déclare {len(fonts)} polices : deux au plus, celle des titres et du texte."
        )
    made = tuple(_font(file, font) for file, font in fonts.items())
    licences = f"licences-{name}.txt" if fonts else "licences-base.txt"
    return Lettering(name, told.get("label", name), made, int(told.get("title_weight", WEIGHT)), licences)


def _font(file: str, font: Mapping[str, Any]) -> Font:
    weights = " ".join(map(str, font["weights"]))
    return Font(font.get("family", file), f"{file}.woff2", weights, font.get("fallback", DEVICE))
