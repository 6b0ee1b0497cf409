"""What a stranger joins is not what it pretends to be, until it is proved."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.guichet import attachments
from cms.guichet.clamav import ScannerError, infection
from cms.guichet.questions import Filled, Question, Sheet
from tests.world import PDF, picture_file

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"  # what every scanner must find


def checked(*files: Any) -> str:
    """The sentence, empty when all is well."""
    filled = Filled(Sheet("contact", "Titre", "/", (Question("pieces", "Pièces", "file"),)))
    filled.files["pieces"] = list(files)
    attachments.check(filled)
    return filled.errors.get("pieces", "")


def pdf(name: str = "lettre.pdf", more: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF + more)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x.php", "x.php"),
        ("..\\..\\Mon CV été.PDF", "mon-cv-ete.pdf"),
        ("/etc/passwd", "passwd"),
        (".htaccess", "htaccess"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("<script>.pdf", "script.pdf"),
        ("….pdf", "fichier.pdf"),
        ("x" * 300 + ".pdf", "x" * 80 + ".pdf"),
    ],
)
def test_names_lose_their_folders_and_their_tricks(given: str, kept: str) -> None:
    assert attachments.harmless(given) == kept


def test_sound_files_pass() -> None:
    photo = SimpleUploadedFile("trou.jpg", picture_file("trou.jpg").read())
    assert checked(pdf(), photo) == ""


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("../../x.php", b"<?php system($_GET[0]);"), "x.php\u00a0: ce genre de fichier"),
        (SimpleUploadedFile("x.php.pdf", b"<?php system($_GET[0]);"), "n’est pas un PDF"),
        (SimpleUploadedFile("photo.jpg", b"MZ\x90programme"), "n’est pas une image"),
        (SimpleUploadedFile("vide.pdf", b""), "est vide"),
        (SimpleUploadedFile("archive.zip", b"PK\x03\x04"), "ce genre de fichier"),
        (SimpleUploadedFile("dessin.svg", b"<svg onload='alert(1)'/>"), "ce genre de fichier"),
    ],
)
def test_content_decides_not_the_name(file: Any, sentence: str) -> None:
    assert sentence in checked(file)


def test_too_many_too_heavy_and_too_heavy_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "5 fichiers au plus" in checked(*(pdf(f"{number}.pdf") for number in range(6)))
    monkeypatch.setattr(attachments, "MAX_SIZE", 200)
    assert "la limite est de" in checked(pdf(more=b" " * 200))
    monkeypatch.setattr(attachments, "MAX_SIZE", 10**6)
    monkeypatch.setattr(attachments, "MAX_TOTAL", len(PDF) + 1)
    assert "en tout" in checked(pdf("a.pdf"), pdf("b.pdf"))


class Scanner(threading.Thread):
    """Speaks as clamd does: INSTREAM, chunks with their length, an answer that ends with a NUL."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(str(path))
        self.server.listen()
        self.answer = b""

    def run(self) -> None:
        while True:
            try:
                link, _address = self.server.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(size)
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"
                link.sendall(self.answer or found)


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> Iterator[Scanner]:
    made = Scanner(tmp_path / "clamd.sock")
    made.start()
    settings.CLAMAV_SOCKET = str(tmp_path / "clamd.sock")
    yield made
    made.server.shutdown(socket.SHUT_RDWR)
    made.server.close()


def test_the_scanner_reads_every_byte_and_is_obeyed(scanner: Scanner) -> None:
    assert checked(pdf(more=b" " * 200_000 + b"%%EOF")) == ""
    assert "l’antivirus refuse ce fichier" in checked(pdf(more=b" " * 200_000 + EICAR + b"%%EOF"))


def test_a_scanner_that_is_away_or_mumbles_lets_nothing_pass(
    scanner: Scanner, settings: Any, tmp_path: Path, caplog: Any
) -> None:
    scanner.answer = b"INSTREAM size limit exceeded. ERROR\0"
    assert "ne peuvent pas être vérifiés" in checked(pdf())
    scanner.answer = b"\0"
    with pytest.raises(ScannerError):
        infection(pdf(), settings.CLAMAV_SOCKET)
    settings.CLAMAV_SOCKET = str(tmp_path / "nobody.sock")
    assert "ne peuvent pas être vérifiés" in checked(pdf())
    assert "L’antivirus ne répond pas" in caplog.text
