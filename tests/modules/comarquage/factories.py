"""A commune that shows the guide, and a guide to show."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modules.comarquage.feeds.audiences import BY_CODE
from modules.comarquage.models import Guide, Precision, WidePrecision
from modules.comarquage.source import from_file
from sites.models import Departement
from tests.modules.comarquage.reading import elements as it
from tests.modules.comarquage.reading.factories import feed, source
from tests.world import Town, add_page

FILES = {
    "N1.xml": source("", "N1", kind="Theme"),
    "F1.xml": source(
        "<Texte><Chapitre><Titre>Où</Titre><Paragraphe>À la mairie.</Paragraphe></Chapitre></Texte>"
        '<OuSAdresser ID="R1" type="Local personnalisable"><Titre>Mairie</Titre><PivotLocal>mairie</PivotLocal>'
        "</OuSAdresser>",
        "F1",
    ),
}
# One sheet with a case of each thing that a visitor may meet, and those that it leads to.
RICH = {
    **FILES,
    "N1.xml": source(it.THEME, "N1", kind="Theme", title="Jardins"),
    "N2.xml": source(it.SEE, "N2", kind="Dossier", title="Arrosage"),
    "F1.xml": source(
        "".join(
            (
                it.TRAIL, it.t("Des mots."), it.chapter(it.CASES), it.SITUATIONS, it.TABLE, it.CONDITION, it.QUESTIONS,
                it.PICTURE, it.box("Attention"), it.box("ANoter"), it.SHORT, it.TERM, it.OFFICE, it.SERVICE,
                it.COMMENTED, it.REFERENCE, it.FATHER, it.SEE,
            )
        ),
        "F1",
    ),
    "F2.xml": source(it.TRAIL + it.GUIDED, "F2", kind="Recherche guidée", title="Rendre un arrosoir"),
    "F3.xml": source(it.t("Une liste."), "F3", kind="Fiche Comment faire si", title="Je jardine"),
}  # fmt: skip


def buy(town: Town) -> None:
    """The module is an option of the pack Expert."""
    town.commune.pack, town.commune.options = "expert", {"modules_on": ["comarquage"]}
    town.commune.save()


def index_of(town: Town, slug: str = "guide") -> Guide:
    """The page of the guide, made when it is first asked for."""
    found = Guide.objects.child_of(town.home).first()
    page = Guide(title="Droits et démarches", slug=slug, intro=f"Le guide, à {town.name}")
    return found or add_page(type(town.home).objects.get(pk=town.home.pk), page, town.contributeur)


def bring(folder: Path, files: Mapping[str, bytes] = FILES) -> None:
    """A small guide for everybody."""
    from_file(BY_CODE["particuliers"], feed(folder / "vosdroits-part.zip", files))


def directory(path: Path, *services: Mapping[str, Any]) -> Path:
    """A file of the national directory."""
    path.write_text(json.dumps({"service": services}, ensure_ascii=False))
    return path


def service(ident: str, name: str, kind: str, *insee: str, **fields: Any) -> dict[str, Any]:
    """One of its records: it serves the communes of these codes."""
    return {"id": ident, "nom": name, "pivot": [{"type_service_local": kind, "code_insee_commune": insee}], **fields}


def say(town: Town, **fields: Any) -> Precision:
    """A few words of the town hall beside a sheet."""
    values = {"sheet": "particuliers/F1", "title": f"À {town.name}", "text": f"La mairie de {town.name} vous attend."}
    return Precision.objects.create(commune=town.commune, **{**values, **fields})


def say_wide(departement: Departement | None, **fields: Any) -> WidePrecision:
    """The same for a département, or for all."""
    values = {"sheet": "particuliers/F1", "title": "Partout", "text": "Des mots."}
    return WidePrecision.objects.create(departement=departement, **{**values, **fields})
