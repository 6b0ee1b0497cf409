"""``beffroi plan``: what the orders would change. Changes nothing."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.orders.faults import OrderError, OrdersRefusedError
from deploy.orders.files import read_sources
from deploy.provision import Proposal, explained, propose, propose_current
from sites.plan import AbsurdPlanError


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("« %(text)s » n’est pas une date comme 2026-12-01.") % {"text": text}) from error


def add_order_arguments(parser: ArgumentParser) -> None:
    """What ``plan`` and ``apply`` both take."""
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FICHIER", help=_("commandes (TOML), tableaux (CSV) ou dossiers")
    )
    parser.add_argument("--jour", type=_day, metavar="AAAA-MM-JJ", help=_("jour à prévoir (aujourd’hui)"))


def proposal_of(options: dict[str, Any]) -> Proposal:
    """The plan that the arguments ask for; a wrong order ends the command with its sentences."""
    day = options["jour"] or timezone.localdate()
    try:
        return propose(read_sources(options["files"]), day) if options["files"] else propose_current(day)
    except (OrderError, OrdersRefusedError, DriverError) as error:
        raise CommandError(str(error)) from error


class Command(BaseCommand):
    """Without file: the plan of all subscriptions as they stand."""

    help = _("Montre ce que des commandes changeraient, sans rien changer.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files and a day."""
        add_order_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Print the plan, its checksum, and a warning when it would be refused."""
        proposal = proposal_of(options)
        self.stdout.write(proposal.text())
        try:
            proposal.plan.refuse_if_absurd(explained(proposal))
        except AbsurdPlanError as error:
            self.stdout.write(self.style.WARNING(str(error)))
