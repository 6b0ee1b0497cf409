"""Tiles of OpenStreetMap, kept on disk and asked for with restraint.

https://operations.osmfoundation.org/policies/tiles/: an agent that names itself and how to reach its owner, no fetching
ahead, tiles kept seven days at least. Nothing of the visitor goes upstream: neither address, nor agent, nor cookie.
"""

import tempfile
import threading
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import httpx
from django.conf import settings

FRESH = 7 * 24 * 3600  # seconds during which a tile is not asked for again
LAST_RESORT = 60 * 24 * 3600  # while the upstream does not answer, an old tile is better than a hole
MAX_TILE = 300_000  # bytes; real ones weigh a tenth of it
MAX_KEPT = 400 * 1024 * 1024  # bytes of all the tiles of this install
TIMEOUT = httpx.Timeout(4.0, connect=2.0)
# Fewer than the threads of the web process: a slow map must never keep the town halls from writing.
AT_ONCE = 3
PATIENCE = 0.5  # seconds that a visitor waits for one of those places; the map asks again
PAUSE = 30.0  # seconds without asking an upstream that just failed
# « Go away »: asking for other tiles would not help.
REFUSALS = frozenset({401, 403, 429})
PNG = b"\x89PNG\r\n\x1a\n"

_places = threading.BoundedSemaphore(AT_ONCE)
_failed_at: list[float] = []


class NoUpstreamError(LookupError):
    """This install has no source of tiles."""


class UpstreamError(Exception):
    """The source did not give the tile, and none is kept."""


class UpstreamDownError(UpstreamError):
    """It will give no other either: nobody asks for a while."""


def tile(zoom: int, x: int, y: int, now: float | None = None) -> bytes:
    """The picture of one tile; the caller knows that it exists and is near the commune."""
    upstream = settings.BEFFROI_TILES_UPSTREAM
    if not upstream:
        raise NoUpstreamError
    moment = time.time() if now is None else now
    file = folder() / str(zoom) / str(x) / f"{y}.png"
    age = _age(file, moment)
    if age is not None and age < FRESH:
        return file.read_bytes()
    try:
        picture = _fetch(upstream.format(z=zoom, x=x, y=y))
    except UpstreamError:
        if age is not None and age < LAST_RESORT:
            return file.read_bytes()
        raise
    _keep(file, picture)
    return picture


def folder() -> Path:
    """Where tiles are kept: public pictures, the same for every commune."""
    return Path(settings.BEFFROI_VAR) / "tuiles"


def _age(file: Path, now: float) -> float | None:
    try:
        return now - file.stat().st_mtime
    except OSError:
        return None


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    """One for the process: no cookie is kept, no redirection followed, no proxy of the environment used."""
    return httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False)


def _headers() -> dict[str, str]:
    return {
        "User-Agent": f"Beffroi/0.1 (sites of French communes; {settings.BEFFROI_CDG_CONTACT})",
        "Accept": "image/png",
    }


def _fetch(url: str) -> bytes:
    if _failed_at and time.monotonic() - _failed_at[-1] < PAUSE:
        raise UpstreamError(url)
    if not _places.acquire(timeout=PATIENCE):
        raise UpstreamError(url)
    try:
        return _asked(url)
    except (httpx.TransportError, UpstreamDownError) as error:
        _failed_at[:] = [time.monotonic()]
        raise UpstreamError(url) from error
    except httpx.HTTPError as error:
        raise UpstreamError(url) from error
    finally:
        _places.release()


def _asked(url: str) -> bytes:
    client = _client()
    client.cookies.clear()
    with client.stream("GET", url, headers=_headers()) as answer:
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR or answer.status_code in REFUSALS:
            raise UpstreamDownError(f"{url}: {answer.status_code}")
        if answer.status_code != httpx.codes.OK:
            raise UpstreamError(f"{url}: {answer.status_code}")
        picture = b""
        for part in answer.iter_bytes():
            picture += part
            if len(picture) > MAX_TILE:
                raise UpstreamError(f"{url}: too heavy")
    if not picture.startswith(PNG):
        raise UpstreamError(f"{url}: no PNG")
    _failed_at.clear()
    return picture


def _keep(file: Path, picture: bytes) -> None:
    """Whole or not at all: two visitors may ask for the same tile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        part.write(picture)
    Path(part.name).replace(file)


def prune(now: float | None = None, limit: int = MAX_KEPT) -> None:
    """What the worker does every day: forget tiles too old to serve, then the oldest beyond ``limit`` bytes."""
    moment = time.time() if now is None else now
    kept = 0
    for age, size, file in sorted(_every(moment)):
        kept += size
        if age >= LAST_RESORT or kept > limit:
            file.unlink(missing_ok=True)


def _every(now: float) -> Iterator[tuple[float, int, Path]]:
    for file in folder().rglob("*"):
        try:
            if file.is_file():
                found = file.stat()
                yield now - found.st_mtime, found.st_size, file
        except OSError:  # pruned by another, meanwhile
            continue
