"""Where Wagtail finds the addresses to tell."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from sites.tenancy.gate.opening import open_to_members

open_to_members("webhooks", area="webhook", actions={"change"})


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("autres-sites/", include("cms.webhooks.urls", namespace="webhooks"))]


@hooks.register("register_log_actions")
def name_changes(actions: Any) -> None:
    """The history says who had another site told."""
    actions.register_action("beffroi.webhook", _("Prévenir un autre site"), _("Autre site à prévenir ajouté"))
    actions.register_action("beffroi.webhook_removed", _("Ne plus prévenir"), _("Autre site à prévenir retiré"))
