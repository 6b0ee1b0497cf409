"""The provisioning layer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeployConfig(AppConfig):
    """Subscriptions, orders and their plans."""

    name = "deploy"
    verbose_name = _("Abonnements")
