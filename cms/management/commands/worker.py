"""``beffroi worker``: bakes what changed, publishes what was planned, runs what was put off."""

import signal
import threading
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cms.serving.child import leave_with_parent
from cms.worker.loop import Loop


class Command(BaseCommand):
    """Several may run side by side, each on communes of its own."""

    help = _("Publie ce qui change, à mesure : à lancer par « beffroi serve », ou seul en production.")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--child``: leave when standard input closes."""
        parser.add_argument("--child", action="store_true", help=SUPPRESS)

    def handle(self, **options: Any) -> None:
        """Until SIGTERM or Ctrl-C; what is under way is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
        if options["child"]:
            leave_with_parent(stop)
        Loop(stop).run()
