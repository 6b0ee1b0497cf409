"""The index of each site, kept as the site stands online: a worker looks for those that changed."""

import logging
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.search.shards import BusyShardError, MissingShardError
from cms.search.visitors import marks, pdf
from cms.search.visitors.entries import Entry, entries
from cms.search.visitors.reading import Words, words_of
from cms.search.visitors.schema import document, folder_of, shard_of
from cms.worker.clock import Clock
from sites.bake.bakery import store_of
from sites.bake.snapshot import take
from sites.models import Commune
from sites.store.generations import WWW, Store
from sites.store.manifest import BrokenManifestError

logger = logging.getLogger(__name__)

# Documents read in one turn, and seconds after which none is begun: the other sites wait for theirs.
AT_ONCE, READING = 10, 30.0
# Seconds before a site that could not be indexed is tried again.
PATIENCE = 600.0
# Times that a site is read again because it was baked under our eyes.
AGAIN = 3


class Keeper:
    """Indexes one site at each turn."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._failed: dict[int, float] = {}
        self._last_read = 0

    def turn(self) -> bool:
        """Index a site that changed, or else read documents of one; false when there is nothing to do."""
        elapsed = self.clock.monotonic()
        patient = [pk for pk, at in self._failed.items() if elapsed - at < PATIENCE]
        state = marks.changed(self._last_read).exclude(pk__in=patient).select_related("commune").first()
        if state is None:
            return False
        if state.reading:
            self._last_read = state.pk
        try:
            keep(state.commune, state.wanted, read=AT_ONCE if state.reading else 0)
        except BusyShardError:
            self._failed[state.pk] = elapsed - PATIENCE + 1
        except Exception:  # one site must not keep the others from being found
            logger.exception(_("La recherche de %s n’a pas pu être mise à jour."), state.commune)
            self._failed[state.pk] = elapsed
        else:
            self._failed.pop(state.pk, None)
        return True


def keep(commune: Commune, generation: int, *, read: int = 0) -> None:
    """Index the site of a commune, and read at most so many of its documents."""
    marks.indexed(commune, generation, waiting=not synchronise(commune, read=read))


def synchronise(commune: Commune, *, read: int = 0) -> bool:
    """Index what changed since the last time, or all; whether every document was read.

    ``read``: how many documents to read at most, once the index is right; the others are found by their title for now.

    Raises ``BrokenManifestError``, having changed nothing, when what stands online cannot be told.
    """
    unread = _synchronised(commune)
    if not (read and unread):
        return not unread
    texts = folder_of(commune.insee) / "texts"
    limit = time.monotonic() + READING
    waiting = sorted(unread.items(), key=lambda file: pdf.tries(texts, file[0]))
    for digest, file in waiting[:read]:
        pdf.learn(texts, digest, file)
        if time.monotonic() >= limit:
            break
    return not _synchronised(commune)


def _synchronised(commune: Commune) -> dict[str, Path]:
    """Index a site with the texts that are known; the files to read, by their digest."""
    store = store_of(commune.insee)
    for _turn in range(AGAIN):
        generation = store.generation()
        try:
            return _of_generation(commune, store)
        except FileNotFoundError:
            if store.generation() == generation:
                raise
    return _of_generation(commune, store)


def _of_generation(commune: Commune, store: Store) -> dict[str, Path]:
    manifest = store.current()
    if not manifest.generation and store.generations():
        raise BrokenManifestError(str(store.root))
    standing = {path: entry.digest for path, entry in manifest.needed.items()}
    found = entries(take(commune.pk), standing) if manifest.generation else {}
    texts = folder_of(commune.insee) / "texts"
    # Not through the link: a bake may swap it between two pages.
    _write(commune, found, texts, store.folder(manifest.generation) / WWW)
    pdf.forget_all_but(texts, (entry.file_digest for entry in found.values()))
    files = {entry.file_digest: entry.file for entry in found.values() if entry.file}
    return {digest: file for digest, file in files.items() if pdf.known(texts, digest) is None}


def _write(commune: Commune, found: Mapping[str, Entry], texts: Path, www: Path) -> None:
    shard = shard_of(commune.insee)
    try:
        standing = {key: fields["digest"] for key, fields in shard.keys().items()}
    except MissingShardError:
        with shard.making() as add:
            add(_documents(found.values(), texts, www))
        return
    fresh = [entry for entry in found.values() if standing.get(entry.url) != entry.digest(_text(entry, texts))]
    gone = [key for key in standing if key not in found]
    if fresh or gone:
        shard.write(put=_documents(fresh, texts, www), drop=gone)


def _text(entry: Entry, texts: Path) -> str | None:
    return pdf.known(texts, entry.file_digest) if entry.file else None


def _documents(found: Iterable[Entry], texts: Path, www: Path) -> Iterator[dict[str, Any]]:
    for entry in found:
        words = words_of((www / entry.page).read_text(encoding="utf-8")) if entry.page else Words()
        yield document(entry, words, _text(entry, texts))
