"""Where Wagtail finds the screens of what came from old sites."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.oldsite.models import Run
from sites.tenancy.gate.opening import open_to_members
from sites.tenancy.reach import reachable

open_to_members("oldsite", area="takeover", actions={"view", "delete"})


class OldSiteMenuItem(MenuItem):
    """« Ancien site », among the settings."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Where there is something to see: most communes never had another site."""
        return bool(reachable(request.user, Run, {"view"}).exists())  # type: ignore[arg-type]


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("reprises/", include("cms.oldsite.urls", namespace="oldsite"))]


@hooks.register("register_settings_menu_item")
def entry() -> MenuItem:
    """For who looks after the site."""
    return OldSiteMenuItem(_("Ancien site"), reverse("oldsite:index"), name="oldsite", icon_name="download", order=850)
