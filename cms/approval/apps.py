"""Validation as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ApprovalConfig(AppConfig):
    """Its templates of messages stand before Wagtail's."""

    name = "cms.approval"
    label = "approval"
    verbose_name = _("Validation")

    def ready(self) -> None:
        """Make the shared workflow once the tables exist, and write to those who validate."""
        from cms.approval.mails import connect
        from cms.approval.workflow import make_shared_workflow

        post_migrate.connect(make_shared_workflow, sender=self)
        connect()
