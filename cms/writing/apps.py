"""Help for writing as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WritingConfig(AppConfig):
    """Its scripts and its addresses."""

    name = "cms.writing"
    label = "writing"
    verbose_name = _("Aide à l’écriture")
