"""The Wagtail project."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Page types, media and settings that editors fill in."""

    name = "cms"
    verbose_name = _("Contenus")

    def ready(self) -> None:
        """Connect what needs every model to be loaded."""
        from cms import redirects
        from cms.checks import check_page_types

        redirects.connect()
        checks.register(check_page_types)
