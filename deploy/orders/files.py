"""Order files on disk: files and folders, in the order of their names."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.orders import columns
from deploy.orders.faults import OrderError
from deploy.orders.source import Source

SUFFIX = ".toml"
MAX_BYTES = 20_000_000  # a commune takes some two kilobytes: ten thousand communes in one file


def read_sources(paths: Iterable[Path]) -> list[Source]:
    """Every order named, a folder standing for its ``*.toml``; ``OrderError`` for a file that cannot be read."""
    return [_read(path) for given in paths for path in _files(given)]


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    files = sorted(path.glob(f"*{SUFFIX}"))
    if not files:
        raise OrderError(f"{path} : ce dossier ne contient aucune commande (*{SUFFIX}).")
    yield from files


def _read(path: Path) -> Source:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OrderError(
                f"{path} : ce fichier est trop gros pour une commande ({MAX_BYTES // 1_000_000} Mo au plus)."
            )
        if path.suffix.lower() == columns.SUFFIX:
            return columns.TableSource.of(path.name, path.read_bytes())
        return Source(path.name, path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise OrderError(f"{path} : ce fichier n’existe pas.") from error
    except UnicodeDecodeError as error:
        raise OrderError(f"{path} : ce fichier n’est pas du texte en UTF-8.") from error
    except OSError as error:
        raise OrderError(f"{path} : ce fichier ne peut pas être lu.") from error
