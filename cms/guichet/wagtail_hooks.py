"""Where Wagtail finds the screens of what was received."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.scope import Scope

open_to_members("guichet", area="guichet", actions={"view", "change", "delete"})


class ReceivedMenuItem(MenuItem):
    """« Messages reçus »."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To who reads what is sent from the site of some commune: each receives at least reports of barriers."""
        user: Any = request.user
        return user.is_superuser or Scope.of(user).holds("guichet", {"view"})


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("messages/", include("cms.guichet.desk.urls", namespace="guichet"))]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Beside the contents of the modules."""
    return ReceivedMenuItem(
        _("Messages reçus"), reverse("guichet:index"), name="desk-received", icon_name="mail", order=55
    )
