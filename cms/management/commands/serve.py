"""``beffroi serve``: the sites, the admin and the worker, in one command."""

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from cms.serving.child import Child
from cms.serving.disk import Disk
from cms.serving.server import LOOPBACK, CannotListenError, listen, server
from cms.terminal.greeting import greeting


class Command(BaseCommand):
    """Ctrl-C, or SIGTERM, ends it: what is under way is finished first."""

    help = _("Sert les sites et l’administration, et publie ce qui change.")
    requires_system_checks: list[str] = []  # the sites must answer even where something is amiss with the CMS

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=settings.BEFFROI_PORT, help=_("port (8000)"))
        parser.add_argument(
            "--listen", action="append", metavar="ADRESSE", help=_("adresse à écouter (celles de la machine seule)")
        )
        parser.add_argument("--no-worker", action="store_true", help=_("ne lance pas « beffroi worker »"))

    def handle(self, **options: Any) -> None:
        """Open the port before anything is started: it may be taken."""
        refuse_an_outdated_database()
        try:
            sockets = listen(options["listen"] or LOOPBACK, options["port"])
        except CannotListenError as error:
            raise CommandError(str(error)) from error
        web = server(sockets)
        worker = None if options["no_worker"] else Child([sys.executable, "-m", "cms", "worker", "--child"])
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            if worker is not None:
                worker.start()
            self.stdout.write("\n".join(greeting(Disk(settings.BEFFROI_VAR).known(), options["port"])))
            self.stdout.flush()
            web.run()
        except KeyboardInterrupt:
            pass
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            web.close()
            if worker is not None:
                worker.stop()
        self.stdout.write(_("Beffroi est arrêté."))


def refuse_an_outdated_database() -> None:
    """Say what to do, rather than fail at every click. A database that is away is no reason not to serve the sites."""
    try:
        executor = MigrationExecutor(connection)
        outdated = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except OperationalError:
        return
    finally:
        connection.close()
    if outdated:
        raise CommandError(_("La base n’est pas à jour\u00a0: lancez d’abord «\u00a0beffroi migrate\u00a0»."))


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
