"""Help as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AideConfig(AppConfig):
    """Its screen, and the link at the top of the others."""

    name = "cms.aide"
    label = "aide"
    verbose_name = _("Aide")
