"""Lists of redirects as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForwardingConfig(AppConfig):
    """Its table, and the screens where a list is sent and seen."""

    name = "cms.forwarding"
    label = "forwarding"
    verbose_name = _("Listes de redirections")
