"""``beffroi export``: a commune's site in one zip."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.terminal.naming import UnknownHostError, commune_named
from sites.bake.archive import NothingToExportError, export


class Command(BaseCommand):
    """The archive is complete in itself: any file server shows it."""

    help = _("Exporte un site dans une archive zip, complète en elle-même.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which site, and where to."""
        parser.add_argument("host", metavar="HÔTE", help=_("adresse du site"))
        parser.add_argument("file", nargs="?", type=Path, metavar="FICHIER.zip", help=_("archive à écrire"))

    def handle(self, **options: Any) -> None:
        """Written aside, then renamed: an interrupted export leaves no archive cut short."""
        try:
            commune = commune_named(options["host"])
            file: Path = options["file"] or Path(f"{commune.hosts.get(is_primary=True).name}.zip")
            aside = file.with_name(f".{file.name}.part")
            count = export(commune, aside)
            aside.replace(file)
        except (UnknownHostError, NothingToExportError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            sentence = _("Impossible d’écrire «\u00a0%(file)s\u00a0»\u00a0: %(reason)s.")
            raise CommandError(sentence % {"file": options["file"], "reason": error.strerror}) from error
        if options["verbosity"]:
            written = ngettext("%d fichier", "%d fichiers", count) % count
            self.stdout.write(f"{commune.name}\u00a0: {written}, {file}")
