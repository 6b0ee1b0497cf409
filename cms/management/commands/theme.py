"""``beffroi theme check``: what is wrong with a theme, file by file, before a commune wears it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.terminal.interruption import heeded
from cms.themecheck.check import Report, candidate, check, lines
from cms.themecheck.scratch import SampleError

INTERRUPTED = 130


class Command(BaseCommand):
    """The exit status tells whether a commune may wear the theme."""

    help = _("Vérifie le thème d’un prestataire\u00a0: fichiers, contrastes, poids, et chaque type de page.")
    requires_system_checks: list[str] = []  # the database may not exist, and is not looked at

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with which folder."""
        parser.add_argument("action", choices=["check"], help=_("vérifier"))
        parser.add_argument("folder", type=Path, metavar="DOSSIER", help=_("le dossier qui contient theme.toml"))
        parser.add_argument("--json", action="store_true", help=_("répond en JSON, pour un programme"))
        parser.add_argument("--without-pages", action="store_true", help=_("ne fabrique pas le site d’essai"))

    def handle(self, **options: Any) -> None:
        """One line for each thing to do."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("%s n’est pas un dossier.") % folder)
        say = self._say if options["verbosity"] and not options["json"] else (lambda _step: None)
        try:
            with heeded():
                report = check(candidate(folder), say, pages=not options["without_pages"])
        except SampleError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt as error:
            raise CommandError(_("Interrompu."), returncode=INTERRUPTED) from error
        self._tell(report, options)
        if count := len(report.serious):
            sentence = ngettext("%(count)d défaut à corriger.", "%(count)d défauts à corriger.", count)
            raise CommandError(sentence % {"count": count})

    def _say(self, step: str) -> None:
        self.stderr.write(f"… {step}", self.style.HTTP_INFO)

    def _tell(self, report: Report, options: dict[str, Any]) -> None:
        if options["json"]:
            told = {"theme": report.theme.name, "faults": [asdict(fault) for fault in report.faults]}
            counts = {"templates": report.templates, "pages": report.pages, "types": report.types}
            self.stdout.write(json.dumps({**told, **counts}, ensure_ascii=False, indent=1))
            return
        for fault in report.faults:
            self.stdout.write(fault.text if fault.serious else _("À savoir\u00a0: %s") % fault.text)
        if options["verbosity"]:
            for line in lines(report):
                self.stdout.write(line)
            if not report.serious:
                self.stdout.write(_("Le thème «\u00a0%s\u00a0» peut être porté.") % report.theme.name)
