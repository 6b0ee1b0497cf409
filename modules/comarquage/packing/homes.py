"""The page of an audience: its themes, with a few words on each, and what one looks for when something happens."""

from dataclasses import dataclass, field
from html import escape
from unicodedata import combining, normalize

from modules.comarquage.reading.scene import GUIDE, OFFICIAL, link
from modules.comarquage.reading.sheet import SOURCE
from modules.comarquage.reading.tree import Element, meta
from sites.composing.sheets import Sheet

THEME, CASE = "Theme", "Fiche Comment faire si"
TITLES = {
    "particuliers": "Vos droits et démarches",
    "professionnels": "Démarches des entreprises",
    "associations": "Démarches des associations",
}


@dataclass(slots=True)
class Front:
    """Of each theme its title and a few words, of each « Comment faire si » its title; by identifier."""

    themes: dict[str, tuple[str, str]] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)

    def note(self, root: Element, title: str) -> None:
        """Take the sheet in, if it stands there."""
        kind, ident = root.get("type", ""), root.get("ID", "")
        if kind == THEME:
            self.themes[ident] = (title, meta(root, "description"))
        elif kind.startswith(CASE):
            self.cases[ident] = title


def home(audience: str, front: Front) -> Sheet:
    """Its key is the audience alone: ``/guide/particuliers/``."""
    title = TITLES[audience]
    official = OFFICIAL[audience].removesuffix("vosdroits/")
    said = link(official, "Voir le site officiel", ' rel="external"')
    body = (
        '<article class="guide guide--home" lang="fr">\n<nav class="breadcrumb" aria-label="Fil d’Ariane du guide"><ol>'
        f'<li><a href="{GUIDE}">Guide des démarches</a></li><li aria-current="page">{title}</li></ol></nav>\n'
        f"<h1>{title}</h1>\n{_themes(audience, front)}{_cases(audience, front)}"
        f'<div class="guide-mention">\n<p>Source\u00a0: {SOURCE}. {said}.</p>\n</div>\n</article>\n'
    )
    return Sheet(audience, title, f'<link rel="canonical" href="{escape(official)}">\n', body)


def _themes(audience: str, front: Front) -> str:
    rows = sorted(front.themes.items(), key=lambda row: _sorted(row[1][0]))
    told = "".join(f"<li>{_link(audience, ident, title)}{_words(said, title)}</li>\n" for ident, (title, said) in rows)
    return f'<h2>Par thème</h2>\n<ul class="guide-themes">\n{told}</ul>\n' if told else ""


def _cases(audience: str, front: Front) -> str:
    rows = sorted(front.cases.items(), key=lambda row: _sorted(row[1]))
    told = "".join(f"<li>{_link(audience, ident, title)}</li>\n" for ident, title in rows)
    return f'<h2>Comment faire si…</h2>\n<ul class="guide-links">\n{told}</ul>\n' if told else ""


def _sorted(title: str) -> str:
    """« Étranger » comes before « Famille »."""
    return "".join(sign for sign in normalize("NFD", title) if not combining(sign)).casefold()


def _link(audience: str, ident: str, title: str) -> str:
    return link(f"{GUIDE}{audience}/{ident}/", escape(title))


def _words(said: str, title: str) -> str:
    return f"<p>{escape(said)}</p>" if said not in {"", title} else ""
