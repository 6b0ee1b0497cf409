"""Files that citizens join: few, light, of known kinds that their content confirms, scanned, under harmless names."""

import logging
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from slugify import slugify

from cms.guichet.clamav import ScannerError, infection
from cms.guichet.questions import Filled
from cms.uploads import documents, pictures
from cms.uploads.sentences import too_heavy
from sites.rendering.french import size_fr

logger = logging.getLogger(__name__)

PICTURES = ("jpg", "jpeg", "png", "webp")
DOCUMENTS = ("pdf", "odt", "ods", "docx", "xlsx")
ACCEPTED = (*DOCUMENTS, *PICTURES)
ACCEPT = ",".join(f".{kind}" for kind in ACCEPTED)
MAX_FILES = 5
MAX_SIZE = 10 * 1024 * 1024
MAX_TOTAL = 20 * 1024 * 1024
MAX_NAME = 80


def limits() -> str:
    """What one may join, told beside the field."""
    return _("%(count)d fichiers au plus, de %(size)s chacun\u202f: PDF, Word, Excel, LibreOffice ou photo.") % {
        "count": MAX_FILES,
        "size": size_fr(MAX_SIZE),
    }


def harmless(name: str) -> str:
    """A file name without folder, without accent, without anything hidden: ``../../Mon CV.pdf`` → ``mon-cv.pdf``."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    path = PurePosixPath(last)
    suffix = slugify(path.suffix, separator="")
    stem = slugify(path.stem, max_length=MAX_NAME) or "fichier"
    return f"{stem}.{suffix}" if suffix else stem


def check(filled: Filled) -> None:
    """Note one sentence for each question whose files cannot be taken."""
    every = [file for files in filled.files.values() for file in files]
    for name, files in filled.files.items():
        if name in filled.errors or not files:
            continue
        if len(every) > MAX_FILES:
            filled.errors[name] = _("Joignez %(count)d fichiers au plus en tout.") % {"count": MAX_FILES}
        elif sum(file.size for file in every) > MAX_TOTAL:
            filled.errors[name] = _("Vos fichiers pèsent plus de %(size)s en tout\u202f: joignez-en moins.") % {
                "size": size_fr(MAX_TOTAL)
            }
        else:
            _check_each(filled, name, files)


def _check_each(filled: Filled, name: str, files: list[Any]) -> None:
    for file in files:
        try:
            _inspect(file)
        except ValidationError as error:
            filled.errors[name] = f"{harmless(file.name)}\u00a0: {error.messages[0]}"
            return


def _inspect(file: Any) -> None:
    if file.size > MAX_SIZE:
        raise too_heavy(file.size, MAX_SIZE)
    kind = PurePosixPath(harmless(file.name)).suffix.removeprefix(".")
    if kind not in ACCEPTED:
        raise ValidationError(
            _(
                "ce genre de fichier n’est pas accepté. Envoyez un PDF, un document Word, Excel ou LibreOffice, "
                "une photo."
            )
        )
    (pictures if kind in PICTURES else documents).inspect(file)
    if settings.CLAMAV_SOCKET:
        _scan(file)


def _scan(file: Any) -> None:
    try:
        found = infection(file, settings.CLAMAV_SOCKET)
    except ScannerError:
        logger.exception(_("L’antivirus ne répond pas\u00a0: les pièces jointes sont refusées."))
        raise ValidationError(
            _("les fichiers ne peuvent pas être vérifiés pour l’instant. Envoyez votre message sans eux, ou plus tard.")
        ) from None
    if found:
        logger.warning(_("Un fichier joint a été refusé par l’antivirus\u00a0: %s"), found)
        raise ValidationError(
            _("l’antivirus refuse ce fichier. Vérifiez votre ordinateur, puis joignez un autre fichier.")
        )
