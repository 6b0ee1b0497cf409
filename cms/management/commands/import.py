# ruff: noqa: N999  # the name of the command, which Python never imports by a statement
"""``beffroi import``: take over the content of an existing site."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.takeover.errors import TakeoverError
from cms.takeover.run import Report, run
from cms.terminal.naming import UnknownHostError, commune_named
from cms.terminal.progress import bar
from sites.models import Commune, User
from sites.rendering.french import counted


class Command(BaseCommand):
    """Reads a folder of texts, pictures and documents into the site of a commune. Twice changes nothing."""

    help = "Reprend dans un site le contenu d’un dossier : textes, images, documents."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, what, and in whose name."""
        parser.add_argument("host", metavar="HÔTE", help="adresse du site, par exemple cahors.localhost")
        parser.add_argument("folder", metavar="DOSSIER", type=Path, help="dossier à reprendre")
        parser.add_argument("--author", metavar="COURRIEL", default="", help="compte au nom duquel publier")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One French sentence and exit code 1 for anything wrong."""
        try:
            commune = commune_named(options["host"])
        except UnknownHostError as error:
            raise CommandError(str(error)) from error
        author = User.objects.filter(email__iexact=options["author"]).first() if options["author"] else None
        if options["author"] and author is None:
            raise CommandError(_("aucun compte n’a l’adresse « %(email)s ».") % {"email": options["author"]})
        try:
            watch = partial(bar, commune.name, quiet=not options["verbosity"])
            report = run(commune, options["folder"].resolve(), author, watch)
        except TakeoverError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(sentence(commune, report))


def sentence(commune: Commune, report: Report) -> str:
    """What was done, for the person at the keyboard."""
    if not report.changed:
        return _("%(name)s : rien n’a changé depuis la dernière reprise.") % {"name": commune.name}
    counts = report.counts
    done = [
        counted(counts.created, "texte créé", "textes créés"),
        _("%(number)d mis à jour") % {"number": counts.updated},
        counted(counts.unchanged, "inchangé", "inchangés"),
        counted(counts.removed, "page de départ retirée", "pages de départ retirées"),
        counted(report.files, "fichier déposé", "fichiers déposés"),
    ]
    return f"{commune.name}\u00a0: {', '.join(done)}."
