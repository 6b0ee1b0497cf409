"""The take-over of old sites as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OldSiteConfig(AppConfig):
    """Its tables, and the screen of what was brought and of what was left."""

    name = "cms.oldsite"
    label = "oldsite"
    verbose_name = _("Reprise d’un ancien site")
