"""Lexique: the hard words of the town hall, explained."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from modules.lexique import api, takeover
from modules.lexique.glossary import Entry, Glossary, glossary
from sites.modules import Files, Module

if TYPE_CHECKING:
    from sites.bake.reader import Reader
    from sites.bake.snapshot import Snapshot
    from sites.rendering.richtext import Rewriter


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the templates of the module receive as ``data``."""

    glossary: Glossary
    letters: tuple[tuple[str, tuple[Entry, ...]], ...]


class Lexique(Module):
    """The declaration of the module."""

    name = "modules.lexique"
    label = "lexique"
    verbose_name = _("Lexique")
    api: ClassVar = api.LISTS
    page_types: ClassVar = ("lexique.Lexique",)
    takes_over = True

    def starting_pages(self, of_commune: str) -> Iterable[Any]:  # noqa: ARG002  # the same everywhere
        """The page of the terms, out of the menu: words lead to it."""
        intro = "Les mots de la mairie, expliqués simplement."
        yield apps.get_model("lexique.Lexique")(title="Lexique", slug="lexique", intro=intro)

    def read(self, reader: "Reader") -> Mapping[str, Any]:
        """The terms of the commune."""
        rows = apps.get_model("lexique.Terme")._default_manager.filter(commune=reader.commune)
        return {"terms": list(rows.order_by("pk").values_list("pk", "term", "variants", "definition"))}

    def prepare(self, snapshot: "Snapshot") -> Lexicon:
        """The terms by letter, and the pattern that finds them."""
        entries = [
            Entry(number, term, tuple(form.strip() for form in variants.split(",") if form.strip()), definition)
            for number, term, variants, definition in snapshot.rows.get(self.code, {}).get("terms", [])
        ]
        entries.sort(key=lambda entry: (entry.letter, entry.term.lower()))
        index = next(iter(snapshot.of_type("lexique")), None)
        letters = tuple((letter, tuple(found)) for letter, found in groupby(entries, key=lambda entry: entry.letter))
        return Lexicon(glossary(tuple(entries), index.url if index else ""), letters)

    def rewriter(self, data: Lexicon) -> "Rewriter | None":
        """The first occurrence of each term in the rich texts of a page."""
        return data.glossary.explain if data and data.letters else None

    def take_over(self, commune: Any, table: Mapping[str, Any], files: Files) -> bool:  # noqa: ARG002  # no picture here
        """The terms of a content folder."""
        return takeover.write(commune, table)
