"""Where the admin finds the statistics."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.desk.reach import some_communes
from modules.statistiques.views import reads
from sites.tenancy.gate.opening import open_to_members

open_to_members("statistiques")


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("statistiques/", include("modules.statistiques.urls", namespace="statistiques"))]


class StatisticsMenuItem(MenuItem):
    """« Statistiques », for who works for a commune that has them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Unless one's only commune has switched them off: every pack sells them."""
        user: Any = request.user
        first = some_communes(user)[:2]
        return len(first) > 1 or any(reads(user, commune) for commune in first)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """After the contents."""
    url = reverse("statistiques:index")
    return StatisticsMenuItem(_("Statistiques"), url, name="module-statistiques", icon_name="view", order=900)
