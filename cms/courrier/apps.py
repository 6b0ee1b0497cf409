"""The mail queue as a Django app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from cms.courrier.checks import check_sender


class CourrierConfig(AppConfig):
    """Its table, and the screen of what did not leave."""

    name = "cms.courrier"
    label = "courrier"
    verbose_name = _("Courrier électronique")

    def ready(self) -> None:
        """Refuse to start with a sender that no server would take."""
        checks.register(check_sender)
