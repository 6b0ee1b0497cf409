"""``theme.toml``: what it must say, and what it may."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from cms.themecheck.faults import Candidate, Fault, each
from sites.contractor.places import DECLARATION
from sites.packs import OUR_THEMES
from sites.palette import parse

KEYS = frozenset({"label", "description", "extends", "colours", "fonts", "lettering"})
FONT = frozenset({"family", "weights", "fallback"})
COLOURS = frozenset({"brand", "accent", "paper"})


def check(theme: Candidate) -> Iterator[Fault]:
    """Everything that is wrong with the declaration."""
    text = theme.text(DECLARATION)
    if not (theme.folder / DECLARATION).is_file():
        yield Fault(DECLARATION, 0, "ce fichier manque\u00a0: c’est lui qui fait d’un dossier un thème.")
        return
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(text.splitlines())
        yield Fault(DECLARATION, line, f"ce fichier est illisible\u00a0: {error}. Corrigez cette ligne.")
        return
    yield from _name(theme)
    yield from _keys(text, told)
    yield from _extends(text, told)
    yield from _colours(text, told.get("colours"))
    yield from _fonts(theme, text, told.get("fonts", {}))


def _name(theme: Candidate) -> Iterator[Fault]:
    if theme.name in OUR_THEMES:
        yield Fault(DECLARATION, 0, f"«\u00a0{theme.name}\u00a0» est un thème de Beffroi\u00a0: renommez le dossier.")
    if not re.fullmatch(r"[a-z0-9_-]+", theme.name):
        sentence = (
            f"le dossier «\u00a0{theme.name}\u00a0» donne son nom au thème\u00a0: lettres minuscules sans accent, "
        )
        yield Fault(DECLARATION, 0, f"{sentence}chiffres et tirets.")


def _keys(text: str, told: Mapping[str, Any]) -> Iterator[Fault]:
    for key in ("label", "description"):
        if not isinstance(told.get(key), str) or not told[key].strip():
            said = f"il manque «\u00a0{key}\u00a0»\u00a0: ce que lit le webmestre qui choisit un thème."
            yield Fault(DECLARATION, 0, said, serious=key == "label")
    for key in told.keys() - KEYS:
        sentence = f"«\u00a0{key}\u00a0» n’est pas une clé connue. Les clés\u00a0: {', '.join(sorted(KEYS))}."
        yield Fault(DECLARATION, _line(text, key), sentence)


def _extends(text: str, told: Mapping[str, Any]) -> Iterator[Fault]:
    parent = told.get("extends")
    if parent is None:
        sentence = 'il manque «\u00a0extends\u00a0»\u00a0: écrivez extends = "base", d’où vient tout le HTML.'
        yield Fault(DECLARATION, 0, sentence)
    elif parent not in OUR_THEMES:
        known = ", ".join(sorted(OUR_THEMES))
        sentence = (
            f"le thème étendu, «\u00a0{parent}\u00a0», n’est pas de Beffroi. Étendez l’un de ceux-ci\u00a0: {known}."
        )
        yield Fault(DECLARATION, _line(text, "extends"), sentence)


def _colours(text: str, colours: Any) -> Iterator[Fault]:
    if not isinstance(colours, dict):
        yield Fault(DECLARATION, 0, "il manque [colours], avec «\u00a0brand\u00a0» et «\u00a0accent\u00a0».")
        return
    for key in ("brand", "accent"):
        try:
            parse(colours[key])
        except KeyError:
            yield Fault(DECLARATION, _line(text, r"\[colours\]"), f"il manque «\u00a0{key}\u00a0» sous [colours].")
        except (ValueError, AttributeError):
            sentence = f"«\u00a0{colours[key]}\u00a0» n’est pas une couleur\u00a0: écrivez-la comme #3f6b4f."
            yield Fault(DECLARATION, _line(text, key), sentence)
    if not isinstance(colours.get("paper", 0), int | float):
        yield Fault(DECLARATION, _line(text, "paper"), "«\u00a0paper\u00a0» est un angle de teinte, de 0 à 360.")
    for key in colours.keys() - COLOURS:
        sentence = f"«\u00a0{key}\u00a0» n’est pas une couleur connue. Les clés\u00a0: {', '.join(sorted(COLOURS))}."
        yield Fault(DECLARATION, _line(text, key), sentence)


def _fonts(theme: Candidate, text: str, fonts: Any) -> Iterator[Fault]:
    if not isinstance(fonts, dict):
        yield Fault(DECLARATION, _line(text, "fonts"), "une police se déclare sous [fonts.<nom du fichier>].")
        return
    for name, font in fonts.items():
        line = _line(text, rf"\[fonts\.{re.escape(name)}")
        if not isinstance(font, dict) or not isinstance(font.get("weights"), list):
            yield Fault(DECLARATION, line, "il manque «\u00a0weights\u00a0», par exemple weights = [400, 700].")
        elif font.keys() - FONT:
            sentence = f"une police ne dit que {', '.join(sorted(FONT))}\u00a0: livrez son fichier dans static/."
            yield Fault(DECLARATION, line, sentence)
        if not (theme.folder / f"static/{name}.woff2").is_file():
            yield Fault(DECLARATION, line, f"la police static/{name}.woff2 n’est pas là.")
    if fonts and not (theme.folder / f"static/licences-{theme.name}.txt").is_file():
        sentence = (
            f"ajoutez static/licences-{theme.name}.txt\u00a0: la licence de chaque police, qu’elle demande de joindre."
        )
        yield Fault(DECLARATION, _line(text, r"\[fonts"), sentence)


def _line(text: str, key: str) -> int:
    found = each(rf"(?<=\n)[ \t]*\[?{key}", f"\n{text}")
    return max(1, found[0][0] - 1) if found else 0
