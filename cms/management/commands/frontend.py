"""``beffroi frontend``: make the fonts and icons of the themes."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from sites.frontend import FrontendError, build


class Command(BaseCommand):
    """Make what is out of date, say what was made."""

    help = _("Fabrique les polices et les icônes des thèmes à partir des paquets npm.")

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Exit with an error, in one sentence, when something is missing."""
        try:
            made = build(settings.BASE)
        except FrontendError as error:
            raise CommandError(str(error)) from error
        if made:
            self.stdout.write(_("Polices et icônes fabriquées : %s.") % ", ".join(made))
        else:
            self.stdout.write(_("Polices et icônes à jour."))
