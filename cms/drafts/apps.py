"""Shared drafts as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DraftsConfig(AppConfig):
    """Its table, and the screen where addresses are made and revoked."""

    name = "cms.drafts"
    label = "drafts"
    verbose_name = _("Aperçus pour un autre site")
