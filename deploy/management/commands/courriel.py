"""``beffroi courriel``: what webmasters and the machine of mail do with mailboxes, beside orders."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deploy.drivers.base import DriverError
from deploy.drivers.mail.hosted import HostedDriver
from deploy.mail import chores, config, dkim, lifecycle, links
from deploy.models import MailDomain
from deploy.provision import driver_of
from deploy.resources import Mailbox as WantedMailbox


class Command(BaseCommand):
    """One French sentence for what is done, or for what cannot be."""

    help = _("Les boîtes aux lettres : leurs liens, leur fermeture, et les fichiers de leurs serveurs.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One word says what is to be done; the options belong to one of them each."""
        parser.add_argument("action", choices=sorted(ACTIONS), help=_("ce qu’il faut faire"))
        parser.add_argument("adresses", nargs="*", help=_("les boîtes, ou les domaines, dont il s’agit"))
        parser.add_argument("--vers", type=Path, help=_("configurer : le dossier où poser les fichiers"))
        parser.add_argument(
            "--jusqu-au", type=_day, help=_("archiver : le jour où le courrier sera effacé (dans 90 jours sans elle)")
        )
        parser.add_argument(
            "--courrier", type=Path, help=_("entretenir : le dossier du courrier, si ce n’est pas celui par défaut")
        )
        parser.add_argument("--cles", type=Path, help=_("entretenir : le dossier des clés DKIM de rspamd"))

    def handle(self, **options: Any) -> None:
        """``CommandError`` at the first box that cannot be treated; those before it are."""
        try:
            for sentence in ACTIONS[options["action"]](options):
                self.stdout.write(sentence)
        except (lifecycle.MailError, DriverError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("« %(path)s » ne peut pas être écrit ou lu.") % {"path": error.filename or error}
            ) from error


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _configure(options: Mapping[str, Any]) -> list[str]:
    if options["vers"] is None:
        raise CommandError(_("dites où poser les fichiers : --vers DOSSIER."))
    host = config.from_settings(options["vers"].resolve())
    written = config.write(host, config.render(host))
    return [str(path) for path in written]


def _role(_options: Mapping[str, Any]) -> list[str]:
    host = config.from_settings(Path("/etc/beffroi/courriel"))
    if host.database.kind == "sqlite":
        raise CommandError(_("la base est SQLite : elle n’a pas de comptes. Voyez docs/webmestre/courriel.md."))
    return [config.render(host)["role.sql"]]


def _keys(options: Mapping[str, Any]) -> list[str]:
    domains = options["adresses"] or MailDomain.objects.order_by("name").values_list("name", flat=True)
    records = dkim.public_records(domains)
    return [f"{selector}._domainkey.{name}. TXT {text}" for name, (selector, text) in sorted(records.items())]


def _maintain(options: Mapping[str, Any]) -> list[str]:
    purged = lifecycle.purge(timezone.localdate())
    machine = chores.Machine(options["courrier"] or config.MailHost.mail)
    done, waiting = chores.run_chores(machine)
    said = [
        ngettext(
            "%(count)s boîte effacée, à la fin de son délai.",
            "%(count)s boîtes effacées, à la fin de leur délai.",
            len(purged),
        )
        % {"count": len(purged)},
        ngettext("%(count)s tâche faite,", "%(count)s tâches faites,", done) % {"count": done}
        + " "
        + ngettext("%(count)s en attente.", "%(count)s en attente.", waiting) % {"count": waiting},
    ]
    if options["cles"] is not None:
        count = dkim.install(options["cles"])
        said.append(ngettext("%(count)s clé DKIM en place.", "%(count)s clés DKIM en place.", count) % {"count": count})
    return said


def _each(done: Callable[[str], str]) -> Callable[[Mapping[str, Any]], list[str]]:
    def action(options: Mapping[str, Any]) -> list[str]:
        if not options["adresses"]:
            raise CommandError(_("dites de quelles boîtes il s’agit."))
        return [done(address) for address in options["adresses"]]

    return action


def _suspended(address: str) -> str:
    closed = _closed(address, closed=True)
    return _("« %s » est suspendue : plus personne n’y entre, plus rien n’y arrive.") % closed


def _reactivated(address: str) -> str:
    return _("« %s » est rouverte.") % _closed(address, closed=False)


def _closed(address: str, *, closed: bool) -> str:
    """Close or open a box, at the vendor's or in our own tables; its address."""
    driver = driver_of(WantedMailbox.kind)
    if isinstance(driver, HostedDriver):
        plain = address.strip().lower()
        driver.suspend(plain, closed=closed)
        return plain
    return str(lifecycle.suspend(address) if closed else lifecycle.reactivate(address))


def _archive(options: Mapping[str, Any]) -> list[str]:
    def archived(address: str) -> str:
        box = lifecycle.archive(address, timezone.localdate(), options["jusqu_au"])
        return _("« %(box)s » est archivée ; son courrier sera effacé le %(day)s.") % {
            "box": box,
            "day": f"{box.delete_on:%d/%m/%Y}",
        }

    return _each(archived)(options)


def _link(options: Mapping[str, Any]) -> list[str]:
    addresses = options["adresses"] or links.waiting()
    if not addresses:
        return [_("Aucune boîte n’attend de lien.")]
    return [
        _("Le lien de « %(box)s » part à l’instant vers son adresse de secours.") % {"box": links.send_link(address)}
        for address in addresses
    ]


ACTIONS: Mapping[str, Callable[[Mapping[str, Any]], list[str]]] = {
    "archiver": _archive,
    "cles": _keys,
    "configurer": _configure,
    "entretenir": _maintain,
    "lien": _link,
    "reactiver": _each(_reactivated),
    "role": _role,
    "suspendre": _each(_suspended),
}
