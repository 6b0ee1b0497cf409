"""The gallery of components as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComposantsConfig(AppConfig):
    """Two screens and no table."""

    name = "cms.composants"
    label = "composants"
    verbose_name = _("Composants d’un thème")
