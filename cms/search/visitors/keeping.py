"""The index of each site, kept as the site stands online: a worker looks for those that changed."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cms.search.models import SiteIndex
from cms.search.shards import BusyShardError, MissingShardError
from cms.search.visitors import pdf
from cms.search.visitors.entries import Entry, entries
from cms.search.visitors.reading import Words, words_of
from cms.search.visitors.schema import document, folder_of, shard_of
from cms.worker.clock import Clock
from sites.bake.bakery import store_of
from sites.bake.snapshot import take
from sites.models import BakeState, Commune
from sites.store.manifest import BrokenManifestError

logger = logging.getLogger(__name__)

# Documents read in one turn: others wait for theirs.
AT_ONCE = 10
# Seconds before a site that could not be indexed is tried again.
PATIENCE = 600.0


class Keeper:
    """Indexes one site at each turn."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._failed: dict[int, float] = {}

    def turn(self) -> bool:
        """Index a site that changed; false when there is none."""
        elapsed = self.clock.monotonic()
        patient = [pk for pk, at in self._failed.items() if elapsed - at < PATIENCE]
        state = changed().exclude(pk__in=patient).select_related("commune").first()
        if state is None:
            return False
        try:
            keep(state.commune, state.generation)
        except BusyShardError:
            self._failed[state.pk] = elapsed - PATIENCE + 1
        except Exception:  # one site must not keep the others from being found
            logger.exception(_("La recherche de %s n’a pas pu être mise à jour."), state.commune)
            self._failed[state.pk] = elapsed
        else:
            self._failed.pop(state.pk, None)
        return True


def changed() -> Any:
    """The sites whose index is not of what stands online, by their ``BakeState``."""
    current = SiteIndex.objects.filter(commune=OuterRef("pk"), generation=OuterRef("generation"), waiting=False)
    return BakeState.objects.filter(~Exists(current), generation__gt=0).order_by("pk")


def keep(commune: Commune, generation: int) -> None:
    """Index the site of a commune, and read some of its documents."""
    waiting = not synchronise(commune, read=AT_ONCE)
    SiteIndex.objects.update_or_create(commune=commune, defaults={"generation": generation, "waiting": waiting})


def synchronise(commune: Commune, *, read: int = 0) -> bool:
    """Index what changed since the last time, or all; whether every document was read.

    ``read``: how many documents to read at most; the others are found by their title for now.
    """
    store = store_of(commune.insee)
    try:
        manifest = store.current()
    except BrokenManifestError:
        manifest = None
    found = entries(take(commune.pk), manifest) if manifest else {}
    texts = folder_of(commune.insee) / "texts"
    unread = [entry for entry in found.values() if entry.file and pdf.known(texts, entry.file_digest) is None]
    for entry in unread[:read]:
        if entry.file:
            pdf.learn(texts, entry.file_digest, entry.file)
    _write(commune, found, texts, store.www)
    pdf.forget_all_but(texts, (entry.file_digest for entry in found.values()))
    return len(unread) <= read


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
