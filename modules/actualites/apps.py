"""Actualités: the news of the commune."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Actualites(AppConfig):
    """The declaration of the module."""

    name = "modules.actualites"
    label = "actualites"
    verbose_name = _("Actualités")
