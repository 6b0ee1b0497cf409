"""``beffroi check HÔTE``: the sixteen criteria of the RCPNT for one site. Without a host name: Django's own checks."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import check as django_check
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.orders.hosts import host_name
from deploy.rcpnt.criteria import Referential, referential
from deploy.rcpnt.judging import State, Verdicts, bare_name, grade
from deploy.rcpnt.keeping import Target, check, declarations, keep
from deploy.rcpnt.watching import target_of

WORDS = {
    State.MET: "[green]oui[/]",
    State.FAILED: "[red]non[/]",
    State.TASK: "[yellow]à déclarer[/]",
    State.UNKNOWN: "[yellow]?[/]",
}


class Command(django_check.Command):
    """An application's label has no dot, a host name has one: Django's command keeps its use and its options."""

    help = _(
        "Vérifie la présence numérique d’une commune (RCPNT de l’ANCT)\u202f; sans nom d’hôte, vérifie l’installation."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One more than Django's."""
        super().add_arguments(parser)
        parser.add_argument("--courriel", metavar="ADRESSE", help=_("l’adresse de la mairie (celle de sa commande)"))

    def handle(self, *app_labels: Any, **options: Any) -> None:
        """A table; exit code 1 when the level A is out of reach."""
        if not any("." in label for label in app_labels):
            super().handle(*app_labels, **options)
            return
        if len(app_labels) > 1:
            raise CommandError(_("donnez un seul nom d’hôte."))
        target = _target(app_labels[0], options["courriel"])
        on = referential(timezone.localdate())
        verdicts = check(target, declarations([target]).get(target.insee, ()))
        if target.insee and not options["courriel"]:
            keep({target: verdicts})
        self._show(target, verdicts, on)
        if not grade(verdicts, on, promised=True):
            raise SystemExit(1)

    def _show(self, target: Target, verdicts: Verdicts, on: Referential) -> None:
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]  # it writes, like a file
        table = Table(title=escape(f"{target.site} {target.address}".strip()), title_justify="left")
        for title in (_("N°"), _("Critère"), _("Niveau"), "", _("Ce qu’il faut faire")):
            table.add_column(title)
        for one in on.criteria:
            verdict = verdicts[one.number]
            todo = "" if verdict.state is State.MET else f"{verdict.reason} {one.remedy}".strip()
            if verdict.state is State.UNKNOWN:
                todo = verdict.reason
            table.add_row(one.number, str(one.label), one.grade, WORDS[verdict.state], escape(todo))
        console.print(table)
        reached, promised = grade(verdicts, on), grade(verdicts, on, promised=True)
        console.print(_("Niveau\u00a0: %s") % (reached or _("aucun")))
        if promised != reached:
            console.print(_("Une fois les déclarations faites\u00a0: %s") % promised)


def _target(text: str, address: str | None) -> Target:
    try:
        site = host_name(text)
        mail = f"{address.rpartition('@')[0]}@{host_name(address.rpartition('@')[2])}" if address else ""
    except ValueError as error:
        raise CommandError(str(error)) from error
    if found := target_of(site):
        return Target(found.insee, found.name, found.site, mail or found.address)
    return Target("", site, site, mail or f"mairie@{bare_name(site)}")
