"""The limits as a Django app, for its hooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    """Holds no table: what is sold stands in ``sites.packs``, what was bought on the commune."""

    name = "cms.limits"
    label = "limits"
    verbose_name = _("Limites des packs")
