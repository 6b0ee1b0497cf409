"""From what a webmaster names to an old site: an address, a folder, an export of WordPress, a ZIP of either."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

from cms.oldsite.reading import addresses, archive, folder, wxr
from cms.oldsite.reading.folder import Watch, unwatched
from cms.oldsite.reading.site import File, OldSite, UnreadableError

UPLOADS = "/wp-content/uploads/"
ZIP = b"PK\x03\x04"


@contextmanager
def opened(path: Path, files: Path | None = None, watch: Watch = unwatched) -> Iterator[OldSite]:
    """The site, as long as the block lasts. ``files`` is the folder ``wp-content/uploads`` of an export.

    Raises ``UnreadableError``: one sentence.
    """
    try:
        if path.is_dir():
            yield _of_folder(path, files, watch)
        elif not path.is_file():
            raise UnreadableError(_("Il n’y a rien à cet endroit\u00a0: %(path)s.") % {"path": path})
        elif _starts_with(path, ZIP):
            with archive.unpacked(path) as inside:
                yield _of_folder(_unwrapped(inside), files, watch)
        elif wxr.looks_like(path):
            yield wxr.read(path, uploads(files))
        else:
            raise UnreadableError(
                _("Ce fichier n’est ni un export de WordPress (.xml), ni une copie de site dans une archive .zip.")
            )
    except OSError as error:
        raise UnreadableError(
            _("«\u00a0%(path)s\u00a0» ne se lit pas (%(why)s).") % {"path": path, "why": error.strerror}
        ) from error


def _of_folder(path: Path, files: Path | None, watch: Watch) -> OldSite:
    """An export and its files may lie in the same folder."""
    exports = [one for one in sorted(path.rglob("*.xml")) if one.is_file() and wxr.looks_like(one)]
    if exports and not folder.is_copy(path):
        return wxr.read(exports[0], uploads(files or path))
    return folder.read(path, watch)


def _unwrapped(path: Path) -> Path:
    """Below the folder that holds everything, which is a habit of archives; one named like a host says the site."""
    inside = list(path.iterdir())
    alone = len(inside) == 1 and inside[0].is_dir() and not folder.HOST.match(inside[0].name)
    return _unwrapped(inside[0]) if alone else path


def _starts_with(path: Path, start: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(start)) == start


def uploads(root: Path | None) -> Callable[[str], File | None]:
    """What stands below ``root`` for an address such as ``https://…/wp-content/uploads/2020/05/a.jpg``.

    ``root`` is that folder ``uploads``, or any folder above it.
    """
    if root is None:
        return lambda _address: None
    base = root.resolve()

    def file(address: str) -> File | None:
        tail = addresses.normal(address).partition("?")[0].rpartition(UPLOADS)[2].lstrip("/")
        for name in (tail, f"uploads/{tail}", f"wp-content/uploads/{tail}"):
            path = (base / name).resolve()
            if tail and path.is_relative_to(base) and path.is_file() and path.stat().st_size <= folder.HEAVIEST_FILE:
                return File(path.name, path.read_bytes())
        return None

    return file
