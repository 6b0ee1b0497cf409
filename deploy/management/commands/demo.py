"""``beffroi demo``: the communes of the Lot, from their orders to their sites, served on this machine."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from cms.serving.server import LOOPBACK, CannotListenError, listen
from cms.terminal.interruption import heeded
from deploy.demo.show import Demo
from deploy.demo.towns import SHOWCASES

INTERRUPTED = 130


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < len(SHOWCASES):
        raise ArgumentTypeError(_("donnez un nombre de communes, %d au moins.") % len(SHOWCASES))
    return int(text)


class Command(BaseCommand):
    """Again, it does nothing twice; stopped, it goes on from where it was."""

    help = _("Ouvre et sert les sites des communes du Lot, sur cette machine.")
    requires_system_checks: list[str] = []  # the database may not exist yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, and whether to serve."""
        parser.add_argument("--communes", type=_count, metavar="N", help=_("nombre de communes (toutes)"))
        parser.add_argument("--no-serve", action="store_true", help=_("prépare tout, sans servir"))

    def handle(self, **options: Any) -> None:
        """Ask for the port first: it would be sad to learn at the end that it is taken."""
        port = settings.BEFFROI_PORT
        if not options["no_serve"]:
            try:
                for opened in listen(LOOPBACK, port):
                    opened.close()
            except CannotListenError as error:
                raise CommandError(str(error)) from error
        demo = Demo(options["communes"], Console())
        try:
            with heeded():
                demo.run()
                demo.show(port)
        except KeyboardInterrupt:
            self.stderr.write(_("Interrompu. Relancez la même commande : elle reprendra où elle en était."))
            sys.exit(INTERRUPTED)
        if not options["no_serve"]:
            call_command("serve", port=port)
