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
# What this process said itself, whatever becomes of the cache: the latest of it.
_said: dict[str, str] = {}
MOST_SAID = 2_000


def _say(name: str, state: str) -> None:
    cache.set(name, state, KEPT)
    _said[name] = state
    while len(_said) > MOST_SAID:
        _said.pop(next(iter(_said)))


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
            known: str = cache.get(name, "") or _said.get(name, "")
            if not known:
                _say(name, UNDER_WAY)
            return known

    def done(self, commune: Commune) -> None:
        """Nothing is published there any more by this form."""
        _say(self._name(commune), DONE)

    def failed(self, commune: Commune) -> None:
        """Nothing was: it may be tried again."""
        cache.delete(self._name(commune))
        _said.pop(self._name(commune), None)

    def _name(self, commune: Commune) -> str:
        return f"several:{self.number}:{commune.pk}"
