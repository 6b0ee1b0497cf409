"""The queue of django-tasks, where Wagtail leaves what a request need not wait for: references, search, old files.

Each worker holds a lock file under its own name for as long as it lives. A task that a dead worker had begun goes back
to the queue: all those of Wagtail may be run twice.
"""

import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext as _
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cms.worker.queue import exclusive

logger = logging.getLogger(__name__)

BACKEND = "default"
KEPT_DAYS = 7


class Tasks:
    """Runs what is ready, one after the other, each in its turn."""

    def __init__(self) -> None:
        self.name = f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._runner = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=BACKEND,
            startup_delay=False,
            max_tasks=1,
            worker_id=self.name,
        )

    @contextmanager
    def signed_on(self) -> Iterator[None]:
        """Hold the lock that says this worker lives; take back the tasks of those that died."""
        folder = Path(settings.BEFFROI_VAR) / "workers"
        with ExitStack() as stack:
            stack.enter_context(exclusive(folder / self.name))
            self._take_back(folder)
            yield
        (folder / self.name).unlink(missing_ok=True)

    def _take_back(self, folder: Path) -> None:
        for file in folder.iterdir():
            if file.name == self.name:
                continue
            with exclusive(file) as dead:
                if dead:
                    self._release(file.name)
                    file.unlink(missing_ok=True)

    def _release(self, worker: str) -> None:
        for task in DBTaskResult.objects.running():
            if task.worker_ids and task.worker_ids[-1] == worker:
                logger.warning(_("La tâche %s a été interrompue\u00a0: elle sera refaite."), task.task_path)
                DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.READY)

    def turn(self) -> bool:
        """Run one task; false when none is ready. One that fails is recorded as such, and stops nothing."""
        if not DBTaskResult.objects.ready().filter(backend_name=BACKEND).exists():
            return False
        self._runner._run_tasks = 0  # noqa: SLF001  # the only way to make it run one task at each call
        self._runner.run()
        return True

    def prune(self) -> None:
        """Forget what was done long ago."""
        call_command("prune_db_task_results", min_age_days=KEPT_DAYS, verbosity=0)
