# ruff: noqa: N999  # the name of the command, which Python never imports by a statement
"""``beffroi import``: take over the content of an existing site."""

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from cms.oldsite import report
from cms.oldsite.models import Run
from cms.oldsite.online.crawl import Limits, save
from cms.oldsite.reading import source as sources
from cms.oldsite.reading.folder import Watch, is_copy
from cms.oldsite.reading.site import UnreadableError
from cms.oldsite.run import Outcome, bring, foreseen
from cms.oldsite.undo import undo
from cms.takeover.errors import TakeoverError
from cms.takeover.folder import HOME, PAGES, SITE
from cms.takeover.run import Report, run
from cms.terminal.interruption import heeded
from cms.terminal.naming import UnknownHostError, commune_named
from cms.terminal.progress import bar
from sites.models import Commune, User
from sites.rendering.french import counted


class Command(BaseCommand):
    """A folder of texts is published; an old site becomes drafts. Twice changes nothing."""

    help = "Reprend dans un site le contenu d’un dossier de textes, d’un export WordPress ou d’un ancien site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, what, and in whose name."""
        parser.add_argument("host", nargs="?", metavar="HÔTE", help="adresse du site, par exemple cahors.localhost")
        parser.add_argument("source", nargs="?", metavar="SOURCE", help="adresse, dossier, export .xml, archive .zip")
        parser.add_argument("--author", metavar="COURRIEL", default="", help="compte au nom duquel publier")
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait repris, sans rien écrire")
        parser.add_argument(
            "--files", type=Path, metavar="DOSSIER", help="le dossier « uploads » d’un export WordPress"
        )
        parser.add_argument("--report", type=Path, metavar="FICHIER.csv", help="où écrire ce qui n’a pas été repris")
        parser.add_argument("--most", type=int, default=3000, metavar="NOMBRE", help="adresses à lire au plus en ligne")
        parser.add_argument("--delay", type=float, default=1.0, metavar="SECONDES", help="entre deux lectures en ligne")
        parser.add_argument("--internal", action="store_true", help="le site est bien sur le réseau interne")
        parser.add_argument("--undo", type=int, metavar="NUMÉRO", help="retire ce que cette reprise a apporté")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One French sentence and exit code 1 for anything wrong."""
        try:
            with heeded():
                self._handle(options)
        except (UnknownHostError, TakeoverError, UnreadableError) as error:
            raise CommandError(str(error)) from error

    def _handle(self, options: dict[str, Any]) -> None:
        if options["undo"] is not None:
            self._undo(options)
            return
        if not options["host"] or not options["source"]:
            raise CommandError(_("Donnez l’adresse du site, puis ce qu’il faut reprendre."))
        host, source = _in_order(options["host"], options["source"])
        commune, author = commune_named(host), _author(options["author"])
        watch = partial(bar, commune.name, quiet=not options["verbosity"])
        if "://" not in source and _is_texts(Path(source)):
            if options["dry_run"]:
                raise CommandError(_("Un dossier de textes est repris d’un bloc\u00a0: --dry-run ne s’y applique pas."))
            told = run(commune, Path(source).resolve(), author, watch)
            self._say(options, sentence(commune, told))
            return
        copy = self._copied(source, options, commune, watch) if "://" in source else Path(source)
        with sources.opened(copy, options["files"], watch) as site:
            outcome = (
                foreseen(commune, site) if options["dry_run"] else bring(commune, site, _named(source), author, watch)
            )
        self._tell(commune, outcome, options)

    def _copied(self, address: str, options: dict[str, Any], commune: Commune, watch: Watch) -> Path:
        """A copy of the site, kept for the next time."""
        folder = Path(settings.BEFFROI_VAR) / "reprises" / commune.insee
        limits = Limits(addresses=options["most"], delay=options["delay"])
        return save(address, folder, limits, internal=options["internal"], watch=watch)

    def _tell(self, commune: Commune, outcome: Outcome, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            report.show(outcome.left, Console())
        number = outcome.run.pk if outcome.run else "essai"
        file = options["report"] or Path(settings.BEFFROI_VAR) / "reprises" / f"{commune.insee}-{number}.csv"
        if outcome.left and (outcome.run or options["report"]):
            report.save(file, outcome.left)
            self._say(options, _("Ce qui reste à voir est dans %(file)s.") % {"file": file})
        self._say(options, report.sentence(commune, outcome))
        if outcome.run and outcome.brought.total():
            self._say(options, _("Pour tout retirer\u00a0: beffroi import --undo %(number)d") % {"number": number})

    def _undo(self, options: dict[str, Any]) -> None:
        found = Run.objects.select_related("commune__site").filter(pk=options["undo"]).first()
        if found is None:
            raise CommandError(_("Aucune reprise ne porte le numéro %(number)d.") % {"number": options["undo"]})
        undone = undo(found, _author(options["author"]))
        self._say(options, report.undone_sentence(found.commune, undone))

    def _say(self, options: dict[str, Any], text: str) -> None:
        if options["verbosity"]:
            self.stdout.write(text)


def _in_order(first: str, second: str) -> tuple[str, str]:
    """The host, then the source: people also write them the other way round."""
    swapped = ("://" in first or Path(first).exists()) and not ("://" in second or Path(second).exists())
    return (second, first) if swapped else (first, second)


def _named(source: str) -> str:
    """As people know it: where a file lay on the machine is nobody's business."""
    return source if "://" in source else Path(source).resolve().name


def _author(email: str) -> User | None:
    author = User.objects.filter(email__iexact=email).first() if email else None
    if email and author is None:
        raise CommandError(_("aucun compte n’a l’adresse « %(email)s ».") % {"email": email})
    return author


def _is_texts(source: Path) -> bool:
    """A folder in our own format, or one that has nothing of a site: who reads it says why."""
    if not source.is_dir():
        return not source.exists()
    ours = (source / SITE).is_file() or (source / HOME).is_file() or any((source / PAGES).rglob("*.md"))
    return ours or not (is_copy(source) or any(source.rglob("*.xml")))


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
