"""``beffroi comarquage sync``: the national guide brought up to date, once for all sites."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from modules.comarquage.feeds.audiences import AUDIENCES, BY_WORD
from modules.comarquage.models import Feed
from modules.comarquage.source import SyncError, from_addresses, from_file


class Command(BaseCommand):
    """A second call changes nothing when the feeds did not."""

    help = _("Met à jour le guide des droits et démarches.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One action so far."""
        parser.add_argument("action", choices=["sync"])
        parser.add_argument("--audience", choices=list(BY_WORD), help=_("un seul public (tous)"))
        parser.add_argument("--from", dest="file", type=Path, metavar="ZIP", help=_("une archive déjà téléchargée"))
        parser.add_argument("--force", action="store_true", help=_("prend aussi un flux devenu bien plus court"))

    def handle(self, **options: Any) -> None:
        """Say for each feed what changed, or why nothing did."""
        word, file = options["audience"], options["file"]
        if file is not None and word is None:
            raise CommandError(_("Dites quel public est dans cette archive\u00a0: --audience part, pro ou asso."))
        audiences = [BY_WORD[word]] if word else list(AUDIENCES)
        try:
            if file is not None:
                done = [from_file(audiences[0], file, force=options["force"])]
            else:
                done = from_addresses(audiences, force=options["force"])
        except SyncError as error:
            raise CommandError(str(error)) from error
        for one in done:
            self.stdout.write(f"{one.feed}\u00a0: {one.said()}")
            for name, count in sorted(one.unknown.items()):
                self.stdout.write(
                    _("  Élément inconnu, son texte est gardé\u00a0: %(name)s (%(count)d)")
                    % {"name": name, "count": count}
                )
            for ident, why in sorted(one.refused.items()):
                self.stdout.write(f"  {ident}\u00a0: {why}")
        codes = [it.code for it in audiences]
        failed = Feed.objects.filter(audience__in=codes).exclude(error="") if file is None else []
        if failed:
            raise CommandError("\n".join(f"{row}\u00a0: {row.error}" for row in failed))
        if not done:
            self.stdout.write(_("Rien n’a changé."))
