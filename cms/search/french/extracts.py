"""The few words around what was found, as safe HTML with ``<mark>``."""

from collections.abc import Collection, Sequence
from html import escape
from unicodedata import normalize

from cms.search.french.stems import stem
from cms.search.french.words import Word, words

LENGTH = 220  # characters
READ = 60_000  # characters of a document: beyond, an extract says nothing more of it
BEFORE = 60  # characters kept before the first word found


def marked(text: str, stems: Collection[str]) -> str:
    """The whole of ``text`` as HTML, the words of these stems between ``<mark>`` and ``</mark>``."""
    text = normalize("NFC", text)
    return _html(text, 0, len(text), _found(text, stems))


def extract(text: str, stems: Collection[str], length: int = LENGTH) -> str:
    """The stretch of ``text`` that holds most different words of ``stems``, as HTML; its beginning when none does."""
    text = normalize("NFC", " ".join(text[:READ].split()))  # places in it are those of its composed form
    found = _found(text, stems)
    start, end = _stretch(text, found, length)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return before + _html(text, start, end, found).strip() + after


def _found(text: str, stems: Collection[str]) -> list[Word]:
    return [word for word in words(text) if stem(word.text) in stems]


def _stretch(text: str, found: Sequence[Word], length: int) -> tuple[int, int]:
    best, most = 0, 0
    for at, word in enumerate(found):
        inside = {stem(other.text) for other in found[at : at + 50] if other.end <= word.start + length - BEFORE}
        if len(inside) > most:
            best, most = word.start, len(inside)
    start = _at_a_word(text, max(0, best - BEFORE)) if best > BEFORE else 0
    return start, _end_of_word(text, min(len(text), start + length))


def _at_a_word(text: str, at: int) -> int:
    space = text.find(" ", at)
    return space + 1 if 0 <= space < at + BEFORE else at


def _end_of_word(text: str, at: int) -> int:
    if at >= len(text):
        return at
    space = text.rfind(" ", 0, at)
    return space if space > at - BEFORE else at


def _html(text: str, start: int, end: int, found: Sequence[Word]) -> str:
    parts, at = [], start
    for word in found:
        if word.start < at or word.end > end:
            continue
        parts += [escape(text[at : word.start]), "<mark>", escape(text[word.start : word.end]), "</mark>"]
        at = word.end
    return "".join([*parts, escape(text[at:end])])
