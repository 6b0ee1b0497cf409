"""``beffroi comarquage sync`` and ``services``: the national guide, and who serves each commune, once for all sites."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from modules.comarquage.feeds.audiences import AUDIENCES, BY_CODE, BY_WORD
from modules.comarquage.local import services
from modules.comarquage.models import Feed, Import
from modules.comarquage.source import SyncError, from_addresses, from_file


class Command(BaseCommand):
    """A second call changes nothing when the feeds did not."""

    help = _("Met à jour le guide des droits et démarches, ou les services publics dont il parle.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is brought up to date, and from where."""
        parser.add_argument("action", choices=["sync", "services"])
        parser.add_argument("--audience", choices=list(BY_WORD), help=_("un seul public (tous)"))
        parser.add_argument("--from", dest="file", type=Path, metavar="FICHIER", help=_("un fichier déjà téléchargé"))
        parser.add_argument("--force", action="store_true", help=_("prend aussi un flux devenu bien plus court"))

    def handle(self, **options: Any) -> None:
        """Say what changed, or why nothing did."""
        try:
            done = self._services(**options) if options["action"] == "services" else self._sync(**options)
        except SyncError as error:
            raise CommandError(str(error)) from error
        for one in done:
            self._say(one)
        if options["file"] is None:
            codes = [BY_WORD[options["audience"]].code] if options["audience"] else list(BY_CODE)
            failed = Feed.objects.filter(audience__in=codes).exclude(error="")
            if failed:
                raise CommandError("\n".join(f"{row}\u00a0: {row.error}" for row in failed))
        if not done:
            self.stdout.write(_("Rien n’a changé."))

    def _services(self, *, file: Path | None, audience: str | None, force: bool, **_options: Any) -> list[Import]:
        if file is None or audience is not None:
            raise CommandError(_("Donnez le fichier de l’annuaire de l’administration\u00a0: --from, sans public."))
        return [services.from_file(file, force=force)]

    def _sync(self, *, file: Path | None, audience: str | None, force: bool, **_options: Any) -> list[Import]:
        if file is None:
            return from_addresses([BY_WORD[audience]] if audience else AUDIENCES, force=force)
        if audience is None:
            raise CommandError(_("Dites quel public est dans cette archive\u00a0: --audience part, pro ou asso."))
        return [from_file(BY_WORD[audience], file, force=force)]

    def _say(self, one: Import) -> None:
        self.stdout.write(f"{one.feed}\u00a0: {one.said()}")
        for name, count in sorted(one.unknown.items()):
            told = {"name": name, "count": count}
            self.stdout.write(_("  Élément inconnu, son texte est gardé\u00a0: %(name)s (%(count)d)") % told)
        for ident, why in sorted(one.refused.items()):
            self.stdout.write(f"  {ident}\u00a0: {why}")
