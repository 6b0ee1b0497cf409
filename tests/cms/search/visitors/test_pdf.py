from pathlib import Path

import pytest
from pypdf import PdfWriter

from cms.search.visitors import pdf
from deploy.demo.pdf import document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "guide.pdf"
    written.write_bytes(document("Le guide du tri", "Ville", "Le bac jaune sort le mardi."))
    return written


def test_the_text_of_a_pdf_is_read_by_a_process_of_its_own_and_kept(tmp_path: Path, file: Path) -> None:
    assert pdf.known(tmp_path / "texts", "abc") is None
    pdf.learn(tmp_path / "texts", "abc", file)
    assert "Le bac jaune sort le mardi" in (pdf.known(tmp_path / "texts", "abc") or "")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4\n", b"not a PDF at all" * 100])
def test_a_file_that_cannot_be_read_has_no_text_and_is_not_read_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.pdf").write_bytes(content)
    pdf.learn(tmp_path / "texts", "bad", tmp_path / "bad.pdf")
    assert pdf.known(tmp_path / "texts", "bad") == ""


def test_an_encrypted_file_has_no_text(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(tmp_path / "locked.pdf")
    pdf.learn(tmp_path / "texts", "locked", tmp_path / "locked.pdf")
    assert pdf.known(tmp_path / "texts", "locked") == ""


def test_the_texts_of_files_that_left_are_forgotten(tmp_path: Path) -> None:
    for digest in ("kept", "left"):
        (tmp_path / f"{digest}.txt").write_text("Un texte", encoding="utf-8")
    pdf.forget_all_but(tmp_path, ["kept"])
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]
