"""Where Wagtail finds the screen of messages."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.scope import Scope

open_to_members("courrier", area="courrier", actions={"view", "change"})


class CourrierMenuItem(MenuItem):
    """« Courrier en attente », among the settings."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To who may look."""
        user = request.user
        return bool(user.is_superuser) or Scope.of(user).holds("courrier", {"view"})  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("courrier/", include("cms.courrier.urls", namespace="courrier"))]


@hooks.register("register_settings_menu_item")
def entry() -> MenuItem:
    """For the webmasters."""
    return CourrierMenuItem(
        _("Courrier en attente"), reverse("courrier:index"), name="courrier", icon_name="mail", order=900
    )
