"""The style sheets, the fonts and the scripts: weight, contrast, and whom they call."""

import gzip
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from posixpath import normpath
from typing import Any

from cms.themecheck.faults import Candidate, Fault, each, line_of
from sites.contractor import files
from sites.contractor.places import DECLARATION
from sites.palette import PAIRS, contrast, palette, parse
from sites.themes import Theme, load

SHEET = "static/theme.css"
SHEET_MOST, PAGE_MOST, FONTS_MOST, FAMILIES_MOST = 2_500, 30_000, 60_000, 2
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def zipped(content: bytes) -> int:
    """Bytes as they travel."""
    return len(gzip.compress(content, 6))


def check_files(theme: Candidate) -> Iterator[Fault]:
    """Before the theme is loaded: kinds of files, and what style sheets ask for."""
    for path, sentence in files.faults(theme.folder):
        yield Fault(path.relative_to(theme.folder).as_posix(), 0, f"ce fichier {sentence}")
    for file in theme.files("static", ".css"):
        yield from _calls(theme, file)


def _calls(theme: Candidate, file: str) -> Iterator[Fault]:
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), theme.text(file))
    for line, _found in each(r"@import\b", text):
        yield Fault(file, line, "@import n’est pas permis\u00a0: écrivez ces règles dans la feuille elle-même.")
    for line, found in each(r"url\(\s*['\"]?((?:https?:)?//[^'\")]*)", text):
        yield Fault(file, line, f"un appel à un autre site, {found[1]}\u00a0: mettez ce fichier dans static/.")
    for line, found in each(r"url\(\s*['\"]?(?!data:|https?:|/|#)([^'\")]+)", text):
        wanted = normpath(PurePosixPath(file).parent / found[1].partition("#")[0])
        if not (theme.folder / wanted).is_file():
            yield Fault(
                file, line, f"«\u00a0{found[1]}\u00a0» n’existe pas\u00a0: mettez ce fichier à côté de la feuille."
            )


def check_weights(theme: Candidate) -> Iterator[Fault]:
    """Once the theme is loaded: sheets, fonts and scripts against what a page may weigh."""
    loaded = load(theme.name)
    own = zipped(theme.text(SHEET).encode())
    if own > SHEET_MOST:
        sentence = (
            f"cette feuille pèse {own} octets une fois compressée\u00a0; le plus\u00a0: {SHEET_MOST}. Allégez-la."
        )
        yield Fault(SHEET, 0, sentence)
    page = page_weight(loaded)
    if page > PAGE_MOST:
        sentence = f"styles et scripts d’une page pèsent {page} octets compressés\u00a0; le plus\u00a0: {PAGE_MOST}."
        yield Fault("static", 0, sentence)
    yield from _fonts(theme, loaded)
    for script in theme.files("static", ".js"):
        sentence = "ce script s’exécutera dans les pages de la commune, formulaires compris\u00a0: faites-le relire."
        yield Fault(script, 0, sentence, serious=False)


def page_weight(theme: Theme) -> int:
    """Bytes of the sheets and scripts that every page loads, compressed."""
    shared = [name for name in theme.statics if name in {"base.css", "theme.css", "site.js"}]
    return sum(zipped(theme.statics[name].content) for name in shared)


def _fonts(theme: Candidate, loaded: Theme) -> Iterator[Fault]:
    brought = theme.files("static", ".woff2")
    weight = sum((theme.folder / file).stat().st_size for file in brought)
    if weight > FONTS_MOST or len(brought) > FAMILIES_MOST:
        sentence = (
            f"{len(brought)} polices, {weight // 1000} ko\u00a0; le plus\u00a0: {FAMILIES_MOST} polices et "
            f"{FONTS_MOST // 1000} ko. Gardez celle des titres et celle du texte, et les seuls signes du français."
        )
        yield Fault(brought[0], 0, sentence)
    named = {font.file for font in loaded.lettering.fonts}
    if brought and not [file for file in theme.files("static", ".txt") if "licen" in file.lower()]:
        sentence = "aucune licence à côté des polices\u00a0: ajoutez-la dans static/, elle demande à être jointe."
        yield Fault(brought[0], 0, sentence, serious=False)
    for file in brought:
        sheet = "".join(theme.text(one) for one in theme.files("static", ".css"))
        if PurePosixPath(file).name not in named and PurePosixPath(file).name not in sheet:
            yield Fault(
                file, 0, "aucune page ne s’en sert\u00a0: déclarez-la sous [fonts] de theme.toml.", serious=False
            )


def check_contrast(theme: Candidate) -> Iterator[Fault]:
    """Each pair of the palette, in the theme's own colours and with what its sheet sets by itself."""
    colours = tomllib.loads(theme.text(DECLARATION))["colours"]
    parent = load(theme.name).colours
    tokens: dict[str, str] = dict(palette(colours["brand"], colours["accent"], parent.get("paper")).tokens)
    set_here = dict(_set_tokens(theme.text(SHEET), tokens))
    for name, (line, value) in set_here.items():
        if value is None:
            sentence = (
                f"--{name} ne peut pas être calculé ici\u00a0: écrivez une couleur comme #3f6b4f, ou un autre jeton."
            )
            yield Fault(SHEET, line, sentence, serious=False)
            continue
        tokens[name] = value
        sentence = f"--{name} est fixé par le thème\u00a0: les couleurs que la commune choisit n’y joueront plus."
        yield Fault(SHEET, line, sentence, serious=False)
    for pair in PAIRS:
        found = contrast(tokens[pair.ink], tokens[pair.paper])
        if found < pair.minimum:
            line = next((set_here[name][0] for name in (pair.ink, pair.paper) if name in set_here), 0)
            sentence = (
                f"--{pair.ink} ({tokens[pair.ink]}) sur --{pair.paper} ({tokens[pair.paper]}) n’a que "
                f"{_written(found)} de contraste\u00a0; il en faut {_written(pair.minimum)}."
            )
            yield Fault(SHEET if line else DECLARATION, line, sentence)


def _set_tokens(text: str, tokens: Mapping[str, str]) -> Iterator[tuple[str, tuple[int, Any]]]:
    for found in re.finditer(
        r"--([a-z0-9-]+)\s*:\s*([^;}]+)", _COMMENT.sub(lambda one: "\n" * one[0].count("\n"), text)
    ):
        name, value = found[1], found[2].strip()
        if name in tokens and any(name in {pair.ink, pair.paper} for pair in PAIRS):
            line = line_of(text, found.start())
            other = re.fullmatch(r"var\(--([a-z0-9-]+)\)", value)
            if other and other[1] in tokens:
                yield name, (line, tokens[other[1]])
                continue
            try:
                yield name, (line, parse(value))
            except ValueError:
                yield name, (line, None)


def _written(ratio: float) -> str:
    return f"{ratio:.2f}".rstrip("0").rstrip(".").replace(".", ",")
