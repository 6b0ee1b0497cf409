"""Where Wagtail finds the module."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from modules.marches.desk.places import communes_for, keeps_sources
from sites.tenancy.gate.opening import open_to_members

WEBMESTRE_SCREENS = ("sources", "add_source", "source", "delete_source", "queue", "attach")

open_to_members("marches", area="market", actions={"view"})
open_to_members(*(f"marches:{name}" for name in WEBMESTRE_SCREENS), area="market_source", actions={"change"})


class MarchesMenuItem(MenuItem):
    """« Marchés publics »."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Some commune of the person has the module."""
        return keeps_sources(request.user) or bool(communes_for(request.user).exists())


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("marches-publics/", include("modules.marches.desk.urls", namespace="marches"))]


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """Beside the entries of the other modules."""
    label = _("Marchés publics")
    return MarchesMenuItem(label, reverse("marches:index"), name="module-marches", icon_name="clipboard-list", order=52)
