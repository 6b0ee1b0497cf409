"""Communes waiting to be baked, taken one by one by as many workers as one likes."""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import F

from cms.worker.clock import Clock
from sites.bake import state
from sites.bake.bakery import bake
from sites.bake.result import BakeResult
from sites.models import Commune

logger = logging.getLogger(__name__)

CLAIM = ".claim"
LOOKED_AT = 8
# One commune in so many is the one that has waited longest; the others are the latest changed, whose editor waits
# before a screen: hundreds of communes marked at midnight or by a release do not come before them.
OLDEST_EVERY = 4


class Queue:
    """Takes dirty communes; each turn bakes one."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.turns = 0

    def turn(self) -> BakeResult | None:
        """Bake one commune; ``None`` when none is waiting, or all those waiting are in other hands."""
        now = self.clock.now()
        for commune_id in self._candidates(now):
            with self._claimed(commune_id) as commune:
                # Another worker may have baked it between the look and the claim.
                if commune is None or not state.waiting(now).filter(commune=commune).exists():
                    continue
                self.turns += 1
                state.claim(commune.pk, now)
                return self._bake(commune, now)
        return None

    def _candidates(self, now: datetime) -> list[int]:
        oldest = self.turns % OLDEST_EVERY == OLDEST_EVERY - 1
        changed = F("dirty_at").asc(nulls_last=True) if oldest else F("dirty_at").desc(nulls_last=True)
        return list(state.waiting(now).order_by(changed, "due_at").values_list("commune", flat=True)[:LOOKED_AT])

    @contextmanager
    def _claimed(self, commune_id: int) -> Iterator[Commune | None]:
        """The commune, while no other worker may take it. The lock dies with the process that holds it."""
        commune = Commune.objects.filter(pk=commune_id).first()
        if commune is None:
            yield None
            return
        with exclusive(Path(settings.BEFFROI_VAR) / "sites" / commune.insee / CLAIM) as ours:
            yield commune if ours else None

    def _bake(self, commune: Commune, now: datetime) -> BakeResult:
        result = bake(commune, now=now)
        if result.error:
            logger.error("%s (%s): %s", commune.name, commune.insee, result.error)
        else:
            logger.info("%s (%s): %d pages, %.0f ms", commune.name, commune.insee, result.pages, result.ms["total"])
        return result


@contextmanager
def exclusive(path: Path) -> Iterator[bool]:
    """Whether this process alone holds ``path``; does not wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)
