"""``beffroi apply``: make an approved plan happen, or finish one that was cut short."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from cms.terminal.interruption import obey
from deploy import runs
from deploy.logins import give_first_passwords
from deploy.management.commands.plan import add_order_arguments, proposal_of
from deploy.provision import Proposal, people_of
from deploy.runs.author import author
from sites.plan import AbsurdPlanError
from sites.rendering.french import counted

MINUTE = 60


class Remaining(ProgressColumn):
    """« reste 1 min 20 s »."""

    def render(self, task: Task) -> Text:
        """Nothing until a first guess is possible."""
        if task.time_remaining is None or task.finished:
            return Text("")
        minutes, seconds = divmod(round(task.time_remaining), MINUTE)
        words = f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
        return Text(_("reste %(time)s") % {"time": words})


class Command(BaseCommand):
    """Needs the checksum that ``beffroi plan`` printed; the rest of an interrupted run needs nothing more."""

    help = _("Applique un plan approuvé ; sans fichier, reprend les abonnements tels qu’ils sont.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The approval, and where first passwords go."""
        add_order_arguments(parser)
        parser.add_argument("--checksum", metavar="EMPREINTE", help=_("empreinte du plan approuvé"))
        parser.add_argument("--yes", action="store_true", help=_("approuve le plan tel qu’il est affiché"))
        parser.add_argument("--force", action="store_true", help=_("accepte un plan qui supprime beaucoup"))
        parser.add_argument(
            "--logins",
            type=Path,
            metavar="FICHIER",
            help=_("donne un premier mot de passe à qui n’en a pas, dans ce fichier"),
        )

    def handle(self, **options: Any) -> None:
        """Print the plan, check the approval, apply."""
        try:
            with runs.alone():
                self._apply(options)
        except (runs.RefusedError, AbsurdPlanError) as error:
            raise CommandError(str(error)) from error

    def _apply(self, options: dict[str, Any]) -> None:
        proposal = proposal_of(options)
        self.stdout.write(proposal.text())
        self._check_approval(proposal, options)
        with _progress() as show:
            outcome = runs.apply(proposal, show, force=options["force"], author=author())
        if options["logins"]:
            self._give_logins(proposal, options["logins"])
        for sentence in outcome.waiting:
            self.stdout.write(self.style.WARNING(_("En attente\u00a0: %(sentence)s") % {"sentence": sentence}))
        if outcome.errors:
            raise CommandError("\n".join(outcome.errors))
        if proposal.plan:
            self.stdout.write(_("Fait\u00a0: %(done)s.") % {"done": counted(outcome.done, "changement", "changements")})

    def _check_approval(self, proposal: Proposal, options: dict[str, Any]) -> None:
        if not proposal.plan and not proposal.orders:
            return
        if options["checksum"]:
            runs.approve(proposal.plan, options["checksum"])
        elif proposal.plan and not options["yes"] and not runs.was_interrupted(proposal.plan):
            raise CommandError(
                _("Rien n’a été changé. Pour appliquer ce plan, relancez avec --checksum %(checksum)s")
                % {"checksum": proposal.plan.checksum}
            )

    def _give_logins(self, proposal: Proposal, path: Path) -> None:
        people = people_of(proposal.subscriptions.values(), proposal.day or timezone.localdate())
        try:
            count = give_first_passwords(people, path)
        except OSError as error:
            raise CommandError(_("%(path)s ne peut pas être écrit.") % {"path": path}) from error
        written = counted(count, "premier mot de passe écrit", "premiers mots de passe écrits")
        self.stdout.write(_("%(written)s dans %(path)s.") % {"written": written, "path": path})


@contextmanager
def _progress() -> Iterator[runs.Progress]:
    """A bar on the error stream: « 128/312 — Cahors … reste 1 min 20 s »; nothing where that is no terminal."""
    columns = (
        TextColumn("{task.completed:.0f}/{task.total:.0f}"),
        BarColumn(),
        TextColumn("{task.description}"),
        Remaining(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, name: str) -> None:
            obey()
            bar.update(task, completed=done, total=total, description=f"— {name}" if name else "")

        yield show
