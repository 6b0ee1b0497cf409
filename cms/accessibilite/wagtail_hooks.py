"""Where the admin finds the record."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.accessibilite.models import AREA
from cms.accessibilite.pdf.listing import told_in_the_library
from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.scope import Scope

open_to_members("accessibilite", area=AREA, actions={"view", "change"})

told_in_the_library()


class RecordMenuItem(MenuItem):
    """« Accessibilité »."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To who keeps a record."""
        user: Any = request.user
        return user.is_superuser or Scope.of(user).holds(AREA, {"change"})


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("accessibilite/", include("cms.accessibilite.urls", namespace="accessibilite"))]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """After what citizens write."""
    return RecordMenuItem(
        _("Accessibilité"), reverse("accessibilite:index"), name="desk-accessibility", icon_name="view", order=490
    )
