"""A sheet of the feed as a page of the guide, with the mentions its licence asks for."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape

from modules.comarquage.reading import services  # noqa: F401  # its elements enter the table of blocks
from modules.comarquage.reading.blocks import BLOCKS, shown
from modules.comarquage.reading.links import listed, trail
from modules.comarquage.reading.scene import EXTERNAL, OFFICIAL, Key, Scene, heading, link, web
from modules.comarquage.reading.tree import Element, day, each, meta, name, text
from sites.composing.sheets import Sheet

VERSION = 1  # another rendering: all the sheets are made again
SOURCE = "Service-Public.gouv.fr\u00a0/\u00a0DILA"
CHECKED_BY = "Direction de l’information légale et administrative (Premier ministre)"
MAX_DESCRIPTION = 300  # characters
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

# What says of the file what a page says otherwise, or not at all: its place in the head, the mention, the address.
UNSAID = frozenset(
    {
        "dc:title", "dc:creator", "dc:subject", "dc:description", "dc:publisher", "dc:contributor", "dc:date",
        "dc:type", "dc:format", "dc:identifier", "dc:source", "dc:language", "dc:relation", "dc:coverage", "dc:rights",
        "Canal", "FilDAriane", "SurTitre", "Audience", "Cible", "SousThemePere", "SousDossierPere",
    }
)  # fmt: skip
# Which elements of the first level stand together after the text, under which heading, in which order.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "Services en ligne et formulaires": ("ServiceEnLigne", "ServiceNoeud", "ServiceEnLigneAlternatif"),
    "Où s’adresser\u00a0?": ("OuSAdresser", "OuSAdresserSupport"),
    "Qui peut m’aider\u00a0?": ("QuiPeutMAider",),
    "Fiches liées": ("FicheLiee", "FicheConnexe"),
    "Recherche guidée": ("RechercheGuidee", "RechercheGuideePere"),
    "Questions\u00a0? Réponses\u00a0!": ("QuestionReponse",),
    "Comment faire si…": ("CommentFaireSi",),
    "Voir aussi": ("VoirAussi",),
    "Pour en savoir plus": ("PourEnSavoirPlus",),
    "Textes de référence": ("Reference",),
    "Dans le même dossier": ("DossierPere",),
    "Partenaires": ("Partenaire",),
    "Définitions": ("Definition",),
    "Sigles": ("Abreviation",),
}
GATHERED = frozenset(it for names in TOGETHER.values() for it in names)
LINKS = frozenset({"QuestionReponse", "CommentFaireSi", "FicheLiee", "FicheConnexe", "RechercheGuidee"})


def french(when: date) -> str:
    """« 1er janvier 2026 »."""
    return f"{'1er' if when.day == 1 else when.day} {MONTHS[when.month - 1]} {when.year}"


def scene_of(root: Element, audience: str, catalogue: Mapping[Key, str], today: date) -> Scene:
    """What the page of this sheet needs to know."""
    ident = root.get("ID", "")
    return Scene(
        audience,
        catalogue,
        today,
        official=web(root.get("spUrl")) or f"{OFFICIAL[audience]}{ident}",
        definitions={it.get("ID", ""): it for it in each(root, "Definition")},
        abbreviations={it.get("ID", ""): it for it in each(root, "Abreviation")},
        anchors=frozenset(it.get("ID") for it in root.iter("Chapitre") if it.get("ID")),
    )


def page(root: Element, scene: Scene) -> Sheet:
    """The sheet. ``scene`` notes the offices it speaks of and the elements nobody knows."""
    title = meta(root, "title") or root.get("ID", "")
    body = [
        "".join(trail(it, scene, 2) for it in each(root, "FilDAriane")),
        "".join(f'<p class="guide-kind">{escape(text(it))}</p>\n' for it in each(root, "SurTitre") if text(it)),
        f"<h1>{escape(title)}</h1>\n",
        _checked(root, scene),
        "".join(_warning(it, scene) for it in each(root, "Avertissement")),
        "".join(_own(it, scene) for it in root if name(it) not in UNSAID | GATHERED | {"Avertissement"}),
        "".join(_gathered(root, heading, names, scene) for heading, names in TOGETHER.items()),
        _mention(scene),
    ]
    inside = "".join(body)
    return Sheet(
        key=f"{scene.audience}/{root.get('ID')}",
        title=title,
        head=_head(root, scene),
        body=f'<article class="guide" lang="fr">\n{inside}</article>\n',
        boxes=tuple(scene.slots),
    )


def _own(element: Element, scene: Scene) -> str:
    # The themes of a form are links beside it; a theme's own page holds sub-themes.
    return shown(element, scene, 2)


def _gathered(root: Element, title: str, names: tuple[str, ...], scene: Scene) -> str:
    found = list(each(root, *names))
    linked = set(names) & LINKS
    inside = listed(found, scene) if linked else "".join(BLOCKS[name(it)](it, scene, 3) for it in found)
    if not inside.strip():
        return ""
    if names[0] in {"Definition", "Abreviation"}:
        inside = f"<dl>\n{inside}</dl>\n"
    return f'<section class="guide-after">\n{heading(2, title)}\n{inside}</section>\n'


def _checked(root: Element, scene: Scene) -> str:
    when = day(meta(root, "date"), scene.today)
    said = f"Vérifié le {french(when)} – " if when else ""
    by = escape(meta(root, "contributor") or CHECKED_BY).replace("&#x27;", "’")
    under_way = root.get("statut") == "enCoursDeMiseAJour"
    more = '<p class="guide-note">Cette fiche est en cours de mise à jour.</p>\n' if under_way else ""
    people = ", ".join(text(it) for it in each(root, "Audience", "Cible") if text(it))
    public = f'<p class="guide-public">Public\u00a0: {escape(people)}</p>\n' if people else ""
    return f'<p class="guide-checked">{said}{by}</p>\n{public}{more}'


def _warning(element: Element, scene: Scene) -> str:
    when = day(element.get("date", ""), scene.today)
    title = escape(text(next((it for it in each(element, "Titre", "TitreRiche")), None)))
    said = f'<p class="guide-source">Le {french(when)}</p>\n' if when else ""
    inside = "".join(shown(it, scene, 3) for it in element if name(it) not in {"Titre", "TitreRiche"})
    return (
        f'<div class="guide-note guide-note--attention">\n{heading(2, title) if title else ""}\n{said}{inside}</div>\n'
    )


def _mention(scene: Scene) -> str:
    official = link(scene.official, "Voir cette fiche sur le site officiel", EXTERNAL)
    return f'<div class="guide-mention">\n<p>Source\u00a0: {SOURCE}. {official}.</p>\n</div>\n'


def _head(root: Element, scene: Scene) -> str:
    said = meta(root, "description")
    short = said if len(said) <= MAX_DESCRIPTION else said[:MAX_DESCRIPTION].rsplit(" ", 1)[0] + "…"
    parts = [f'<link rel="canonical" href="{escape(scene.official)}">']
    parts += [f'<meta name="description" content="{escape(short)}">'] if short else []
    if when := day(meta(root, "date"), scene.today):
        parts.append(f'<meta property="article:modified_time" content="{when.isoformat()}">')
    return "\n".join(parts) + "\n"


def made(
    roots: Iterable[tuple[str, Element]], catalogue: Mapping[Key, str], today: date
) -> Iterable[tuple[Sheet, Mapping[str, int]]]:
    """Each sheet with the elements of it that nobody knows, counted."""
    for audience, root in roots:
        scene = scene_of(root, audience, catalogue, today)
        yield page(root, scene), scene.unknown
