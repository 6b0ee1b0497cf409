"""Where Wagtail finds the lists of redirects."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.scope import Scope

open_to_members("forwarding", area="redirect", actions={"add"})


class ListsMenuItem(MenuItem):
    """« Redirections par fichier », among the settings."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To who may write redirects."""
        user = request.user
        return bool(user.is_superuser) or Scope.of(user).holds("redirect", {"add"})  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("redirections-par-fichier/", include("cms.forwarding.urls", namespace="forwarding"))]


@hooks.register("register_settings_menu_item")
def entry() -> MenuItem:
    """Beside the redirects."""
    url = reverse("forwarding:index")
    return ListsMenuItem(_("Redirections par fichier"), url, name="forwarding", icon_name="redirect", order=860)
