"""Each file that is not what it claims gets one French sentence; each honest one passes."""

import struct
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from threading import Lock
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from PIL import Image

from cms.uploads import documents, pictures

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def image(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, "green").save(stream, kind)
    return stream.getvalue()


def giant_png() -> bytes:
    """A hundred bytes that say they are a picture of a billion pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    data = b"IDAT" + zlib.compress(b"\0" * 64)
    more = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return b"\x89PNG\r\n\x1a\n" + chunk + more


def archive(*entries: tuple[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for name, content in entries:
            file.writestr(name, content)
    return stream.getvalue()


def heavy(name: str, size: int) -> InMemoryUploadedFile:
    """What the upload handler gives for a file too heavy to be kept: a size and no byte."""
    return InMemoryUploadedFile(BytesIO(), "file", name, "", size, None)


WORD = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
WRITER = (("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>"))

BAD_PICTURES = [
    pytest.param("dessin.svg", SVG, "SVG peut cacher un programme", id="an SVG with a script"),
    pytest.param("dessin.png", SVG, "n’est pas une image", id="an SVG under another name"),
    pytest.param("bombe.png", giant_png(), "trop de pixels", id="a decompression bomb"),
    pytest.param("photo.jpg", b"", "est vide", id="no byte"),
    pytest.param("photo.jpg", b"bonjour" * 100, "n’est pas une image", id="text under the name of a photo"),
    pytest.param("photo.jpg", image("PNG"), "c’est une image PNG", id="a wrong extension"),
    pytest.param("photo.jpg", image(size=(900, 900))[:-2000], "abîmée ou incomplète", id="a photo cut short"),
    pytest.param("photo.tiff", image("TIFF"), "Ce format n’est pas accepté", id="a format browsers do not show"),
]
BAD_DOCUMENTS = [
    pytest.param("acte.pdf", b"", "est vide", id="a PDF of no byte"),
    pytest.param("acte.pdf", b"bonjour" * 10, "n’est pas un PDF", id="a PDF that is none"),
    pytest.param("acte.pdf", PDF[:-10], "incomplet", id="a PDF cut short"),
    pytest.param("acte.docx", b"bonjour", "n’est pas un vrai DOCX", id="a docx that is none"),
    pytest.param("acte.docx", archive(("a.txt", b"a")), "n’est pas un vrai DOCX", id="a zip under the name of a docx"),
    pytest.param("acte.xlsx", archive(*WORD), "n’est pas un vrai XLSX", id="a text under the name of a sheet"),
    pytest.param("acte.odt", archive(("content.xml", b"<x/>")), "n’est pas un vrai ODT", id="an odt that is none"),
    pytest.param("acte.docx", archive(*WORD, ("word/vbaProject.bin", b"x")), "des macros", id="a docx with macros"),
    pytest.param("lot.zip", archive(("a.bin2", b"\0" * 60_000_000)), "démesurée", id="a zip bomb"),
    pytest.param("lot.zip", archive(("jeu.exe", b"x")), "un programme (jeu.exe)", id="a zip with a program"),
    pytest.param("lot.zip", archive(("photo.jpg", b"MZ\x90")), "un programme (photo.jpg)", id="a program in disguise"),
    pytest.param("lot.zip", archive(("x.zip", archive(("a.txt", b"a")))), "en contient une autre", id="zips nested"),
    pytest.param("lot.zip", archive(("../../etc/passwd", b"a")), "n’est pas un vrai ZIP", id="a zip that climbs"),
    pytest.param("lot.zip", archive(("a.txt", b"a" * 500))[:60], "n’est pas un vrai ZIP", id="a zip cut short"),
    pytest.param("liste.csv", b"MZ\x90\x00", "n’est pas un vrai CSV", id="a program under the name of a list"),
    pytest.param("page.html", b"<p>", "Ce format n’est pas accepté", id="a format that is not accepted"),
]
GOOD = [
    pytest.param("acte.pdf", PDF, id="pdf"),
    pytest.param("acte.docx", archive(*WORD), id="docx"),
    pytest.param("acte.odt", archive(*WRITER), id="odt"),
    pytest.param("lot.zip", archive(("compte-rendu.pdf", PDF), ("dossier/", b"")), id="zip"),
    pytest.param("liste.csv", "nom;âge\nÉlodie;34\n".encode("cp1252"), id="csv of an old spreadsheet"),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_PICTURES)
def test_a_false_picture_is_refused_in_one_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        pictures.inspect(SimpleUploadedFile(name, content))
    (message,) = refused.value.messages
    assert sentence in message


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_DOCUMENTS)
def test_a_false_document_is_refused_in_one_sentence(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        documents.inspect(SimpleUploadedFile(name, content))
    (message,) = refused.value.messages
    assert sentence in message


@pytest.mark.parametrize("inspect", [pictures.inspect, documents.inspect])
def test_a_file_of_a_gigabyte_is_refused_by_its_size_alone(inspect: object) -> None:
    with pytest.raises(ValidationError) as refused:
        inspect(heavy("gros.pdf", 1024**3))  # type: ignore[operator]
    (message,) = refused.value.messages
    assert message.startswith("Ce fichier pèse 1")
    assert "la limite est de" in message


@pytest.mark.parametrize(("name", "content"), GOOD)
def test_an_honest_document_passes_and_can_be_read_again(name: str, content: bytes) -> None:
    file = SimpleUploadedFile(name, content)
    documents.inspect(file)
    assert file.read() == content


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.JPG"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")])
def test_an_honest_picture_passes(kind: str, name: str) -> None:
    pictures.inspect(SimpleUploadedFile(name, image(kind)))


def test_what_an_odt_says_to_be_is_not_unpacked_whole() -> None:
    """A stranger joins ten megabytes, of which one entry would fill half a gigabyte of memory."""
    size = 15 * 1024 * 1024
    bomb = SimpleUploadedFile("acte.odt", archive(("mimetype", b"\0" * size)))
    tracemalloc.start()
    with pytest.raises(ValidationError, match="n’est pas un vrai ODT"):
        documents.inspect(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < size / 10


def test_few_pictures_are_decoded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may take a quarter of a gigabyte: eight strangers together must not fill the memory."""
    lock, now, most = Lock(), 0, 0

    def look(_file: object, _extension: str) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1

    monkeypatch.setattr(pictures, "_look", look)
    content = image()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pictures.inspect(SimpleUploadedFile("a.jpg", content)), range(8)))
    assert most == pictures.AT_ONCE
