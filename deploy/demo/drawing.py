"""Prepares the showcases beside the rest: drawing fifty pictures takes one core for a quarter of a minute."""

import multiprocessing
import signal
from collections.abc import Iterator, Mapping
from concurrent import futures
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from cms.terminal.progress import bar
from deploy.demo.stage import drawn_of, pictures_of, stage

GLANCE = 0.2  # seconds between two looks at what the other process draws


@contextmanager
def drawing(content: Path, target: Path, folders: tuple[str, ...], today: date) -> Iterator[Mapping[str, Future[None]]]:
    """Stage every folder of ``content`` that ``target`` lacks; the futures tell when each is complete.

    Leaving early, by an error or Ctrl-C, waits for the picture under way only: the next run goes on from there.
    """
    missing = [folder for folder in folders if not (target / folder).exists()]
    if not missing:
        yield {}
        return
    context = multiprocessing.get_context("spawn")  # a fork would share the connections to the database
    others = set(multiprocessing.active_children())
    with ProcessPoolExecutor(1, mp_context=context, initializer=_deaf_to_ctrl_c) as pool:
        try:
            yield {folder: pool.submit(stage, content / folder, target / folder, today) for folder in missing}
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            # The thread of the pool alone waits for its process: two who wait may both be told it still runs.
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def wait(drawn: Future[None], source: Path, target: Path) -> None:
    """Until the folder is complete. Raises what the other process raised."""
    if not drawn.done():
        with bar(_("Dessins de %s") % source.name, pictures_of(source)) as advance:
            seen = 0
            while not drawn.done():
                advance((count := drawn_of(target)) - seen)
                seen = count
                futures.wait([drawn], GLANCE)
    drawn.result()


def _deaf_to_ctrl_c() -> None:
    """The terminal sends it to every process: only the main one answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
