"""Webhooks as a Django app."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sites.rooms import Room

if TYPE_CHECKING:
    from sites.models import Commune


class WebhooksConfig(Room):
    """Its tables, its screens, and what it learns from publications and from bakes."""

    name = "cms.webhooks"
    label = "webhooks"
    verbose_name = _("Autres sites à prévenir")

    def ready(self) -> None:
        """Listen to what changes online."""
        super().ready()
        from cms.webhooks.events import connect

        connect()

    def baked(self, commune: "Commune", generation: int) -> None:
        """Tell who wants to know of the whole site, if it is another generation."""
        from cms.webhooks.whole import tell_baked  # models are loaded by then

        tell_baked(commune, generation)
