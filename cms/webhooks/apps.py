"""Webhooks as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Its tables, its screens, and what it learns from publications."""

    name = "cms.webhooks"
    label = "webhooks"
    verbose_name = _("Autres sites à prévenir")

    def ready(self) -> None:
        """Listen to what changes online."""
        from cms.webhooks.events import connect

        connect()
