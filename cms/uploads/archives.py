"""What a ZIP file holds, without unpacking it: bombs, programs, and the office files that are ZIPs themselves."""

from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from cms.uploads.sentences import refuse

MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 100
SMALL = 20 * 1024 * 1024  # below this, a good ratio is no bomb: text compresses well
MAX_ENTRIES = 5000
PROGRAMS = frozenset((
    "apk", "app", "appx", "bat", "bin", "cmd", "com", "cpl", "dll", "dmg", "exe", "gadget", "hta", "htm", "html",
    "inf", "iso", "jar", "js", "jse", "lnk", "msi", "msix", "msp", "pif", "ps1", "ps2", "psc1", "reg", "scf",
    "scr", "sh", "svg", "sys", "vb", "vbe", "vbs", "ws", "wsc", "wsf", "wsh", "xhtml",
))  # fmt: skip
ARCHIVES = frozenset({"zip", "7z", "rar", "gz", "tgz", "bz2", "xz", "tar"})
PROGRAM_STARTS = (b"MZ", b"\x7fELF", b"#!")
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN_DOCUMENT = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
MACROS = ("vbaproject.bin", "basic/script-lc.xml")
ENCRYPTED = 0x1
BEGINNING = 80  # bytes: more than the longest type above


def inspect(file: Any, extension: str) -> None:
    """Raise ``ValidationError`` unless the ZIP is what ``extension`` says, and harmless."""
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _weigh(entries)
            if extension == "zip":
                _look_inside(archive, entries)
            else:
                _recognise(archive, extension)
    except (BadZipFile, LargeZipFile, NotImplementedError, OSError, EOFError, RuntimeError, ValueError, KeyError):
        raise damaged(extension) from None


def _weigh(entries: list[ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise refuse(
            "bomb",
            _("Cette archive devient démesurée une fois ouverte\u202f: envoyez les fichiers un par un."),
        )
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise refuse(
            "encrypted",
            _("Ce fichier est protégé par un mot de passe\u202f: personne ne pourrait le lire. Retirez la protection."),
        )


def _look_inside(archive: ZipFile, entries: list[ZipInfo]) -> None:
    for entry in entries:
        if entry.is_dir():
            continue
        suffix = PurePosixPath(entry.filename).suffix.lower().removeprefix(".")
        start = _begins(archive, entry)
        if suffix in PROGRAMS or start.startswith(PROGRAM_STARTS):
            raise refuse(
                "program",
                _("Cette archive contient un programme (%(name)s)\u202f: retirez-le avant de l’envoyer."),
                name=PurePosixPath(entry.filename).name,
            )
        if suffix in ARCHIVES:
            raise refuse(
                "nested",
                _("Cette archive en contient une autre (%(name)s)\u202f: envoyez les fichiers sans les emboîter."),
                name=PurePosixPath(entry.filename).name,
            )
        if entry.filename.startswith(("/", "\\")) or ".." in PurePosixPath(entry.filename.replace("\\", "/")).parts:
            raise damaged("zip")


def _recognise(archive: ZipFile, extension: str) -> None:
    names = archive.namelist()
    if any(name.lower().endswith(MACROS) for name in names):
        raise refuse(
            "macros",
            _("Ce document contient un programme (des macros)\u202f: enregistrez-le sans macros, ou en PDF."),
        )
    if extension in OFFICE:
        genuine = "[Content_Types].xml" in names and any(name.startswith(OFFICE[extension]) for name in names)
    else:
        genuine = "mimetype" in names and _begins(archive, "mimetype") == OPEN_DOCUMENT[extension].encode()
    if not genuine:
        raise damaged(extension)


def _begins(archive: ZipFile, entry: ZipInfo | str) -> bytes:
    """The first bytes alone: what a stranger packed may be as large as the memory once unpacked."""
    with archive.open(entry) as member:
        return member.read(BEGINNING)


def damaged(extension: str) -> Exception:
    """Not what its name says."""
    return refuse(
        "not_genuine",
        _("Ce fichier n’est pas un vrai %(kind)s, ou il est abîmé\u202f: enregistrez-le de nouveau, en PDF plutôt."),
        kind=extension.upper(),
    )
