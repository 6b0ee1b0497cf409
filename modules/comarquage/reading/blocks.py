"""Elements that stand by themselves: chapters, cases, lists, boxes. Whatever no reader answered is all shown."""

from html import escape

from modules.comarquage.reading.scene import EXTERNAL, Render, Scene, folded, heading, link, title_words, web
from modules.comarquage.reading.tables import table
from modules.comarquage.reading.tree import Element, name, text
from modules.comarquage.reading.words import WORDS, image, inline

TITLES = frozenset({"Titre", "TitreRiche"})
# Which branch a reader is on: nothing of it is words.
SILENT = frozenset(
    {"Condition", "ou", "et", "estVrai", "estFaux", "estIndefini", "SiSelectionne", "affecteVrai", "affecteFaux"}
)


def content(element: Element, scene: Scene, level: int) -> str:
    """All that an element holds but its title; bare words and unknown elements are kept."""
    parts = [_bare(element.text)]
    for child in element:
        called = name(child)
        if called not in TITLES and called not in SILENT:
            parts.append(shown(child, scene, level))
        parts.append(_bare(child.tail))
    return "".join(parts)


def shown(element: Element, scene: Scene, level: int) -> str:
    """One element among blocks."""
    called = name(element)
    if (known := BLOCKS.get(called)) is not None:
        return known(element, scene, level)
    if called in WORDS:
        words = WORDS[called](element, scene, level)
        return f"<p>{words}</p>\n" if words else ""
    scene.unknown[called] += 1
    if len(element):
        title = title_words(element)
        return (f"<p><strong>{escape(title)}</strong></p>\n" if title else "") + content(element, scene, level)
    return _bare(element.text)


def _bare(words: str | None) -> str:
    return f"<p>{escape(words.strip())}</p>\n" if words and words.strip() else ""


def paragraph(element: Element, scene: Scene, level: int) -> str:
    """A sentence or several; nothing for an empty one."""
    words = inline(element, scene).strip()
    described = "".join(content(it, scene, level) for it in element.iter("Description"))
    return (f"<p>{words}</p>\n" if words else "") + described


def _title(element: Element, scene: Scene) -> str:
    """The title as HTML, whether bare or in paragraphs."""
    found = next((child for child in element if name(child) in TITLES), None)
    return "" if found is None else inline(found, scene).strip()


def section(css: str) -> Render:
    """A part with a heading when it has a title; what it holds is one level lower."""

    def part(element: Element, scene: Scene, level: int) -> str:
        title, anchor = _title(element, scene), scene.anchor(element.get("ID"))
        kind = element.get("type", "")
        said = f"{css} {css}--{kind}" if kind.isalpha() and kind.isascii() else css
        top = heading(level, title) if title else ""
        inside = content(element, scene, level + 1 if title else level)
        return f'<div class="{said}"{anchor}>\n{top}\n{inside}</div>\n' if top or inside else ""

    return part


def plain(css: str = "") -> Render:
    """What an element holds, around it at most one box."""

    def box(element: Element, scene: Scene, level: int) -> str:
        inside = content(element, scene, level)
        return f'<div class="{css}">\n{inside}</div>\n' if css and inside else inside

    return box


def note(kind: str, usual: str) -> Render:
    """A box that warns or recalls, told by its title."""

    def box(element: Element, scene: Scene, level: int) -> str:
        title = _title(element, scene) or usual
        inside = content(element, scene, level)
        return f'<div class="guide-note guide-note--{kind}">\n<p class="guide-note-title">{title}</p>\n{inside}</div>\n'

    return box


def cases(element: Element, scene: Scene, level: int) -> str:
    """« Cas » or « Situation »: each is opened by whom it concerns; ``sequentiel`` ones follow each other."""
    one_by_one = element.get("affichage") == "sequentiel"
    parts = []
    for child in element:
        if name(child) not in {"Cas", "Situation"}:
            parts.append(shown(child, scene, level))
        elif (title := _title(child, scene)) and not one_by_one:
            parts.append(folded(level, title, content(child, scene, level + 1), "guide-case"))
        else:
            parts.append(section("guide-step")(child, scene, level))
    return f'<div class="guide-cases">\n{"".join(parts)}</div>\n'


def items(element: Element, scene: Scene, level: int) -> str:
    """A list: dots, numbers, or boxes to tick on paper."""
    kind = element.get("type", "")
    tag = "ol" if kind == "numero" else "ul"
    css = ' class="guide-checklist"' if kind == "caseACocher" else ""
    lines = []
    for child in element:
        said = [it for it in child if name(it) not in SILENT]
        alone = len(said) == 1 and name(said[0]) == "Paragraphe" and not (child.text or "").strip()
        inside = inline(said[0], scene).strip() if alone else content(child, scene, level)
        if name(child) != "Item":
            inside = shown(child, scene, level)
        if inside:
            lines.append(f"<li>{inside}</li>\n")
    return f"<{tag}{css}>\n{''.join(lines)}</{tag}>\n" if lines else ""


def complement(element: Element, scene: Scene, level: int) -> str:
    """A detail that opens when it has a title; else words after what they complete."""
    title = _title(element, scene)
    inside = content(element, scene, level + 1 if title else level)
    return folded(level, title, inside, "guide-more") if title else inside


def branch(element: Element, scene: Scene, level: int) -> str:
    """A step of a guided search, down to the sheets it leads to."""
    return folded(level, _title(element, scene), content(element, scene, level + 1), "guide-branch")


def choice(element: Element, scene: Scene, _level: int) -> str:
    """An answer of a questionnaire: all of them are read, since none was given."""
    said = text(next((it for it in element if name(it) == "IntituleSiSelectionne"), None))
    more = f' <span class="guide-choice">({escape(said)})</span>' if said else ""
    return f"<p>{_title(element, scene)}{more}</p>\n"


def illustrated(element: Element, scene: Scene, level: int) -> str:
    """Words beside a picture: the words first."""
    return f'<div class="guide-illustrated">\n{content(element, scene, level)}</div>\n'


def film(element: Element, _scene: Scene, _level: int) -> str:
    """A film is watched where it is published: nothing is fetched from there by the page."""
    words = text(element) or "Voir la vidéo"
    return f'<p class="guide-film">{link(web(element.get("URL")), escape(words), EXTERNAL)}</p>\n'


def small(element: Element, scene: Scene, _level: int) -> str:
    """A subtitle in the body."""
    words = inline(element, scene).strip()
    return f'<p class="guide-alternative"><strong>{words}</strong></p>\n' if words else ""


def _picture(element: Element, scene: Scene, level: int) -> str:
    described = "".join(content(it, scene, level) for it in element if name(it) == "Description")
    return f"<p>{image(element, scene, level)}</p>\n{described}"


BLOCKS: dict[str, Render] = {
    "Paragraphe": paragraph,
    "Texte": plain(),
    "Introduction": plain("guide-introduction"),
    "Conclusion": section("guide-part"),
    "Chapitre": section("guide-part"),
    "SousChapitre": section("guide-part"),
    "TitreFlottant": small,
    "TitreAlternatif": small,
    "ListeSituations": cases,
    "BlocCas": cases,
    "Situation": section("guide-step"),
    "Cas": section("guide-step"),
    "FragmentConditionne": plain(),
    "Groupe": section("guide-part"),
    "Liste": items,
    "Item": plain(),
    "Tableau": lambda element, scene, level: table(element, scene, level, content),
    "ASavoir": note("savoir", "À savoir"),
    "ANoter": note("noter", "À noter"),
    "Attention": note("attention", "Attention"),
    "Rappel": note("rappel", "Rappel"),
    "Exemple": note("exemple", "Exemple"),
    "InformationComplementaire": note("savoir", "Information complémentaire"),
    "Complement": complement,
    "Questionnaire": section("guide-questions"),
    "Question": section("guide-question"),
    "Description": plain(),
    "Choix": choice,
    "Aide": plain("guide-help"),
    "Problematiques": plain("guide-cases"),
    "Problematique": branch,
    "Branche": branch,
    "ContenuIllustre": illustrated,
    "Contenu": plain(),
    "Image": _picture,
    "Illustration": _picture,
    "ImageIllustration": _picture,
    "Infographie": _picture,
    "Video": film,
    "VideoIllustration": film,
    "Legende": small,
}
