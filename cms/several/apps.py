"""Several communes as a Django app."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class SeveralConfig(AppConfig):
    """Its templates and its addresses."""

    name = "cms.several"
    label = "several"
    verbose_name = _("Plusieurs communes")

    def ready(self) -> None:
        """Connect what needs every model to be loaded."""
        from cms.several.checks import check_shared_types

        checks.register(check_shared_types)
