import os
import resource
import signal
import subprocess
from pathlib import Path
from unittest import mock

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


@pytest.mark.parametrize("failure", [subprocess.TimeoutExpired("python", 120), -signal.SIGKILL, -signal.SIGXCPU, 1])
def test_what_ran_short_of_time_or_memory_is_tried_again_a_few_times(
    tmp_path: Path, file: Path, failure: Exception | int
) -> None:
    failed = failure if isinstance(failure, Exception) else subprocess.CompletedProcess([], failure, b"half", b"")
    answers = [failed] * (pdf.TRIES - 1)
    with mock.patch.object(subprocess, "run", side_effect=[*answers, subprocess.CompletedProcess([], 0, b"Un", b"")]):
        for number in range(1, pdf.TRIES):
            pdf.learn(tmp_path, "abc", file)
            assert (pdf.known(tmp_path, "abc"), pdf.tries(tmp_path, "abc")) == (None, number)
        pdf.learn(tmp_path, "abc", file)
    assert (pdf.known(tmp_path, "abc"), pdf.tries(tmp_path, "abc")) == ("Un", 0)
    with mock.patch.object(subprocess, "run", side_effect=[failed] * pdf.TRIES):
        for _time in range(pdf.TRIES):
            pdf.learn(tmp_path, "def", file)
    assert pdf.known(tmp_path, "def") == ""


@pytest.mark.parametrize("error", [MemoryError, OSError])
def test_a_process_that_lacks_memory_does_not_say_that_a_file_has_no_text(
    file: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    monkeypatch.setattr(resource, "setrlimit", lambda *_limits: None)
    monkeypatch.setattr(pdf, "text_of", mock.Mock(side_effect=error))
    with pytest.raises(error):
        pdf.main(str(file))


def test_no_secret_is_given_to_the_process_that_reads(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEFFROI_SECRET_KEY", "secret")
    with mock.patch.object(subprocess, "run", wraps=subprocess.run) as run:
        pdf.learn(tmp_path, "abc", file)
    assert run.call_args.kwargs["env"].keys() == {"LC_ALL", "PATH"}
    assert "Le bac jaune" in (pdf.known(tmp_path, "abc") or "")


def test_what_killed_processes_left_is_swept_and_what_is_being_written_stays(tmp_path: Path) -> None:
    for name in (".left", ".new", "kept.tries", "gone.tries"):
        (tmp_path / name).write_text("Un", encoding="utf-8")
    os.utime(tmp_path / ".left", (0, 0))
    pdf.forget_all_but(tmp_path, ["kept"])
    assert sorted(file.name for file in tmp_path.iterdir()) == [".new", "kept.tries"]


def test_the_texts_of_files_that_left_are_forgotten(tmp_path: Path) -> None:
    for digest in ("kept", "left"):
        (tmp_path / f"{digest}.txt").write_text("Un texte", encoding="utf-8")
    pdf.forget_all_but(tmp_path, ["kept"])
    assert [file.name for file in tmp_path.iterdir()] == ["kept.txt"]
