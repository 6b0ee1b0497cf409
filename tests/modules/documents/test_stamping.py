"""What a stamped copy holds, and how much a file may ask of us."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    TextStringObject,
)

from modules.documents.actes import stamping
from modules.documents.actes.stamping import Mentions, check, stamp
from tests.modules.documents.factories import pdf

SAID = Mentions("Acte", "Aubord – Acte", "Publication électronique", [("Acte", "Délibération")], "Note")


def named(**values: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def script(words: str) -> DictionaryObject:
    return named(S=NameObject("/JavaScript"), JS=TextStringObject(words))


def written(writer: PdfWriter) -> bytes:
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def armed() -> bytes:
    """A PDF that runs a script wherever one may, and carries a file that is not seen on its pages."""
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    page: Any = writer.pages[0]
    root: Any = writer.root_object
    writer.add_attachment("annexe.txt", b"adresse d'un particulier")
    by_name = ArrayObject([TextStringObject("start"), writer._add_object(script("app.alert('names')"))])
    root["/Names"][NameObject("/JavaScript")] = named(Names=by_name)
    root[NameObject("/OpenAction")] = script("app.alert('open')")
    root[NameObject("/AA")] = named(WC=script("app.alert('close')"))
    page[NameObject("/AA")] = named(O=script("app.alert('page')"))
    xfa = DecodedStreamObject()
    xfa.set_data(b"<xdp>xfa form</xdp>")
    fields: Any = ArrayObject()
    root[NameObject("/AcroForm")] = named(Fields=fields, XFA=writer._add_object(xfa))
    link = named(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=writer._add_object(script("app.alert('a')")))
    launch = named(S=NameObject("/Launch"), F=TextStringObject("cmd.exe"))
    other = named(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=launch)
    pinned = named(Type=NameObject("/Annot"), Subtype=NameObject("/FileAttachment"))
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(one) for one in (link, other, pinned)])
    return written(writer)


def drawn(pages: int, size: int) -> bytes:
    """Pages that draw much and weigh little."""
    writer = PdfWriter()
    for number in range(pages):
        content = DecodedStreamObject()
        content.set_data(b"0 0 m 9 9 l S\n" * (size // 14) + b"%%%d" % number)
        page = writer.add_blank_page(width=595, height=842)
        page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    return written(writer)


def everything(content: bytes) -> Iterator[str]:
    """Each object of a file, whether something leads to it or not."""
    reader = PdfReader(BytesIO(content))
    size: Any = reader.trailer["/Size"]
    for number in range(1, size):
        found: Any = reader.get_object(number)
        yield repr(found)
        if hasattr(found, "get_data"):
            yield repr(found.get_data())


ARMS = ["app.alert", "cmd.exe", "xfa form", "particulier", "/JavaScript", "/EmbeddedFile", "/AA", "/XFA", "/Launch"]


@pytest.mark.parametrize("arm", ARMS)
def test_a_copy_runs_nothing_and_carries_no_hidden_file(arm: str) -> None:
    assert any(arm in one for one in everything(armed()))
    assert not any(arm in one for one in everything(stamp(armed(), SAID).content))


def test_links_and_fonts_of_a_file_stay() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf()))
    page = writer.pages[0]
    address = named(S=NameObject("/URI"), URI=TextStringObject("https://aubord.example/"))
    link = named(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=address)
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    font = named(Type=NameObject("/Font"), Subtype=NameObject("/Type1"), BaseFont=NameObject("/Courier"))
    page[NameObject("/Resources")] = named(Font=named(AA=font))  # a font may bear the name of a trigger
    content = DecodedStreamObject()
    content.set_data(b"BT /AA 12 Tf 100 100 Td (Halle) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(content)
    copy: Any = PdfReader(BytesIO(stamp(written(writer), SAID).content)).pages[0]
    assert copy["/Annots"][0].get_object()["/A"]["/URI"] == "https://aubord.example/"
    assert copy["/Resources"]["/Font"]["/AA"]["/BaseFont"] == "/Courier"
    assert "Halle" in copy.extract_text()


@pytest.mark.parametrize("reads", [check, lambda content: stamp(content, SAID)])
def test_a_small_file_that_draws_without_end_is_refused(monkeypatch: pytest.MonkeyPatch, reads: Any) -> None:
    monkeypatch.setattr(stamping, "MAX_DRAWING", 100_000)
    with pytest.raises(ValidationError) as error:
        reads(drawn(3, 40_000))
    assert error.value.code == "too_much"
    assert "partagez-le en plusieurs fichiers" in error.value.messages[0]
    reads(drawn(2, 40_000))


@pytest.mark.parametrize("reads", [check, lambda content: stamp(content, SAID)])
def test_a_file_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch, reads: Any) -> None:
    monkeypatch.setattr(stamping, "MAX_SECONDS", 0.0)
    with pytest.raises(ValidationError) as error:
        reads(pdf())
    assert error.value.code == "too_much"


def test_the_time_runs_while_pages_are_stamped_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = stamping._opened

    def late(content: bytes, effort: stamping.Effort) -> PdfReader:
        reader = opened(content, effort)
        effort.until = -1.0
        return reader

    monkeypatch.setattr(stamping, "_opened", late)
    with pytest.raises(ValidationError) as error:
        stamp(pdf(2), SAID)
    assert error.value.code == "too_much"


def test_pages_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamping, "MAX_PAGES", 2)
    check(pdf(2))
    with pytest.raises(ValidationError) as error:
        check(pdf(3))
    assert error.value.code == "too_much"
