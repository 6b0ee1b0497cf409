"""Where Wagtail finds the module."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from modules.comarquage.desk.views import keeps
from modules.comarquage.desk.wide import AREA
from modules.comarquage.local.choosing import CHOOSER, SheetChooserViewSet
from modules.comarquage.local.screens import PrecisionViewSet
from sites.tenancy.gate.opening import open_to_members

open_to_members("guide", area=AREA, actions={"change"})
open_to_members("precisions", CHOOSER.name, area="record", actions={"view", "add", "change", "delete"})


@hooks.register("register_admin_viewset")
def precisions() -> PrecisionViewSet:
    """Below the admin's root."""
    return PrecisionViewSet()


@hooks.register("register_admin_viewset")
def sheets() -> SheetChooserViewSet:
    """What their forms choose in."""
    return CHOOSER


class GuideMenuItem(MenuItem):
    """« Guide des droits et démarches », among the settings."""

    def is_shown(self, request: HttpRequest) -> bool:
        """For who keeps it."""
        return keeps(request.user)


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("guide-national/", include("modules.comarquage.desk.urls", namespace="guide"))]


@hooks.register("register_settings_menu_item")
def entry() -> MenuItem:
    """Beside the other things of the whole platform."""
    label = _("Guide des droits et démarches")
    return GuideMenuItem(label, reverse("guide:index"), name="module-guide", icon_name="help", order=900)
