"""``beffroi redirections``: many redirects at once, from a list of the old addresses."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.forwarding import sentences
from cms.forwarding.check import WRITTEN, check, faults
from cms.forwarding.models import Batch
from cms.forwarding.parse import Line, UnreadableError, lines
from cms.forwarding.write import FaultyError, apply, undo
from cms.terminal.naming import UnknownHostError, commune_named

SHOWN = 20


class Command(BaseCommand):
    """Writes the whole list or nothing."""

    help = _("Écrit les redirections d’un fichier CSV\u00a0: ancienne adresse, nouvelle adresse.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which site, which file."""
        parser.add_argument("host", nargs="?", metavar="HÔTE", help=_("adresse du site"))
        parser.add_argument("file", nargs="?", type=Path, metavar="FICHIER.csv", help=_("liste des adresses"))
        parser.add_argument("--dry-run", action="store_true", help=_("dit ce qui serait écrit, sans rien écrire"))
        parser.add_argument("--undo", type=int, metavar="NUMÉRO", help=_("retire les redirections de cette liste"))

    def handle(self, **options: Any) -> None:
        """One French sentence and exit code 1 for anything wrong."""
        try:
            said = self._undo(options["undo"]) if options["undo"] is not None else self._write(options)
        except (UnknownHostError, OSError) as error:
            raise CommandError(str(error)) from error
        except UnreadableError as error:
            raise CommandError(sentences.unreadable(str(error))) from error
        if options["verbosity"]:
            self.stdout.write(said)

    def _write(self, options: dict[str, Any]) -> str:
        if not options["host"] or not options["file"]:
            raise CommandError(_("Donnez l’adresse du site, puis le fichier."))
        commune = commune_named(options["host"])
        found: list[Line] = lines(options["file"].read_bytes())
        checked = check(commune, found)
        if wrong := faults(checked):
            self._tell(wrong)
            raise CommandError(sentences.faulty(len(wrong)))
        if options["dry_run"]:
            count = sum(one.state == WRITTEN for one in checked)
            return _("%(count)d redirections seraient écrites.") % {"count": count}
        batch = Batch.objects.create(commune=commune, name=options["file"].name[:200], lines=found)
        try:
            count = apply(batch)
        except FaultyError as error:  # somebody was faster
            batch.delete()
            raise CommandError(sentences.faulty(len(faults(error.checked)))) from error
        undoing = _("Pour les retirer\u00a0: beffroi redirections --undo %(number)d") % {"number": batch.pk}
        return f"{sentences.written(count)} {undoing}" if count else sentences.written(count)

    def _tell(self, wrong: list[Any]) -> None:
        for one in wrong[:SHOWN]:
            told = {"number": one.number, "old": one.old, "note": one.note}
            self.stderr.write(_("ligne %(number)d, %(old)s\u00a0: %(note)s") % told)
        if len(wrong) > SHOWN:
            self.stderr.write("…")

    def _undo(self, number: int) -> str:
        batch = Batch.objects.select_related("commune").filter(pk=number, undone_at=None).exclude(applied_at=None)
        if (found := batch.first()) is None:
            raise CommandError(_("Aucune liste écrite ne porte le numéro %(number)d.") % {"number": number})
        return sentences.undone(undo(found))
