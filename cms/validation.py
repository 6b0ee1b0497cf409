"""Facts that have a form: telephone numbers, postcodes, SIREN."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Short ones: emergencies, social services (116 xxx), directories (118 xxx), 3xxx and 1xxx (Arcep's numbering plan).
TELEPHONE = re.compile(r"(?:0[1-9]\d{8}|\+\d{8,14}|00\d{8,14}|1[578]|11\d|11[68]\d{3}|[13]\d{3})")
SIREN_LENGTH = 9


def telephone(value: str) -> None:
    """A French number of ten figures, a short one, or one of another country."""
    if not TELEPHONE.fullmatch(re.sub(r"[\s.\-()\u00a0\u202f]", "", value)):
        raise ValidationError(_("Écrivez le numéro en dix chiffres, par exemple 05 65 00 00 00."), "telephone")


def postcode(value: str) -> None:
    """Five figures."""
    if not re.fullmatch(r"\d{5}", value):
        raise ValidationError(_("Un code postal compte cinq chiffres, par exemple 46000."), "postcode")


def siren(value: str) -> None:
    """Nine figures, the last of which checks the others (Luhn)."""
    figures = [int(figure) for figure in value if figure.isascii() and figure.isdigit()]
    doubled = [figure if place % 2 == 0 else sum(divmod(2 * figure, 10)) for place, figure in enumerate(figures)]
    if len(value) != SIREN_LENGTH or len(figures) != SIREN_LENGTH or sum(doubled) % 10:
        raise ValidationError(_("Ce numéro SIREN n’est pas exact : il compte neuf chiffres."), "siren")


def siret(value: str) -> None:
    """Fourteen figures."""
    if not re.fullmatch(r"\d{14}", value):
        raise ValidationError(_("Un SIRET compte quatorze chiffres."), "siret")
