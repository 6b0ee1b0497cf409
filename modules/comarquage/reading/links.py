"""What leads from one sheet to others: themes, folders, questions, references, and the way back up."""

from collections.abc import Iterable
from html import escape

from modules.comarquage.reading.blocks import BLOCKS, content
from modules.comarquage.reading.scene import AUDIENCES, EXTERNAL, GUIDE, Render, Scene, heading, link, title_words, web
from modules.comarquage.reading.tree import Element, each, name, text
from modules.comarquage.reading.words import weighed


def target(element: Element, scene: Scene) -> str:
    """A link to the sheet an element names, by its own words or the title of that sheet."""
    ident, audience = element.get("ID", ""), element.get("audience")
    own = (element.text or "").strip()
    words = title_words(element) or own or scene.title(ident, audience)
    return link(scene.page(ident, audience), escape(words)) if words else ""


def listed(elements: Iterable[Element], scene: Scene) -> str:
    """Links one under the other; those whose sheet is said twice, once."""
    seen = dict.fromkeys(f"<li>{words}</li>\n" for it in elements if (words := target(it, scene)))
    return f'<ul class="guide-links">\n{"".join(seen)}</ul>\n' if seen else ""


def _one(element: Element, scene: Scene, _level: int) -> str:
    words = target(element, scene)
    return f"<p>{words}</p>\n" if words else ""


def folder(element: Element, scene: Scene, level: int) -> str:
    """A theme, sub-theme or folder with what stands in it; a name alone when nothing does."""
    inside = list(each(element, "Dossier", "Fiche"))
    parts = [listed(inside, scene)]
    parts += [folder(it, scene, level + 1) for it in each(element, "SousDossier", "SousTheme")]
    known = {"Titre", "Theme", "Audience", "Dossier", "Fiche", "SousDossier", "SousTheme"}
    parts += [BLOCKS[name(it)](it, scene, level) for it in element if name(it) not in known and name(it) in BLOCKS]
    title = title_words(element) or (element.text or "").strip()
    if not "".join(parts):
        return _one(element, scene, level)
    return f"{heading(level, escape(title)) if title else ''}\n{''.join(parts)}"


def father(element: Element, scene: Scene, _level: int) -> str:
    """The folder a sheet stands in: its title leads to it, and its other sheets follow."""
    ident = element.get("ID", "")
    title = link(scene.page(ident) if scene.title(ident) else "", escape(title_words(element)))
    parts = [listed(each(element, "Fiche", "Dossier"), scene)]
    parts += [
        f"<p><strong>{escape(title_words(part))}</strong></p>\n{listed(each(part, 'Fiche'), scene)}"
        for part in each(element, "SousDossier")
    ]
    return f"<p>{title}</p>\n{''.join(parts)}"


def also(element: Element, scene: Scene, _level: int) -> str:
    """« Voir aussi »."""
    return listed(each(element, "Fiche", "Dossier"), scene)


def linked(element: Element, scene: Scene, _level: int) -> str:
    """A sheet that uses this form, and the folder it stands in."""
    return _one(element, scene, 0)


def reference(element: Element, scene: Scene, _level: int) -> str:
    """A text of law, or a page to know more, and what it is about."""
    words = escape(title_words(element) or element.get("URL", ""))
    more = [text(it) for it in each(element, "Complement", "Source") if text(it)]
    said = "".join(f'<br><span class="guide-source">{escape(it)}</span>' for it in more)
    address = web(element.get("URL"))
    ident = element.get("ID", "")
    where = link(address, words, EXTERNAL) if address else link(scene.page(ident) if scene.title(ident) else "", words)
    return f"<p>{where}{weighed(element)}{said}</p>\n"


def partner(element: Element, _scene: Scene, _level: int) -> str:
    """Who made a folder with the State: often an address alone."""
    address = web(element.get("URL"))
    words = text(element) or address.split("//", 1)[-1].strip("/")
    return f"<p>{link(address, escape(words), EXTERNAL)}</p>\n" if words else ""


def term(element: Element, scene: Scene, level: int) -> str:
    """A word of the glossary or an abbreviation, where links of the text lead."""
    kind = "sigle" if name(element) == "Abreviation" else "definition"
    ident = escape(element.get("ID", ""))
    said = "".join(content(it, scene, level) for it in each(element, "Texte"))
    texts = "".join(reference(it, scene, level) for it in each(element, "Reference"))
    return f'<dt id="{kind}-{ident}">{escape(title_words(element))}</dt>\n<dd>{said}{texts}</dd>\n'


def trail(element: Element, scene: Scene, _level: int) -> str:
    """Where the sheet stands, from the home of the guide down to itself."""
    steps = [f'<li><a href="{GUIDE}">Guide des démarches</a></li>']
    levels = list(each(element, "Niveau"))
    for step in levels:
        ident, words = step.get("ID", ""), escape(text(step))
        if ident in AUDIENCES:
            where = f"{GUIDE}{AUDIENCES[ident]}/" if AUDIENCES[ident] == scene.audience else ""
        else:
            where = scene.page(ident) if scene.title(ident) else ""
        here = step is levels[-1]
        if words:
            steps.append(f'<li aria-current="page">{words}</li>' if here else f"<li>{link(where, words)}</li>")
    return f'<nav class="breadcrumb" aria-label="Fil d’Ariane du guide"><ol>{"".join(steps)}</ol></nav>\n'


def _theme(element: Element, scene: Scene, level: int) -> str:
    ident = element.get("ID", "")
    found = any(True for _ in each(element, "SousTheme", "Dossier"))
    if found:
        return folder(element, scene, level)
    title = escape(title_words(element))
    return f"<p>{link(scene.page(ident) if scene.title(ident) else '', title)}</p>\n" if title else ""


def _above(element: Element, _scene: Scene, _level: int) -> str:
    words = escape(text(element))
    return f'<p class="guide-kind">{words}</p>\n' if words else ""


NAVIGATION: dict[str, Render] = {
    "Theme": _theme,
    "SousTheme": folder,
    "SousThemePere": _above,
    "Dossier": folder,
    "DossierPere": father,
    "SousDossier": folder,
    "SousDossierPere": _above,
    "Fiche": _one,
    "FicheConnexe": _one,
    "FicheLiee": linked,
    "VoirAussi": also,
    "QuestionReponse": _one,
    "CommentFaireSi": _one,
    "RechercheGuidee": _one,
    "RechercheGuideePere": _one,
    "Reference": reference,
    "PourEnSavoirPlus": reference,
    "Partenaire": partner,
    "Definition": term,
    "Abreviation": term,
    "FilDAriane": trail,
    "Niveau": lambda element, _scene, _level: escape(text(element)),
    "Audience": _above,
    "Cible": _above,
    "SurTitre": _above,
}
BLOCKS.update(NAVIGATION)
