"""Origins as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OriginsConfig(AppConfig):
    """Its table and its screen; ``cms.api`` asks it who may read."""

    name = "cms.origins"
    label = "origins"
    verbose_name = _("Sites qui lisent les données")
