"""What the content adds to Wagtail."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.takeover.pages import ACTION


@hooks.register("register_log_actions")
def name_takeovers(actions: Any) -> None:
    """A page's history says that it came from a former site."""
    actions.register_action(ACTION, _("Reprise"), _("Repris de l’ancien site"))
