"""The electronic copy of an act: the PDF received, with what the law wants read on it. No query.

Article R2131-1 of the CGCT: first name, name and capacity of the author, date put online, in a format that nobody
changes. A line runs in the left margin of every page, and a last page says it all in full.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from time import monotonic

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from modules.documents.actes.inert import disarm

A4 = (595.0, 842.0)
MARGIN, LEADING, LINE = 64, 19, 78
# A page is read instruction by instruction, a megabyte a second or so: a file of some kilobytes may hold hours of it.
MAX_PAGES, MAX_DRAWING, MAX_SECONDS = 1500, 24 << 20, 30.0
FONTS = {"/F1": "/Helvetica", "/F2": "/Helvetica-Bold"}
BLACK, GREY = "0 0 0 rg", "0.25 0.25 0.25 rg"


@dataclass(frozen=True, slots=True)
class Mentions:
    """``name`` is what readers show of the file; ``margin`` runs along every page; the last page has the rest."""

    name: str
    margin: str
    title: str
    facts: Sequence[tuple[str, str]]
    note: str


@dataclass(frozen=True, slots=True)
class Stamped:
    """The copy to publish; ``pages`` counts the added one."""

    content: bytes
    pages: int


@dataclass(slots=True)
class Effort:
    """What a file may still ask of us."""

    drawing: int = field(default_factory=lambda: MAX_DRAWING)
    until: float = field(default_factory=lambda: monotonic() + MAX_SECONDS)

    def look(self) -> None:
        """Raise ``ValidationError`` once it asked too much."""
        if self.drawing < 0 or monotonic() > self.until:
            raise _too_much()


def stamp(content: bytes, mentions: Mentions) -> Stamped:
    """The copy. ``ValidationError``, with one sentence, for a file that cannot be stamped."""
    with _one_sentence():
        effort = Effort()
        reader = _opened(content, effort)
        return Stamped(_stamped(reader, mentions, effort), len(reader.pages) + 1)


def check(content: bytes) -> None:
    """What ``stamp`` would refuse, as far as can be told without stamping: ``ValidationError``, with one sentence."""
    with _one_sentence():
        _opened(content, Effort())


@contextmanager
def _one_sentence() -> Iterator[None]:
    try:
        yield
    except (PyPdfError, ArithmeticError, LookupError, AttributeError, TypeError, ValueError, RecursionError) as error:
        raise _unreadable() from error


def _opened(content: bytes, effort: Effort) -> PdfReader:
    """The file, disarmed, whose pages are few and light enough."""
    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise ValidationError(
            _(
                "Ce PDF est protégé par un mot de passe ou contre la modification\u202f: les mentions que la loi "
                "demande ne peuvent pas y être ajoutées. Exportez-le de nouveau, sans protection."
            ),
            code="encrypted",
        )
    if not reader.pages:
        raise _unreadable()
    if len(reader.pages) > MAX_PAGES:
        raise _too_much()
    disarm(reader.root_object, effort.look)
    for page in reader.pages:
        contents = page.get_contents()
        effort.drawing -= len(contents.get_data()) if contents is not None else 0
        effort.look()
    return reader


def _too_much() -> ValidationError:
    return ValidationError(
        _(
            "Ce PDF est trop chargé pour recevoir les mentions que la loi demande\u202f: trop de pages, ou un plan "
            "très détaillé. Exportez-le de nouveau, plus léger, ou partagez-le en plusieurs fichiers."
        ),
        code="too_much",
    )


def _unreadable() -> ValidationError:
    return ValidationError(
        _(
            "Les mentions que la loi demande n’ont pas pu être ajoutées à ce PDF, qui est abîmé ou d’une forme "
            "inhabituelle\u202f: exportez-le de nouveau depuis le traitement de texte, puis déposez-le."
        ),
        code="unstampable",
    )


def _stamped(reader: PdfReader, mentions: Mentions, effort: Effort) -> bytes:
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        effort.look()
        page.transfer_rotation_to_content()
        box = page.mediabox
        page.merge_page(_margin(mentions.margin, box.left, box.bottom, (float(box.width), float(box.height))))
    writer.add_page(_last_page(mentions))
    writer.add_metadata({"/Title": mentions.name, "/Producer": "Beffroi"})
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _margin(text: str, left: float, bottom: float, size: tuple[float, float]) -> PageObject:
    """A line that climbs the left edge, cut where the page ends."""
    room = int((size[1] - 60) / 3.4)
    drawing: list[bytes | str] = [
        GREY,
        b"BT /F1 7 Tf 0 1 -1 0 ",
        _number(left + 13),
        _number(bottom + 30),
        b"Tm (",
        _text(text[:room]),
    ]
    return _page(size, (left, bottom), _joined(drawing) + b") Tj ET")


def _last_page(mentions: Mentions) -> PageObject:
    lines = [("/F2", 20, mentions.title), ("/F1", 12, "")]
    for label, text in mentions.facts:
        lines.append(("/F2", 11, label))
        lines += [("/F1", 11, line) for line in _wrapped(text)]
        lines.append(("/F1", 6, ""))
    lines += [("/F1", 9, line) for line in _wrapped(mentions.note)]
    drawing: list[bytes | str] = [BLACK]
    y = A4[1] - MARGIN - 20
    for font, size, text in lines:
        drawing += [f"BT {font} {size} Tf 1 0 0 1 {MARGIN} {y:.0f} Tm (", _text(text), b") Tj ET\n"]
        y -= LEADING if size > 6 else LEADING / 2  # noqa: PLR2004  # the blank between two facts
    return _page(A4, (0, 0), _joined(drawing))


def _page(size: tuple[float, float], origin: tuple[float, float], drawing: bytes) -> PageObject:
    page = PageObject.create_blank_page(width=size[0], height=size[1])
    page.mediabox.lower_left = (FloatObject(origin[0]), FloatObject(origin[1]))
    page.mediabox.upper_right = (FloatObject(origin[0] + size[0]), FloatObject(origin[1] + size[1]))
    fonts = DictionaryObject({NameObject(name): _font(base) for name, base in FONTS.items()})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    content = DecodedStreamObject()
    content.set_data(drawing)
    page[NameObject("/Contents")] = content
    return page


def _font(base: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject(base),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )


def _joined(parts: Sequence[bytes | str]) -> bytes:
    return b" ".join(part.encode() if isinstance(part, str) else part for part in parts)


def _number(value: float) -> str:
    return f"{float(value):.1f}"


def _text(text: str) -> bytes:
    """In Windows' code page, which standard fonts know; a foreign letter without accent where there is no other."""
    written = "".join(_letter(letter) for letter in text.replace("\u202f", "\u00a0"))
    data = written.encode("cp1252", "replace")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _letter(letter: str) -> str:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))
    return letter


def _wrapped(text: str) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= LINE:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line
