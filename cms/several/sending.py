"""One form sent twice publishes once: the number drawn with the form says where it was already published."""

import re
from threading import Lock
from uuid import uuid4

from django.core.cache import cache

from sites.models import Commune

KEPT = 24 * 3600  # a form does not stay open longer than that
UNDER_WAY, DONE = "under way", "done"

# The cache asks then writes: of two threads that ask at once, one alone must be told yes.
_asking = Lock()


def drawn(asked: str) -> str:
    """The number that the form already has, or a new one."""
    return asked if re.fullmatch(r"[0-9a-f]{32}", asked) else uuid4().hex


class Sending:
    """What one form has published, and where."""

    def __init__(self, number: str) -> None:
        """``number`` comes from ``drawn``."""
        self.number = number

    def begin(self, commune: Commune) -> str:
        """Empty for who may publish there now; else ``UNDER_WAY`` or ``DONE``."""
        name = self._name(commune)
        with _asking:
            known: str = cache.get(name, "")
            if not known:
                cache.set(name, UNDER_WAY, KEPT)
            return known

    def done(self, commune: Commune) -> None:
        """Nothing is published there any more by this form."""
        cache.set(self._name(commune), DONE, KEPT)

    def failed(self, commune: Commune) -> None:
        """Nothing was: it may be tried again."""
        cache.delete(self._name(commune))

    def _name(self, commune: Commune) -> str:
        return f"several:{self.number}:{commune.pk}"
