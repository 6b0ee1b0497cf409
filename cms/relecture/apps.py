"""Reading again as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelectureConfig(AppConfig):
    """Its table, its screens, and what it learns from publications."""

    name = "cms.relecture"
    label = "relecture"
    verbose_name = _("Relecture")

    def ready(self) -> None:
        """A page published has just been read."""
        from wagtail.signals import page_published

        from cms.relecture.calendar import after_publication

        page_published.connect(after_publication, dispatch_uid="beffroi_relecture")
