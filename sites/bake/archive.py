"""A commune's site as one zip, complete in itself: any file server can show it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from sites.bake.bakery import bake, store_of
from sites.composing.pack import BrokenPackError, Pack
from sites.composing.pages import parts
from sites.composing.places import SHELL, SHELVES, pack_file
from sites.composing.segments import plain
from sites.composing.shell import cut

if TYPE_CHECKING:
    from sites.models import Commune

READ_ME = "LISEZ-MOI.txt"
# The same archive for the same site: zip files carry a date for each of their members.
EPOCH = (1980, 1, 1, 0, 0, 0)
STORED = frozenset({".gz", ".br", ".webp", ".avif", ".jpg", ".jpeg", ".png", ".woff2", ".pdf", ".zip"})


class NothingToExportError(Exception):
    """There is no site to export; the message is a French sentence."""


def export(commune: "Commune", file: Path | IO[bytes]) -> int:
    """Bake, then write the public files of what stands into ``file``; return their number.

    Compressed copies are part of it, for servers that know how to use them; and the sheets that the platform joins to
    the site when they are read, each as a page. ``NothingToExportError`` when the site could not be made and none stood
    before.
    """
    result = bake(commune)
    store = store_of(commune.insee)
    with store.lock():  # pruning waits until the last file is read
        number = store.generation()
        if not number:
            raise NothingToExportError(result.error or _("Ce site n’a jamais été mis en ligne."))
        folder = store.folder(number)
        files = sorted(path for path in (folder / "www").rglob("*") if path.is_file())
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                _add(archive, path.relative_to(folder / "www").as_posix(), path)
            moved = json.loads((folder / "redirects.json").read_bytes())
            read_me = zipfile.ZipInfo(READ_ME, EPOCH)
            archive.writestr(read_me, "\r\n".join(_read_me(commune, moved)) + "\r\n")
            sheets = sum(_add_sheets(archive, shell) for shell in sorted((folder / SHELVES).glob(f"*{SHELL}")))
    return len(files) + sheets


def _add_sheets(archive: zipfile.ZipFile, shell: Path) -> int:
    """The sheets that this page of the site is put around; none where their pack cannot be read."""
    try:
        pack = Pack(pack_file(Path(settings.BEFFROI_VAR), shell.stem))
    except (FileNotFoundError, BrokenPackError):
        return 0
    around = cut(shell.read_text(encoding="utf-8"))
    for key in pack.entries:
        info = zipfile.ZipInfo(f"{shell.stem}/{key}/index.html", EPOCH)
        info.external_attr = 0o644 << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(info, plain(parts(around, pack, key)))
    return len(pack.entries)


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    info = zipfile.ZipInfo(name, EPOCH)
    info.external_attr = 0o644 << 16
    info.compress_type = zipfile.ZIP_STORED if path.suffix.lower() in STORED else zipfile.ZIP_DEFLATED
    info.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(info, "w") as target:
        while block := source.read(1 << 20):
            target.write(block)


def _read_me(commune: "Commune", moved: dict[str, str]) -> Iterator[str]:
    yield _("Site de la commune : %(name)s (%(insee)s)") % {"name": commune.name, "insee": commune.insee}
    yield ""
    yield _("Ce dossier se suffit à lui-même : posez-le à la racine de n’importe quel serveur de fichiers.")
    yield _(
        "Ce qui a besoin de Beffroi n’y est pas : la publication de nouveaux contenus, l’envoi de formulaires, et la "
        "mise à jour des pages datées. Les pages restent celles du jour de l’export."
    )
    yield _(
        "La recherche y est réduite\u00a0: l’appareil du visiteur cherche seul, dans les titres et le début des pages."
    )
    if moved:
        yield ""
        yield _("Anciennes adresses, si votre serveur sait rediriger (une page prend le relais sinon) :")
        yield from (f"{old} -> {new}" for old, new in sorted(moved.items()))
