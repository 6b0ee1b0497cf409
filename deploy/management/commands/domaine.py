"""``beffroi domaine``: the domains that communes hold, a transfer, a refusal to renew, a look at the registry."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.drivers.registrar.base import AuthCode
from deploy.drivers.registrar.chosen import chosen_registrar
from deploy.drivers.registrar.domains import row_of, transfer
from deploy.models import DomainName, Line
from deploy.names.renewal import refuse
from deploy.names.watching import read_registry
from deploy.orders.hosts import host_name
from deploy.subscriptions import LineKind
from sites.rendering.french import date_text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("« %(text)s » n’est pas une date comme 2026-12-01.") % {"text": text}) from error


class Command(BaseCommand):
    """Without a name: the list. One French sentence for anything wrong, and then nothing was done."""

    help = _("Montre les domaines des communes, transfère un domaine, note un refus de renouvellement.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do with which domain."""
        parser.add_argument("name", nargs="?", metavar="NOM", help=_("le domaine (tous)"))
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--transferer", action="store_true", help=_("le fait venir de son bureau actuel"))
        what.add_argument("--refuser", action="store_true", help=_("note que la mairie refuse son renouvellement"))
        what.add_argument("--lire", action="store_true", help=_("demande au registre ce qu’il en sait"))
        parser.add_argument("--code", type=Path, metavar="FICHIER", help=_("fichier du code de transfert (demandé)"))
        parser.add_argument("--le", type=_day, metavar="AAAA-MM-JJ", help=_("date de la lettre de refus (aujourd’hui)"))

    def handle(self, **options: Any) -> None:
        """One thing."""
        if not options["name"]:
            self._list()
            return
        try:
            domain = _domain(options["name"])
            if options["transferer"]:
                self._transfer(domain, options["code"])
            elif options["refuser"]:
                refuse(domain, options["le"] or timezone.localdate(), chosen_registrar())
                self.stdout.write(_("%s ne sera pas renouvelé.") % domain.name)
            else:
                if options["lire"]:
                    read_registry(domain)
                self.stdout.write(_told(domain))
        except (DriverError, ValueError) as error:
            raise CommandError(str(error)) from error

    def _list(self) -> None:
        rows = DomainName.objects.select_related("commune").order_by("expires", "name")
        for row in rows.iterator(chunk_size=500):
            self.stdout.write(_told(row))

    def _transfer(self, domain: DomainName, file: Path | None) -> None:
        registrar = chosen_registrar()
        if registrar is None:
            raise CommandError(_("aucun bureau d’enregistrement n’est réglé (BEFFROI_REGISTRAR)."))
        code = AuthCode("")
        if registrar.capabilities().authinfo:
            code = AuthCode(_code(file))
        operation = transfer(domain, code, registrar)
        said = operation.sentence or operation.get_state_display()
        self.stdout.write(_("%(name)s : %(said)s") % {"name": domain.name, "said": said})


def _code(file: Path | None) -> str:
    """Typed without being shown, or read in a file: an argument would stay in the history of the shell."""
    if file is None:
        return getpass(_("Code de transfert : ")) if sys.stdin.isatty() else sys.stdin.readline()
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(_("%s ne peut pas être lu.") % file) from error


def _domain(text: str) -> DomainName:
    """The row of a domain that is ordered, or was; ``DriverError`` for one that nobody ever ordered."""
    name = host_name(text)
    if found := DomainName.objects.select_related("commune").filter(name=name).first():
        return found
    lines = Line.objects.filter(kind=LineKind.DOMAIN.value, value=name, until=None)
    insee = lines.values_list("subscription", flat=True).first()
    if insee is None:
        raise DriverError(_("« %s » n’est commandé par aucune commune.") % name)
    return row_of(name, insee)


def _told(row: DomainName) -> str:
    end = _("finit le %s") % date_text(row.expires) if row.expires else _("échéance inconnue")
    parts = [f"{row.name} ({row.commune.name})", row.get_state_display(), end]
    if row.refused_on:
        parts.append(_("refusé le %s") % date_text(row.refused_on))
    if row.error:
        parts.append(row.error)
    return ", ".join(map(str, parts))
