"""One folder into one commune: all of it, or nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from cms.takeover import folder as folders
from cms.takeover import identity
from cms.takeover.errors import about
from cms.takeover.media import Media
from cms.takeover.pages import Counts, Writer
from sites.models import Commune
from sites.modules import active_modules

Watch = Callable[[int], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True, slots=True)
class Report:
    """What was done."""

    counts: Counts
    files: int
    identity: bool
    rows: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        counts = self.counts
        return bool(counts.created or counts.updated or counts.removed or self.files or self.identity or self.rows)


def _unwatched(_total: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)


def run(commune: Commune, root: Path, user: Any = None, watch: Watch = _unwatched) -> Report:
    """Take the folder over; ``TakeoverError`` when it is not right, and then nothing is written.

    ``watch``, given the number of steps, gives what is called after each.
    """
    modules = {module.code: module for module in active_modules(commune)}
    folder = folders.read(
        root,
        frozenset(code for code, module in modules.items() if module.quick_add),
        frozenset(code for code, module in modules.items() if module.takes_over),
    )
    media = Media(folder.root, commune.collection, user)
    with media.forgotten_on_failure(), transaction.atomic():
        with about(folders.SITE):
            changed = identity.write(commune, folder.identity, media)
        with watch(Writer.STEPS * len(folder.sources)) as advance:
            writer = Writer(commune, folder, media, user, advance)
            counts = writer.write()
        rows = False
        for code, table in folder.tables.items():
            with about(folders.table_of(code)):
                rows |= modules[code].take_over(commune, table, media)
    return Report(counts, len(media.stored), changed, rows or writer.moved)
