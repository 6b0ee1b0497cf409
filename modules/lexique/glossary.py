"""Finding terms in rich texts. Pure: one compiled pattern for a commune, and what it found kept by text.

A text comes as the pieces that ``sites.rendering.richtext`` cuts: words between tags are literal, links stand apart.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import escape

from sites.rendering.richtext import Piece

# Inside these, words stay as they are.
CLOSED = frozenset({"h2", "h3", "h4", "h5", "h6", "abbr", "code"})
KEPT = 4096
_TAG = re.compile(r"<(/?)(\w+)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A term: how it is written, what it means, its place on the page of the glossary."""

    id: int
    term: str
    variants: tuple[str, ...]
    definition: str

    @property
    def anchor(self) -> str:
        """The id of its definition on the page."""
        return f"terme-{self.id}"

    @property
    def letter(self) -> str:
        """The letter it is listed under, without accent; ``#`` for a figure."""
        first = unicodedata.normalize("NFD", self.term[:1])[:1].upper()
        return first if first.isalpha() else "#"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a term stands in a text: which piece, from where to where."""

    piece: int
    start: int
    end: int
    entry: Entry


class Glossary:
    """The terms of one commune, ready to be looked for."""

    def __init__(self, entries: Sequence[Entry], url: str) -> None:
        """``url`` is that of the page of the glossary; empty when it is not online."""
        self.entries = entries
        self.url = url
        self._by_form = {_folded(form): entry for entry in entries for form in (entry.term, *entry.variants) if form}
        self._pattern = _compiled(self._by_form)
        self._found: dict[tuple[Piece, ...], tuple[Found, ...]] = {}

    def explain(self, pieces: tuple[Piece, ...], met: set[Any]) -> tuple[Piece, ...]:
        """The text with the first occurrence of each term explained; ``met`` holds those of the page so far."""
        if self._pattern is None:
            return pieces
        wanted = []
        for found in self._occurrences(pieces):
            if found.entry.id not in met:
                met.add(found.entry.id)
                wanted.append(found)
        if not wanted:
            return pieces
        changed = list(pieces)
        for found in reversed(wanted):  # from the end on: what comes before keeps its place
            text = str(changed[found.piece])
            word = text[found.start : found.end]
            changed[found.piece] = text[: found.start] + self._toggle(found.entry, word) + text[found.end :]
        return tuple(changed)

    def _occurrences(self, pieces: tuple[Piece, ...]) -> tuple[Found, ...]:
        known = self._found.get(pieces)
        if known is None:
            if len(self._found) >= KEPT:
                self._found.clear()
            known = self._found[pieces] = tuple(self._search(pieces))
        return known

    def _search(self, pieces: tuple[Piece, ...]) -> Iterable[Found]:
        closed = 0
        pattern = self._pattern
        for at, piece in enumerate(pieces):
            if pattern is None or not isinstance(piece, str):
                continue
            for match in pattern.finditer(piece):
                if match[1] is None:
                    closed += _step(match[0])
                elif not closed:
                    yield Found(at, match.start(), match.end(), self._by_form[_folded(match[1])])

    def _toggle(self, entry: Entry, word: str) -> str:
        """A button and what it shows: no script, closed by Escape, its words are not hidden from who has no popover."""
        more = f' <a href="{self.url}#{entry.anchor}">Lexique</a>' if self.url else ""
        return (
            f'<button class="term" type="button" popovertarget="lex-{entry.id}">{word}</button>'
            f'<span class="term__text" id="lex-{entry.id}" popover><strong>{escape(entry.term)}</strong> '
            f"{escape(entry.definition)}{more}</span>"
        )


def _step(tag: str) -> int:
    found = _TAG.match(tag)
    if found is None or found[2].lower() not in CLOSED:
        return 0
    return -1 if found[1] else 1


def _folded(form: str) -> str:
    return " ".join(str(form).replace("’", "'").replace("&#39;", "'").split()).lower()


def _compiled(forms: Iterable[str]) -> re.Pattern[str] | None:
    """A tag, or a whole term: the longest first, so that « plan local d’urbanisme » is no « plan »."""
    written = sorted({_escaped(form) for form in forms}, key=len, reverse=True)
    if not written:
        return None
    return re.compile(rf"<[^>]*>|(?<![\w&-])({'|'.join(written)})(?![\w-])", re.IGNORECASE)


def _escaped(form: str) -> str:
    """As it stands in HTML, whatever its spaces and its apostrophe."""
    text = re.escape(str(escape(form)).replace("&#39;", "'"))
    return text.replace(r"\ ", r"\s+").replace("'", "(?:['’]|&#39;)")


@lru_cache(maxsize=1024)
def glossary(entries: tuple[Entry, ...], url: str) -> Glossary:
    """That of a commune, kept from one bake to the next as long as no term changes."""
    return Glossary(entries, url)
