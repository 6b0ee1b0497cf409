"""A saved copy or an export packed in a ZIP: weighed before it is unpacked, and watched while it is."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from cms.oldsite.reading.folder import HEAVIEST_FILE, MOST_FILES
from cms.oldsite.reading.site import UnreadableError

MAX_UNPACKED = 2 * 1024 * 1024 * 1024
MAX_RATIO = 100
SMALL = 20 * 1024 * 1024  # below this, a good ratio is no bomb: pages compress well
ENCRYPTED = 0x1
PART = 1024 * 1024


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """A folder with what the archive holds, for a while. Raises ``UnreadableError``."""
    with TemporaryDirectory(prefix="beffroi-import-") as folder:
        try:
            with ZipFile(path) as archive:
                _weigh(archive.infolist())
                for entry in archive.infolist():
                    _unpack(archive, entry, Path(folder))
        except (BadZipFile, LargeZipFile, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
            raise UnreadableError(_("Cette archive est abîmée ou incomplète\u00a0: refaites-la.")) from error
        yield Path(folder)


def _weigh(entries: list[ZipInfo]) -> None:
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MOST_FILES or size > MAX_UNPACKED or (size > SMALL and size / packed > MAX_RATIO):
        raise UnreadableError(_("Cette archive devient démesurée une fois ouverte\u00a0: elle n’est pas reprise."))
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnreadableError(_("Cette archive est protégée par un mot de passe\u00a0: refaites-la sans."))


def _unpack(archive: ZipFile, entry: ZipInfo, folder: Path) -> None:
    """Plain files only, inside the folder, no larger than announced; anything else is passed over."""
    name = PurePosixPath(entry.filename.replace("\\", "/"))
    strange = name.is_absolute() or ".." in name.parts or stat.S_ISLNK(entry.external_attr >> 16)
    if entry.is_dir() or strange or not name.parts or entry.file_size > HEAVIEST_FILE or "\0" in entry.filename:
        return
    target = folder.joinpath(*name.parts)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as source, target.open("xb") as written:
            left = entry.file_size
            while part := source.read(min(PART, left + 1)):
                left -= len(part)
                if left < 0:
                    raise UnreadableError(
                        _("Cette archive devient démesurée une fois ouverte\u00a0: elle n’est pas reprise.")
                    )
                written.write(part)
    except OSError:  # a name too long, a file where a folder should be
        return
