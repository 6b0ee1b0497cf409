"""``beffroi communes``: load the reference of France's communes, or rebuild the table shipped with the product."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.terminal.progress import bar
from deploy.reference import PACKAGED, compact, load
from sites.rendering.french import counted


class Command(BaseCommand):
    """Idempotent: a second call writes nothing."""

    help = _("Charge le référentiel des communes de France.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only the rebuilding of the packaged table takes an argument."""
        parser.add_argument(
            "--depuis",
            type=Path,
            metavar="FICHIER",
            help=_("refait d’abord le fichier livré depuis ce JSON compressé (découpage administratif)"),
        )

    def handle(self, **options: Any) -> None:
        """Load, and say in one line what changed."""
        if source := options["depuis"]:
            try:
                size = compact(source, PACKAGED)
            except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
                raise CommandError(
                    _("%(file)s n’est pas le référentiel attendu : %(error)s") % {"file": source, "error": error}
                ) from error
            self.stdout.write(_("Fichier refait : %(size)d Ko.") % {"size": size // 1024})
        with transaction.atomic():
            total, written = load(watch=partial(bar, _("Communes"), quiet=not options["verbosity"]))
        whole = counted(total, "commune", "communes")
        changed = counted(written, "mise à jour", "mises à jour")
        self.stdout.write(_("Référentiel\u00a0: %(whole)s, %(changed)s.") % {"whole": whole, "changed": changed})
