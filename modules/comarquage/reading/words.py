"""Elements within a sentence. Spaces between them count: nothing is trimmed here."""

from html import escape

from modules.comarquage.reading.scene import EXTERNAL, Render, Scene, link, web
from modules.comarquage.reading.tree import Element, name, text


def inline(element: Element, scene: Scene) -> str:
    """The content of a sentence as HTML; an element nobody knows keeps its words and is counted."""
    parts = [escape(element.text or "")]
    for child in element:
        known = WORDS.get(name(child))
        if known is None:
            scene.unknown[name(child)] += 1
            parts.append(inline(child, scene))
        else:
            parts.append(known(child, scene, 0))
        parts.append(escape(child.tail or ""))
    return "".join(parts)


def _tag(tag: str, css: str = "") -> Render:
    opening = f'{tag} class="{css}"' if css else tag

    def shown(element: Element, scene: Scene, _level: int) -> str:
        words = inline(element, scene)
        return f"<{opening}>{words}</{tag}>" if words else ""

    return shown


def _internal(element: Element, scene: Scene, _level: int) -> str:
    """Another sheet, or the abbreviation of the same file that this one stands for."""
    ident, audience = element.get("LienPublication", ""), element.get("audience")
    if (short := scene.abbreviations.get(ident)) is not None:
        long = text(next((it for it in short if name(it) == "Texte"), None))
        return f'<abbr title="{escape(long)}">{inline(element, scene)}</abbr>'
    words = inline(element, scene) or escape(scene.title(ident, audience) or "Voir la fiche")
    if element.get("type") in {"Sigle", "Acronyme"}:
        return f"<abbr>{words}</abbr>"
    return link(scene.page(ident, audience), words)


def _within(element: Element, scene: Scene, _level: int) -> str:
    """A word of the glossary of the same file, a part of the sheet, else a sheet."""
    ident = element.get("LienID", "")
    words = inline(element, scene)
    if ident in scene.definitions:
        said = words or escape(text(scene.definitions[ident].find("Titre")))
        return link(f"#definition-{ident}", said, ' class="guide-term"')
    if ident in scene.anchors:
        return link(f"#partie-{ident}", words)
    return link(scene.page(ident) if scene.title(ident) else "", words)


def weighed(element: Element) -> str:
    """« PDF, 79.4 KB, en » of what a link leads to, as the feed says it."""
    kind = element.get("format", "").rsplit("/", 1)[-1]
    said = (kind if kind.isalpha() and kind != "html" else "").upper(), element.get("poids", "").strip()
    lang = element.get("langue", "").strip()
    told = [it for it in (*said, "" if lang in {"", "fr"} else lang) if it]
    return f' <span class="guide-weight">({escape(", ".join(told))})</span>' if told else ""


def _external(element: Element, scene: Scene, _level: int) -> str:
    words = inline(element, scene) or escape(element.get("URL", ""))
    return link(web(element.get("URL")), words, EXTERNAL) + weighed(element)


def _foreign(element: Element, scene: Scene, _level: int) -> str:
    said = element.get("langue", "").strip()
    lang = f' lang="{said}"' if said.isalpha() and len(said) in {2, 3} else ""
    return f"<i{lang}>{inline(element, scene)}</i>"


UNILLUSTRATED = frozenset({"Description"})  # longer than a sentence: where it stands alone, it is told in full


def image(element: Element, scene: Scene, _level: int) -> str:
    """Pictures are not in the feed: what they say in words, and where they are seen."""
    shown = [
        WORDS[name(it)](it, scene, 0) if name(it) in WORDS else inline(it, scene)
        for it in element
        if name(it) not in UNILLUSTRATED
    ]
    said = ". ".join(words.strip() for words in shown if words.strip())
    where = link(scene.official, "Voir l’illustration sur la fiche officielle", EXTERNAL)
    return f'<span class="guide-image">{said}{" – " if said and where else ""}{where}</span>'


WORDS: dict[str, Render] = {
    "MiseEnEvidence": _tag("strong"),
    "Valeur": _tag("span", "guide-value"),
    "Montant": _tag("span", "guide-value"),
    "Expression": _tag("q"),
    "Citation": _tag("q"),
    "Variable": _tag("var"),
    "Exposant": _tag("sup"),
    "Indice": _tag("sub"),
    "TermeEtranger": _foreign,
    "LienInterne": _internal,
    "LienIntra": _within,
    "LienExterne": _external,
    "Image": image,
    "Illustration": image,
    "ImageIllustration": image,
    "Infographie": image,
    "Paragraphe": lambda element, scene, _level: inline(element, scene) + " ",
    "TexteDeRemplacement": _tag("span"),
    "Legende": _tag("span"),
    "Credits": _tag("small"),
}
