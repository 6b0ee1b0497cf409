"""The real clamd reads what citizens join."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.guichet.clamav import CHUNK, infection
from tests.cms.guichet.test_attachments import checked, pdf
from tests.servers.clamav import MARK, clamd

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def scanner() -> Iterator[Path]:
    try:
        with clamd() as socket:
            yield socket
    except FileNotFoundError as missing:
        pytest.skip(str(missing))


def zipped(content: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", content)
    return file


def test_it_finds_what_it_knows_at_any_place_of_a_file_of_several_parts(scanner: Path) -> None:
    far = b" " * (3 * CHUNK)
    assert infection(io.BytesIO(far + MARK), str(scanner)).startswith("Beffroi.Test")
    assert infection(io.BytesIO(far), str(scanner)) == ""


def test_it_opens_the_documents_that_are_archives(scanner: Path) -> None:
    assert infection(zipped(b"<text>" + MARK * 50 + b"</text>"), str(scanner)).startswith("Beffroi.Test")
    assert infection(zipped(b"<text>"), str(scanner)) == ""


def test_an_infected_file_is_refused_and_a_sound_one_passes(scanner: Path, settings: Any) -> None:
    settings.CLAMAV_SOCKET = str(scanner)
    assert "virus" in checked(pdf(more=MARK))
    sound = SimpleUploadedFile("lettre.pdf", pdf().read())
    assert checked(sound) == ""
    assert sound.tell() == 0  # whoever keeps it reads it whole
