"""Where to go, and what is done at a distance: offices, procedures, forms, their notices."""

from html import escape

from modules.comarquage.reading.blocks import BLOCKS, content
from modules.comarquage.reading.scene import EXTERNAL, Render, Scene, link, title_words, web
from modules.comarquage.reading.tree import Element, each, name, text
from modules.comarquage.reading.words import weighed


def office(element: Element, scene: Scene, level: int) -> str:
    """« Où s’adresser »: the national resource; the local office of this kind follows the sheet."""
    address = next((web(it.get("URL")) for it in each(element, "RessourceWeb")), "")
    for pivot in each(element, "PivotLocal"):
        scene.place(text(pivot))
    title = escape(title_words(element) or "Où s’adresser\u00a0?")
    said = [f'<p class="guide-office-title">{link(address, title, EXTERNAL)}</p>\n']
    said += [f"<p>{escape(text(it))}</p>\n" for it in each(element, "Complement") if text(it)]
    rest = [it for it in element if name(it) not in _OF_OFFICE]
    said += [BLOCKS[name(it)](it, scene, level) if name(it) in BLOCKS else _unknown(it, scene, level) for it in rest]
    said.append(_source(element))
    return f'<div class="guide-office">\n{"".join(said)}</div>\n'


_OF_OFFICE = frozenset({"Titre", "TitreRiche", "RessourceWeb", "PivotLocal", "Source", "Complement"})


def online(element: Element, scene: Scene, level: int) -> str:
    """A procedure, a form, a model of letter, a calculator."""
    for pivot in each(element, "PivotLocal"):
        scene.place(text(pivot))
    ident = element.get("ID", "")
    address = web(element.get("URL")) or (scene.page(ident) if scene.title(ident) else "")
    title = escape(title_words(element) or scene.title(ident) or "Accéder au service")
    kind = element.get("type", "").split(" personnalisé")[0]
    said = [f'<p class="guide-kind">{escape(kind)}{_number(element)}</p>\n'] if kind else []
    said.append(f'<p class="guide-service-title">{link(address, title, EXTERNAL)}{weighed(element)}</p>\n')
    if remark := element.get("commentaireLien", "").strip():
        said.append(f"<p>{escape(remark)}</p>\n")
    rest = [it for it in element if name(it) not in _OF_SERVICE]
    said += [BLOCKS[name(it)](it, scene, level) if name(it) in BLOCKS else _unknown(it, scene, level) for it in rest]
    said.append(_source(element))
    return f'<div class="guide-service">\n{"".join(said)}</div>\n'


_OF_SERVICE = frozenset({"Titre", "TitreRiche", "PivotLocal", "Source", "Condition"})


def annex(element: Element, scene: Scene, level: int) -> str:
    """A form that goes with another: its title leads to it."""
    address = next((web(it.get("URL")) for it in each(element, "LienWeb")), "")
    weight = next((weighed(it) for it in each(element, "LienWeb")), "")
    title = escape(title_words(element) or "Formulaire annexe")
    rest = [it for it in element if name(it) not in {"Titre", "TitreRiche", "LienWeb"}]
    inside = "".join(
        BLOCKS[name(it)](it, scene, level) if name(it) in BLOCKS else _unknown(it, scene, level) for it in rest
    )
    top = f"<p>{link(address, title, EXTERNAL)}{weight}{_number(element)}</p>\n"
    return f'<div class="guide-annex">\n{top}{inside}</div>\n'


def notice(element: Element, _scene: Scene, _level: int) -> str:
    """How a form is filled in."""
    words = escape(text(element) or "Notice")
    return f"<p>{link(web(element.get('URL')), words, EXTERNAL)}{weighed(element)}{_number(element)}</p>\n"


def resource(element: Element, _scene: Scene, _level: int) -> str:
    """Where the procedure or form of a sheet is found."""
    address = web(element.get("URL"))
    words = "Accéder au document" if element.get("format") else "Accéder au service en ligne"
    said = link(address, words, ' class="button" rel="external"') if address else ""
    return f"<p>{said}{weighed(element)}</p>\n{_source(element)}" if said else _source(element)


def alternative(element: Element, scene: Scene, _level: int) -> str:
    """Another way to do the same."""
    ident, audience = element.get("ID", ""), element.get("audience")
    title = escape(title_words(element) or scene.title(ident, audience) or "Autre service")
    return f'<p class="guide-service-other">{link(scene.page(ident, audience), title)}</p>\n'


def commented(element: Element, scene: Scene, level: int) -> str:
    """An outside link, who publishes it, what it is."""
    inside = "".join(content(it, scene, level) for it in each(element, "Commentaire"))
    links = "".join(f"<p>{_plain(it, scene)}</p>\n" for it in each(element, "LienExterne"))
    return f'<div class="guide-link">\n{links}{inside}{_source(element)}</div>\n'


def _plain(element: Element, _scene: Scene) -> str:
    words = escape(text(element) or element.get("URL", ""))
    return link(web(element.get("URL")), words, EXTERNAL) + weighed(element)


def number(element: Element, _scene: Scene, _level: int) -> str:
    """The number a form is known by."""
    said = "Cerfa n°\u00a0" if name(element) == "NumeroCerfa" else "Autre numéro\u00a0: "
    return f'<p class="guide-number">{said}{escape(text(element))}</p>\n'


def facts(label: str) -> Render:
    """A short fact of a procedure, told after its label (feed 3.4)."""

    def fact(element: Element, scene: Scene, level: int) -> str:
        inside = content(element, scene, level) if len(element) else f"<p>{escape(text(element))}</p>\n"
        return f'<div class="guide-fact">\n<p><strong>{label}</strong></p>\n{inside}</div>\n' if text(element) else ""

    return fact


def _number(element: Element) -> str:
    numbers = [element.get(it, "").strip() for it in ("numerocerfa", "autrenumero")]
    said = [f"Cerfa n°\u00a0{numbers[0]}"] if numbers[0] else []
    said += [numbers[1]] if numbers[1] else []
    return f' <span class="guide-number">({escape(", ".join(said))})</span>' if said else ""


def _source(element: Element) -> str:
    said = [text(it) for it in each(element, "Source") if text(it)]
    return "".join(f'<p class="guide-source">{escape(it)}</p>\n' for it in said)


def _unknown(element: Element, scene: Scene, level: int) -> str:
    scene.unknown[name(element)] += 1
    return content(element, scene, level)


def source(element: Element, _scene: Scene, _level: int) -> str:
    """Who publishes what an element leads to."""
    said = text(element)
    return f'<p class="guide-source">{escape(said)}</p>\n' if said else ""


def pivot(element: Element, scene: Scene, _level: int) -> str:
    """A kind of office the whole sheet is about."""
    scene.place(text(element))
    return ""


def bare_resource(element: Element, _scene: Scene, _level: int) -> str:
    """The site of an office, where it stands alone."""
    return f"<p>{link(web(element.get('URL')), escape(element.get('URL', '')), EXTERNAL)}</p>\n"


BLOCKS.update(
    {
        "OuSAdresser": office,
        "OuSAdresserSupport": office,
        "QuiPeutMAider": office,
        "ServiceEnLigne": online,
        "ServiceNoeud": online,
        "FranceConnect": lambda *_: '<p class="guide-fact">Accès possible avec FranceConnect</p>\n',
        "Connexion": facts("Connexion"),
        "Cout": facts("Coût"),
        "NbEtapes": facts("Nombre d’étapes"),
        "CommentFaireSelf": facts("Comment faire"),
        "Etapes": facts("Étapes"),
        "Documents": facts("Documents"),
        "Delai": facts("Délai"),
        "Recours": facts("Recours"),
        "Echeance": facts("Échéance"),
        "ServiceEnLigneAnnexe": annex,
        "ServiceEnLigneAlternatif": alternative,
        "NoticeLiee": notice,
        "LienWeb": resource,
        "RessourceWeb": bare_resource,
        "PivotLocal": pivot,
        "Source": source,
        "LienExterneCommente": commented,
        "Commentaire": content,
        "NumeroCerfa": number,
        "AutreNumero": number,
    }
)
