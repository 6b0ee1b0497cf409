"""The life of a worker: a thread that bakes, so that an editor waits for nothing else, and five for all the rest."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import Error, close_old_connections, connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from cms.accessibilite import declaring, reminding
from cms.accessibilite.pdf import looking
from cms.accessibilite.visitors import recourse
from cms.courrier.delivery import Delivery
from cms.guichet import retention
from cms.relecture import asking as reading_again
from cms.search.journal import counting as searches
from cms.search.visitors.keeping import Keeper
from cms.several import sending
from cms.webhooks.sending import Sender
from cms.worker.cards import Cards
from cms.worker.clock import Clock, Every, SystemClock
from cms.worker.pictures import Pictures
from cms.worker.queue import Queue
from cms.worker.schedule import Schedule
from cms.worker.tasks import Tasks
from sites.modules import installed_modules
from sites.rooms import installed_rooms

logger = logging.getLogger(__name__)

# Seconds.
POLL = 0.1
# The longest that other work stands aside for bakes: hundreds in a row must not stop it.
COURTESY = 2.0
SCHEDULE = 15.0
TASKS = 1.0
PICTURES = 5.0
SEARCH = 2.0
MAIL = 5.0
WEBHOOKS = 2.0
MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# The database is away: waiting before asking again.
PATIENCE = 2.0
NICENESS = 10


@contextmanager
def closing_connections() -> Iterator[None]:
    """Each thread has its own."""
    try:
        yield
    finally:
        connections.close_all()


class Loop:
    """Runs until ``stop`` is set; what is under way is finished first."""

    def __init__(self, stop: threading.Event, clock: Clock | None = None) -> None:
        self.stop = stop
        self.clock = clock or SystemClock()
        self._baking = threading.Event()

    def run(self) -> None:
        """Bake, until told to stop."""
        others = [
            threading.Thread(target=work, name=work.__name__)
            for work in (self._chores, self._pictures, self._letters, self._webhooks, self._search)
        ]
        for thread in others:
            thread.start()
        queue = Queue(self.clock)
        try:
            while not self.stop.is_set():
                self._baking.set()
                found = self._guarded(queue.turn)
                self._baking.clear()
                if not found:
                    self.stop.wait(POLL)
        finally:
            self.stop.set()
            for thread in others:
                thread.join()
            connections.close_all()

    def _chores(self) -> None:
        """What falls due, and what requests left for later."""
        schedule, tasks = Schedule(self.clock), Tasks()
        with closing_connections(), tasks.signed_on():
            self._in_turn(
                (Every(SCHEDULE, self.clock), schedule.look),
                (Every(DAY, self.clock), tasks.prune),
                (Every(DAY, self.clock), sending.forget),
                (Every(HOUR, self.clock), reading_again.turn),
                (Every(HOUR, self.clock), declaring.turn),
                (Every(HOUR, self.clock), reminding.turn),
                (Every(HOUR, self.clock), recourse.turn),
                (Every(MINUTE, self.clock), searches.collect),
                (Every(DAY, self.clock), searches.purge),
                (Every(TASKS, self.clock), partial(self._while_busy, tasks.turn)),
                *self._asked_by_parts(),
            )

    def _asked_by_parts(self) -> list[tuple[Every, Callable[[], object]]]:
        asked = [chore for module in installed_modules() for chore in module.chores]
        asked += [chore for room in installed_rooms() for chore in room.chores]
        return [(Every(chore.every, self.clock), import_string(chore.work)) for chore in asked]

    def _pictures(self) -> None:
        """Encoding is long, and leaves Python: a thread of its own, after everybody else on the machine."""
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
        pictures, cards = Pictures(), Cards()
        with closing_connections():
            self._in_turn(
                (Every(PICTURES, self.clock), partial(self._while_busy, pictures.turn)),
                (Every(PICTURES, self.clock), partial(self._while_busy, cards.turn)),
                (Every(DAY, self.clock), cards.prune),
            )

    def _letters(self) -> None:
        """A mail server that does not answer keeps one waiting: a thread of its own, that also forgets in time."""
        delivery = Delivery(self.clock)
        with closing_connections():
            self._in_turn(
                (Every(MAIL, self.clock), partial(self._while_busy, delivery.turn)),
                (Every(DAY, self.clock), delivery.forget),
                (Every(HOUR, self.clock), retention.forget),
            )

    def _webhooks(self) -> None:
        """Other sites answer when they can: they keep neither bakes nor messages waiting."""
        sender = Sender(self.clock)
        with closing_connections():
            self._in_turn(
                (Every(WEBHOOKS, self.clock), partial(self._while_busy, sender.turn)),
                (Every(DAY, self.clock), sender.forget),
            )

    def _search(self) -> None:
        """Reading a large PDF keeps one waiting as well."""
        keeper = Keeper(self.clock)
        with closing_connections():
            self._in_turn(
                (Every(SEARCH, self.clock), partial(self._while_busy, keeper.turn)),
                (Every(MINUTE, self.clock), looking.turn),
            )

    def _in_turn(self, *due: tuple[Every, Callable[[], object]]) -> None:
        while not self.stop.is_set():
            for is_time, chore in due:
                if is_time():
                    self._guarded(chore)
            self.stop.wait(POLL)

    def _while_busy(self, turn: Callable[[], bool]) -> None:
        """Turn after turn as long as there is work, but not so long that the other chores wait."""
        start = self.clock.monotonic()
        self._give_way()
        while turn() and not self.stop.is_set() and self.clock.monotonic() - start < SCHEDULE:
            self._give_way()

    def _give_way(self) -> None:
        """Let a bake pass, for which somebody waits: both threads share one interpreter."""
        start = self.clock.monotonic()
        while self._baking.is_set() and self.clock.monotonic() - start < COURTESY:
            if self.stop.wait(POLL / 5):
                return

    def _guarded(self, work: Callable[[], object]) -> object:
        """Do ``work`` and return what it does.

        Whatever happens to it, the worker lives on, without hammering a database that is away.
        """
        close_old_connections()
        try:
            return work()
        except Error:
            logger.exception(_("La base de données ne répond pas\u00a0: nouvel essai dans un instant."))
            connections.close_all()
        except Exception:
            logger.exception(_("Une tâche de fond a échoué\u00a0: nouvel essai plus tard."))
        self.stop.wait(PATIENCE)
        return None
