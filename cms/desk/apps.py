"""The editor's desk as a Django app: its templates and static files stand before Wagtail's."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from cms.desk.words import speak_plainly


class DeskConfig(AppConfig):
    """Stands before ``wagtail.admin`` in ``INSTALLED_APPS``, so that its templates win."""

    name = "cms.desk"
    label = "desk"
    verbose_name = _("Bureau")

    def ready(self) -> None:
        """Put plain words in place of Wagtail's jargon."""
        speak_plainly()
