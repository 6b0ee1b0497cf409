"""``beffroi certificat``: one certificate for the domain of the centre de gestion and every name under it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from deploy.certificates.authority import CertificateError
from deploy.certificates.keeping import RENEWED_BEFORE, end_of, renew
from sites.rendering.french import date_text


class Command(BaseCommand):
    """Asks nothing of a certificate that is still good for long; the worker renews it afterwards."""

    help = _("Demande le certificat du domaine du centre de gestion et de tous les noms qu’il porte.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to ask anew."""
        parser.add_argument("--nouveau", action="store_true", help=_("en demande un même si celui-ci est encore bon"))

    def handle(self, **options: Any) -> None:
        """One sentence."""
        domain = settings.BEFFROI_CDG_DOMAIN
        end = end_of(domain)
        if end is None or options["nouveau"] or end - timezone.now() <= RENEWED_BEFORE:
            try:
                end = renew(domain)
            except CertificateError as error:
                raise CommandError(str(error)) from error
        words = {"domain": domain, "end": date_text(timezone.localdate(end))}
        self.stdout.write(_("Le certificat de %(domain)s et de *.%(domain)s est bon jusqu’au %(end)s.") % words)
