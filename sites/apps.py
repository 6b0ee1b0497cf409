"""The sites of the communes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Comes last in ``INSTALLED_APPS``: the last permission policy registered wins."""

    name = "sites"
    verbose_name = _("Sites des communes")
