"""What making one page needs to know, and what it notes on the way."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html import escape
from urllib.parse import urlsplit

from modules.comarquage.reading.tree import Element, name, text

GUIDE = "/guide/"
EXTERNAL = ' rel="external"'
Key = tuple[str, str]  # audience and identifier: one identifier may name different sheets of two audiences
Render = Callable[[Element, "Scene", int], str]  # the level is that of the next heading

# What the feed calls each audience, the folder of its pages, and where the official site has them.
AUDIENCES: Mapping[str, str] = {
    "Particuliers": "particuliers",
    "Professionnels": "professionnels",
    "Associations": "associations",
}
OFFICIAL: Mapping[str, str] = {
    "particuliers": "https://www.service-public.gouv.fr/particuliers/vosdroits/",
    "professionnels": "https://entreprendre.service-public.gouv.fr/vosdroits/",
    "associations": "https://www.service-public.gouv.fr/associations/vosdroits/",
}
IDENT = re.compile(r"[FNR]\d{1,9}")
PIVOT = re.compile(r"[a-z][a-z0-9_]{1,60}")


@dataclass(slots=True)
class Scene:
    """One page being made. ``catalogue``: the titles of all the sheets that exist; ``today`` bounds dates."""

    audience: str
    catalogue: Mapping[Key, str]
    today: date
    official: str = ""
    definitions: Mapping[str, Element] = field(default_factory=dict)
    abbreviations: Mapping[str, Element] = field(default_factory=dict)
    anchors: frozenset[str] = frozenset()
    unknown: Counter[str] = field(default_factory=Counter)
    slots: dict[str, None] = field(default_factory=dict)
    anchored: set[str] = field(default_factory=set)

    def page(self, ident: str, audience: str | None = None) -> str:
        """Where a sheet is read: here when it exists, else on the official site; nothing for what is no sheet."""
        if not IDENT.fullmatch(ident):
            return ""
        folder = AUDIENCES.get(audience or "", self.audience)
        if (folder, ident) in self.catalogue:
            return f"{GUIDE}{folder}/{ident}/"
        return f"{OFFICIAL[folder]}{ident}"

    def title(self, ident: str, audience: str | None = None) -> str:
        """The title of a sheet that exists; nothing of another."""
        return self.catalogue.get((AUDIENCES.get(audience or "", self.audience), ident), "")

    def anchor(self, ident: str | None) -> str:
        """The attribute that links to this part need: the first of a name alone has it."""
        if ident is None or ident not in self.anchors or ident in self.anchored:
            return ""
        self.anchored.add(ident)
        return f' id="partie-{escape(ident)}"'

    def place(self, pivot: str) -> None:
        """The sheet speaks of this kind of office: the local one, where the commune tells it, follows the sheet."""
        if PIVOT.fullmatch(pivot):
            self.slots.setdefault(pivot)


def web(address: str | None) -> str:
    """An address that a page may link to, as given; nothing for the others (« javascript: »)."""
    said = (address or "").strip()
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    return said if parts.scheme in {"http", "https"} and parts.hostname else ""


def link(address: str, words: str, more: str = "") -> str:
    """A link around HTML; the HTML alone without an address."""
    return f'<a href="{escape(address)}"{more}>{words}</a>' if address else words


def heading(level: int, words: str, css: str = "") -> str:
    """A heading, of any level: HTML has six."""
    said = f' class="{css}"' if css else ""
    if level <= 6:  # noqa: PLR2004  # HTML's own number
        return f"<h{level}{said}>{words}</h{level}>"
    return f'<p role="heading" aria-level="{level}"{said}>{words}</p>'


def folded(level: int, title: str, content: str, css: str) -> str:
    """A part that opens: works without a script, and is found by its heading. ``title`` is HTML."""
    return f'<details class="{css}"><summary>{heading(level, title)}</summary>\n{content}</details>\n'


def title_words(element: Element) -> str:
    """The words of ``Titre``, bare or in paragraphs."""
    return text(next((child for child in element if name(child) in {"Titre", "TitreRiche"}), None))
