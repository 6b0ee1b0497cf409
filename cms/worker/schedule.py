"""Planned publications and expiries, as Wagtail's ``publish_scheduled``: but a page that fails stops no other."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import AbstractPage, DraftStateMixin, Revision

from cms.models import BasePage
from cms.worker.clock import Clock, Watch
from sites.bake.state import RETRY_AFTER
from sites.models import BakeState

logger = logging.getLogger(__name__)

# Seconds before what failed is tried again: it is due at each look, and must not fill the log.
PATIENCE = 600.0


class Schedule:
    """What falls due by the date. Looked at every few seconds."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.watch = Watch(clock)
        self._failed: dict[tuple[str, Any], float] = {}

    def look(self) -> int:
        """Do what is due, and return how many things were published or withdrawn."""
        now = self.clock.now()
        if self.watch.went_back():
            forgive_the_future(now)
        done = sum(self._attempt(("expired", thing.pk), _withdraw(thing)) for thing in expired(now))
        return done + sum(self._attempt(("planned", revision.pk), _publish(revision)) for revision in planned(now))

    def _attempt(self, key: tuple[str, Any], work: Callable[[], None]) -> bool:
        elapsed = self.clock.monotonic()
        if elapsed - self._failed.get(key, -PATIENCE) < PATIENCE:
            return False
        try:
            work()
        except Exception:  # one page that cannot be published must not keep the others from it
            logger.exception(_("Une publication programmée a échoué (%s %s)."), *key)
            self._failed[key] = elapsed
            return False
        self._failed.pop(key, None)
        return True


def expired(now: datetime) -> Iterator[Any]:
    """Live things whose publication period is over, the one that ended first first."""
    models: list[Any] = [BasePage]
    models += [m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, AbstractPage)]
    for model in models:
        yield from list(model._default_manager.filter(live=True, expire_at__lt=now).order_by("expire_at"))


def planned(now: datetime) -> list[Revision]:
    """Approved revisions whose time has come."""
    return list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"))


def _withdraw(thing: Any) -> Callable[[], None]:
    return lambda: thing.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> Callable[[], None]:
    return lambda: revision.publish(log_action="wagtail.publish.scheduled")


def forgive_the_future(now: datetime) -> None:
    """After the clock was set back: what waits for a date written by the wrong clock waits no more.

    Communes with dated content are baked once, for what their pages say may be of another day.
    """
    logger.warning(_("L’horloge a reculé\u00a0: les sites au contenu daté sont refaits."))
    BakeState.objects.filter(retry_at__gt=now + max(RETRY_AFTER) + timedelta(minutes=1)).update(retry_at=now)
    BakeState.objects.filter(Q(due_at__isnull=False) | Q(live_at__gt=now)).update(due_at=now)
