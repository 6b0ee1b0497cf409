"""Where Wagtail finds the gallery."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.scope import Scope

open_to_members("composants", area="theme", actions={"view"})


class ComposantsMenuItem(MenuItem):
    """« Composants », among the settings."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To the webmasters."""
        user = request.user
        return bool(user.is_superuser) or Scope.of(user).holds("theme", {"view"})  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("composants/", include("cms.composants.urls", namespace="composants"))]


@hooks.register("register_settings_menu_item")
def entry() -> MenuItem:
    """For who writes or chooses a theme."""
    return ComposantsMenuItem(
        _("Composants"), reverse("composants:index"), name="composants", icon_name="view", order=910
    )
