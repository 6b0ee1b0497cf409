"""The counter as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuichetConfig(AppConfig):
    """Its tables, its screens."""

    name = "cms.guichet"
    label = "guichet"
    verbose_name = _("Guichet")
