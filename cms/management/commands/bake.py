"""``beffroi bake``: make the public files of some communes, or check them."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.terminal.interruption import heeded
from cms.terminal.naming import UnknownHostError, commune_named
from cms.terminal.progress import bar
from sites.bake import state
from sites.bake.bakery import check
from sites.bake.pool import bake_many
from sites.bake.result import CheckReport
from sites.models import Commune

INTERRUPTED = 130  # what a shell expects after Ctrl-C
WORTH_A_PROCESS = 30  # communes


class Command(BaseCommand):
    """The exit status tells whether all went well."""

    help = _("Fabrique les sites\u00a0: un, plusieurs, tous, ou ceux qui ont changé.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which communes, and what to do with them."""
        parser.add_argument("hosts", nargs="*", default=[], metavar="HÔTE", help=_("adresse d’un site"))
        parser.add_argument("--all", action="store_true", help=_("tous les sites"))
        parser.add_argument("--dirty", action="store_true", help=_("ceux qui ont changé"))
        parser.add_argument("--check", action="store_true", help=_("compare les fichiers à ce qu’ils devraient être"))
        parser.add_argument("--force", action="store_true", help=_("récrit tout, même si des pages disparaissent"))
        parser.add_argument("--processes", type=int, metavar="N", help=_("nombre de processus (selon le travail)"))

    def handle(self, **options: Any) -> None:
        """One sentence per failure, on the standard error."""
        communes = self._communes(options)
        try:
            with heeded():
                failed = self._check(communes, options) if options["check"] else self._bake(communes, options)
        except KeyboardInterrupt as error:
            sentence = _(
                "Interrompu. Chaque site est resté entier\u00a0: «\u00a0beffroi bake --dirty\u00a0» fera le reste."
            )
            raise CommandError(sentence, returncode=INTERRUPTED) from error
        if failed:
            raise CommandError(ngettext("%d site en défaut.", "%d sites en défaut.", failed) % failed)

    def _communes(self, options: dict[str, Any]) -> list[Commune]:
        asked = [bool(options["hosts"]), options["all"], options["dirty"]]
        if sum(asked) > 1 or not (any(asked) or options["check"]):
            raise CommandError(
                _("Dites quels sites\u00a0: une adresse, --all (tous) ou --dirty (ceux qui ont changé).")
            )
        if options["dirty"]:
            return list(Commune.objects.filter(bake_state__in=state.waiting()).order_by("insee"))
        try:
            named = {commune.pk: commune for commune in map(commune_named, options["hosts"])}
        except UnknownHostError as error:
            raise CommandError(str(error)) from error
        return list(named.values()) or list(Commune.objects.order_by("insee"))

    def _bake(self, communes: list[Commune], options: dict[str, Any]) -> int:
        names = {commune.insee: commune.name for commune in communes}
        with bar(_("Fabrication des sites"), len(communes), quiet=not options["verbosity"]) as advance:
            processes = options["processes"] or enough(len(communes))
            results = bake_many(communes, processes, lambda *_seen: advance(), force=options["force"])
        failed = [result for result in results if result.error]
        for result in failed:
            self.stderr.write(f"{names.get(result.insee, result.insee)}\u00a0: {result.error}")
        if options["verbosity"]:
            good, files = len(results) - len(failed), sum(result.written for result in results)
            # In French, zero is singular.
            sites = ngettext("%d site à jour", "%d sites à jour", good) % good
            written = ngettext("%d fichier écrit", "%d fichiers écrits", files) % files
            self.stdout.write(f"{sites}, {written}.")
        return len(failed)

    def _check(self, communes: list[Commune], options: dict[str, Any]) -> int:
        wrong = 0
        with bar(_("Vérification des sites"), len(communes), quiet=not options["verbosity"]) as advance:
            for commune in communes:
                report = check(commune)
                wrong += not report.ok
                for line in _lines(commune.name, report):
                    self.stderr.write(line)
                advance()
        if options["verbosity"]:
            good = len(communes) - wrong
            self.stdout.write(ngettext("%d site en ordre.", "%d sites en ordre.", good) % good)
        return wrong


def enough(communes: int) -> int:
    """Processes that are worth starting: each reads the whole program first, in the time of some thirty communes."""
    return max(1, min(os.cpu_count() or 1, communes // WORTH_A_PROCESS))


def _lines(name: str, report: CheckReport) -> list[str]:
    """A sentence for each kind of difference, with the first files concerned."""
    found = [f"{name}\u00a0: {report.error}"] if report.error else []
    for label, paths in (
        (_("abîmés"), report.damaged),
        (_("absents"), report.missing),
        (_("en trop"), report.foreign),
        (_("à refaire"), report.stale),
    ):
        if paths:
            shown = ", ".join(paths[:3]) + (" …" if paths[3:] else "")
            found.append(_("%s\u00a0: fichiers %s (%d)\u00a0: %s") % (name, label, len(paths), shown))
    return found
