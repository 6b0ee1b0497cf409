"""Several communes as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeveralConfig(AppConfig):
    """Its templates and its addresses."""

    name = "cms.several"
    label = "several"
    verbose_name = _("Plusieurs communes")
