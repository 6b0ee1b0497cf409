"""``beffroi zone``: take over a DNS zone, see what of it is ours, decide of what is not, remove it in the end."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.drivers.base import DriverError
from deploy.drivers.chosen import by_kind
from deploy.drivers.dns import removal as removal_of
from deploy.drivers.dns.host import ZoneHost
from deploy.drivers.dns.takeover import take_over
from deploy.drivers.dns.zones import ZonesDriver
from deploy.life.journal import note
from deploy.models import Decision, ForeignRecord, Line, OwnRecord, Zone
from deploy.orders.hosts import host_name, readable
from deploy.runs.author import author
from deploy.subscriptions import LineKind
from deploy.zoning import POLICIES
from sites.rendering.french import counted

LARGEST_FILE = 5_000_000  # octets: a zone file of a commune has a few thousand


class Command(BaseCommand):
    """Reads and remembers. Two deeds write at the host: ``import --fichier`` and ``remove --checksum``."""

    help = _("Reprend une zone DNS, la montre, tranche entre nos enregistrements et les autres, la supprime.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One deed a word."""
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="ACTION")
        taking = deeds.add_parser("import", help=_("reprend une zone telle qu’elle est"))
        taking.add_argument("name", metavar="ZONE")
        taking.add_argument("--fichier", type=Path, help=_("crée d’abord la zone d’après ce fichier de zone"))
        deeds.add_parser("show", help=_("montre une zone")).add_argument("name", metavar="ZONE")
        deciding = deeds.add_parser("decide", help=_("tranche pour un enregistrement étranger"))
        for name in ("name", "record", "type"):
            deciding.add_argument(name, metavar={"name": "ZONE", "record": "NOM", "type": "TYPE"}[name])
        choice = deciding.add_mutually_exclusive_group(required=True)
        choice.add_argument("--garder", dest="decision", action="store_const", const=Decision.KEEP)
        choice.add_argument("--remplacer", dest="decision", action="store_const", const=Decision.REPLACE)
        removing = deeds.add_parser("remove", help=_("supprime une zone que plus rien ne commande"))
        removing.add_argument("name", metavar="ZONE")
        removing.add_argument("--fichier", type=Path, help=_("écrit d’abord la zone dans ce fichier, qui la referait"))
        removing.add_argument("--checksum", metavar="EMPREINTE", help=_("empreinte de ce qui a été montré"))
        policy = deeds.add_parser("dmarc", help=_("note la politique DMARC d’un domaine"))
        policy.add_argument("name", metavar="DOMAINE")
        policy.add_argument("policy", metavar="POLITIQUE", choices=POLICIES)

    def handle(self, **options: Any) -> None:
        """One French sentence for anything wrong, and then nothing is written."""
        try:
            name = host_name(options["name"])
            deed = getattr(self, f"_{options['deed']}")
            deed(name, options)
        except (ValueError, DriverError) as error:
            raise CommandError(str(error)) from error

    def _import(self, name: str, options: dict[str, Any]) -> None:
        host = _host()
        text = _text(options["fichier"]) if options["fichier"] else ""
        taken = take_over(host, name, author(), text)
        records = counted(taken.records, "enregistrement", "enregistrements")
        self.stdout.write(
            _("« %(zone)s » est reprise telle quelle : %(records)s, rien n’a été changé.")
            % {"zone": readable(name), "records": records}
        )
        if taken.left_out:
            self.stdout.write(
                self.style.WARNING(
                    _("%(host)s ne prend pas ces types, laissés de côté : %(types)s.")
                    % {"host": host.label, "types": ", ".join(taken.left_out)}
                )
            )

    def _show(self, name: str, _options: dict[str, Any]) -> None:
        zone = _zone(name)
        self.stdout.write(readable(zone.name))
        for own in zone.own_records.exclude(waived=True).order_by("name", "type"):
            self.stdout.write(_("  nous      %s") % _line(own))
        for foreign in zone.foreign_records.all():
            decision = f" ({foreign.get_decision_display()})" if foreign.decision else ""
            self.stdout.write(_("  étranger  %s") % (_line(foreign) + decision))
        if zone.held_since:
            since = timezone.localtime(zone.held_since)
            self.stdout.write(_("  tenue par %(who)s depuis %(time)s") % {"who": zone.holder, "time": f"{since:%H:%M}"})

    def _decide(self, name: str, options: dict[str, Any]) -> None:
        zone, kind = _zone(name), options["type"].upper()
        record = _record_name(options["record"])
        found = zone.foreign_records.filter(name=record, type=kind)
        decided = {"decision": options["decision"], "decided_by": author(), "decided_at": timezone.now()}
        with transaction.atomic():
            if not found.update(**decided):
                raise CommandError(
                    _("« %(name)s %(type)s » n’est pas un enregistrement étranger de « %(zone)s ».")
                    % {"name": readable(record), "type": kind, "zone": readable(zone.name)}
                )
            # What a decision to keep had taken for done is to be done again.
            zone.own_records.filter(waived=True, name=record).delete()
        self.stdout.write(
            _("Noté. « beffroi plan » montre ce qui va être écrit, « beffroi apply » l’écrit.")
            if options["decision"] == Decision.REPLACE
            else _("Noté : cet enregistrement reste.")
        )

    def _remove(self, name: str, options: dict[str, Any]) -> None:
        host, row, file = _host(), _zone(name), options["fichier"]
        removal = removal_of.propose(host, row)
        if removal.exists and options["checksum"] is None:
            self._show_removal(host, removal)
            return
        if removal.exists and file is None:
            raise CommandError(_("dites où garder la zone avant de la supprimer : --fichier FICHIER."))
        held_by = removal_of.owners(name)
        removal_of.remove(host, row, options["checksum"] or "", author(), lambda text: _keep(file, text))
        if removal.exists:
            said = _("La zone « %(zone)s » est supprimée chez %(host)s ; elle est gardée dans %(file)s.")
        else:
            said = _("La zone « %(zone)s » n’existe plus chez %(host)s : Beffroi l’oublie.")
        said %= {"zone": readable(name), "host": host.label, "file": file}
        for insee in held_by:
            note(insee, author(), said)
        self.stdout.write(said)

    def _show_removal(self, host: ZoneHost, removal: removal_of.Removal) -> None:
        self.stdout.write(
            _("« %(zone)s » serait supprimée chez %(host)s, avec tout ce qui y est :")
            % {"zone": readable(removal.name), "host": host.label}
        )
        for line in removal.text.splitlines():
            self.stdout.write(f"  {readable(line)}")
        self.stdout.write(
            _("Tant que le domaine est délégué ici, plus rien n’y répondrait, pas même ce qui n’est pas de Beffroi.")
        )
        self.stdout.write(_("Empreinte : %s") % removal.checksum)

    def _dmarc(self, name: str, options: dict[str, Any]) -> None:
        today = timezone.localdate()
        domain = Line.objects.filter(kind=LineKind.DOMAIN, value=name, until=None).first()
        if domain is None:
            raise CommandError(_("« %s » n’est le domaine d’aucune commune abonnée.") % readable(name))
        with transaction.atomic():
            running = Line.objects.filter(kind=LineKind.DMARC, value=name, until=None)
            running.filter(subscription=domain.subscription_id).update(until=today)
            Line.objects.create(
                subscription_id=domain.subscription_id,
                kind=LineKind.DMARC,
                value=name,
                since=today,
                data={"policy": options["policy"], "by": author()},
            )
        self.stdout.write(_("Noté : « beffroi plan » montre l’enregistrement qui change."))


def _record_name(text: str) -> str:
    """A name of a record as DNS carries it: services and keys begin with a low line, which no host does."""
    name = text.strip().removesuffix(".").lower()
    return name if name.isascii() else name.encode("idna").decode()


def _host() -> ZoneHost:
    driver = by_kind()["dns"]
    if not isinstance(driver, ZonesDriver):
        raise CommandError(_("les zones ne sont tenues que sur le papier : donnez un hébergeur à BEFFROI_DNS."))
    return driver.host


def _keep(path: Path, text: str) -> None:
    """In a new file: one that exists may be the only copy of another zone."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise CommandError(_("%s existe déjà : donnez un autre nom, rien n’est supprimé.") % path) from error
    except OSError as error:
        raise CommandError(_("%s ne peut pas être écrit : rien n’est supprimé.") % path) from error


def _zone(name: str) -> Zone:
    zone = Zone.objects.filter(name=name).first()
    if zone is None:
        raise CommandError(_("« %s » n’est pas une zone connue de Beffroi.") % readable(name))
    return zone


def _line(record: OwnRecord | ForeignRecord) -> str:
    return f"{readable(record.name)} {record.type} {' · '.join(record.values)}"


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError(_("%s est trop gros pour un fichier de zone.") % path)
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(_("%s n’est pas un fichier de zone : ce n’est pas du texte UTF-8.") % path) from error
    except OSError as error:
        raise CommandError(_("%s ne peut pas être lu.") % path) from error
