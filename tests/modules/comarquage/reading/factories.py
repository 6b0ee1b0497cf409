"""Small feeds in the format of « Vos droits et démarches », written for these tests."""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from modules.comarquage.reading.scene import Key, Scene
from modules.comarquage.reading.sheet import page, scene_of
from modules.comarquage.reading.tree import parsed
from sites.composing.sheets import Sheet

TODAY = date(2026, 11, 23)
CATALOGUE: Mapping[Key, str] = {
    ("particuliers", "F1"): "Demander un arrosoir",
    ("particuliers", "F2"): "Rendre un arrosoir",
    ("particuliers", "N1"): "Jardins",
    ("particuliers", "N2"): "Arrosage",
    ("particuliers", "R1"): "Demande d’arrosoir",
}
DUBLIN = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def source(
    inside: str,
    ident: str = "F1",
    kind: str = "Fiche d'information",
    root: str = "Publication",
    title: str = "Demander un arrosoir",
) -> bytes:
    """A sheet around ``inside``, its elements of the first level."""
    where = f"https://www.service-public.gouv.fr/particuliers/vosdroits/{ident}"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {DUBLIN} ID="{ident}" type="{kind}" spUrl="{where}">'
        f"<dc:title>{title}</dc:title><dc:description>Qui prête des arrosoirs.</dc:description>"
        "<dc:contributor>Direction de l'information légale et administrative (Premier ministre)</dc:contributor>"
        f"<dc:date>modified 2026-03-01</dc:date>{inside}</{root}>"
    ).encode()


def made(inside: str, root: str = "Publication", catalogue: Mapping[Key, str] = CATALOGUE) -> tuple[Sheet, Scene]:
    """The page of such a sheet, and what was noted on the way."""
    tree = parsed(source(inside, root=root))
    scene = scene_of(tree, "particuliers", catalogue, TODAY)
    return page(tree, scene), scene


def body(inside: str, root: str = "Publication") -> str:
    """The HTML alone, without the ends of lines."""
    return made(inside, root)[0].body.replace("\n", "")


def feed(path: Path, files: Mapping[str, bytes]) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return path
