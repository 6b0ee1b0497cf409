"""The Wagtail project."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Page types, media and settings that editors fill in."""

    name = "cms"
    verbose_name = _("Contenus")
