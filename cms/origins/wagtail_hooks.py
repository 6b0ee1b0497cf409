"""Where Wagtail finds the sites that may read."""

from typing import Any

from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from sites.tenancy.gate.opening import open_to_members

open_to_members("origins", area="origin", actions={"change"})


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("sites-lecteurs/", include("cms.origins.urls", namespace="origins"))]


@hooks.register("register_log_actions")
def name_changes(actions: Any) -> None:
    """The history says who changed the list."""
    actions.register_action(
        "beffroi.origins", _("Dire qui lit les données"), _("Sites qui lisent les données du site changés")
    )
