"""The mail queue as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CourrierConfig(AppConfig):
    """Its table, and the screen of what did not leave."""

    name = "cms.courrier"
    label = "courrier"
    verbose_name = _("Courrier électronique")
