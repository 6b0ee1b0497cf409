"""Where the admin finds the screens of the provisioning."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from deploy.models import billing, names
from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.scope import Scope

open_to_members("taches", area=names.AREA, actions={"view", "change"})
open_to_members("orders", area=billing.AREA, actions={"view", "change"})
open_to_members("subscriptions", area=billing.AREA, actions={"view", "change"})


class AreaMenuItem(MenuItem):
    """An entry for those who may look at an area."""

    def __init__(self, area: str, label: Promise, url: str, **more: Any) -> None:
        super().__init__(label, url, **more)
        self.area = area

    def is_shown(self, request: HttpRequest) -> bool:
        """To who may look."""
        user = request.user
        return bool(user.is_superuser) or Scope.of(user).holds(self.area, {"view"})  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [
        path("taches/", include("deploy.names.urls", namespace="taches")),
        path("abonnements/commander/", include("deploy.wizard.urls", namespace="orders")),
        path("abonnements/", include("deploy.desk.urls", namespace="subscriptions")),
    ]


@hooks.register("register_settings_menu_item")
def tasks() -> MenuItem:
    """« À faire », for the webmasters."""
    return AreaMenuItem(names.AREA, _("À faire"), reverse("taches:index"), name="taches", icon_name="tasks", order=890)


@hooks.register("register_admin_menu_item")
def subscriptions() -> MenuItem:
    """« Abonnements », after what concerns the pages."""
    address = reverse("subscriptions:index")
    return AreaMenuItem(billing.AREA, _("Abonnements"), address, name="subscriptions", icon_name="doc-full", order=600)
