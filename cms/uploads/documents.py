"""Whether a file is the document its name says."""

import codecs
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cms.uploads import archives
from cms.uploads.sentences import empty, refuse, too_heavy

PDF_START, PDF_END = b"%PDF-", b"%%EOF"
NEAR = 1024  # the standard lets a few bytes stand before and after
TEXTS = frozenset({"csv", "txt"})
BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FOREIGN_STARTS = (b"MZ", b"%PDF-", b"PK\x03\x04", b"\x7fELF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


def inspect(file: Any) -> None:
    """Raise ``ValidationError``, with one sentence, unless ``file`` is a sound document of an accepted kind."""
    if file.size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        raise too_heavy(file.size, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    if not file.size:
        raise empty()
    extension = PurePosixPath(file.name).suffix.lower().removeprefix(".")
    if extension not in settings.WAGTAILDOCS_EXTENSIONS:
        raise refuse(
            "kind",
            _("Ce format n’est pas accepté\u202f: envoyez un PDF, un document LibreOffice ou Office, CSV, TXT ou ZIP."),
        )
    file.seek(0)
    try:
        _inspect_content(file, extension)
    finally:
        file.seek(0)


def _inspect_content(file: Any, extension: str) -> None:
    if extension == "pdf":
        _inspect_pdf(file)
    elif extension in TEXTS:
        _inspect_text(file, extension)
    else:
        archives.inspect(file, extension)


def _inspect_pdf(file: Any) -> None:
    if PDF_START not in file.read(NEAR):
        raise refuse("not_genuine", _("Ce fichier n’est pas un PDF, malgré son nom\u202f: exportez-le en PDF."))
    file.seek(max(0, file.size - NEAR))
    if PDF_END not in file.read():
        raise refuse("truncated", _("Ce PDF est incomplet\u202f: enregistrez-le ou exportez-le de nouveau."))


def _inspect_text(file: Any, extension: str) -> None:
    start = file.read(NEAR * 64)
    if start.startswith(FOREIGN_STARTS) or (b"\0" in start and not start.startswith(BOMS)):
        raise archives.damaged(extension)
