"""``beffroi webmestre``: appoint somebody of the CDG, who looks after every commune or those of some départements."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from deploy.logins import give_first_passwords
from sites.models import Departement, Membership, User
from sites.tenancy.roles import Role


class Command(BaseCommand):
    """Idempotent. The screens of the admin appoint the people of communes, never a webmestre."""

    help = _("Nomme un webmestre du centre de gestion, pour toutes les communes ou pour des départements.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, where, and where the first password is written."""
        parser.add_argument("email", metavar="COURRIEL", help=_("adresse de la personne"))
        parser.add_argument("--nom", default="", metavar="NOM", help=_("prénom et nom"))
        parser.add_argument(
            "--departement", action="append", default=[], metavar="CODE", help=_("ce département seulement (répétable)")
        )
        parser.add_argument(
            "--logins", type=Path, metavar="FICHIER", help=_("donne un premier mot de passe, écrit dans ce fichier")
        )
        parser.add_argument(
            "--code", action="store_true", help=_("affiche le code du moment de son second facteur, sans rien changer")
        )

    def handle(self, **options: Any) -> None:
        """One French sentence for anything wrong, and then nothing is written."""
        email = options["email"].strip().lower()
        if options["code"]:
            self.stdout.write(_code_of(email))
            return
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(_("« %(email)s » n’est pas une adresse électronique.") % {"email": email}) from error
        with transaction.atomic():
            new = _appoint(email, options["nom"], _departements(options["departement"]))
        self.stdout.write((_("%s est webmestre.") if new else _("%s était déjà webmestre.")) % email)
        if options["logins"]:
            try:
                give_first_passwords([email], options["logins"])
            except OSError as error:
                raise CommandError(_("%(path)s ne peut pas être écrit.") % {"path": options["logins"]}) from error


def _departements(codes: list[str]) -> list[Departement | None]:
    """``[None]`` stands for everywhere."""
    found: list[Departement | None] = []
    for code in codes:
        departement = Departement.objects.filter(code=code.upper()).first()
        if departement is None:
            raise CommandError(_("aucun site n’existe encore dans le département « %(code)s ».") % {"code": code})
        found.append(departement)
    return found or [None]


def _appoint(email: str, name: str, departements: list[Departement | None]) -> bool:
    """Whether a right was added."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        first_name, _space, last_name = name.partition(" ")
        user = User.objects.create_user(email, first_name=first_name, last_name=last_name)
    added = [
        Membership.objects.get_or_create(user=user, commune=None, departement=departement, role=Role.WEBMESTRE)[1]
        for departement in departements
    ]
    return any(added)


def _code_of(email: str) -> str:
    """What the telephone shows now, for who has the machine and not the telephone."""
    device = TOTPDevice.objects.filter(user__email__iexact=email).order_by("-confirmed").first()
    if device is None:
        raise CommandError(
            _("%(email)s n’a pas encore de second facteur : il est proposé à la première connexion.") % {"email": email}
        )
    return f"{totp(device.bin_key, device.step, device.t0, device.digits, device.drift):0{device.digits}}"
