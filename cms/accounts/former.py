"""Wagtail's own screens of accounts stand nowhere: their addresses lead to ours, where one invites by message."""

from typing import Any

from django.urls import URLPattern, path, reverse
from django.views.generic import RedirectView
from wagtail.users.views.users import UserViewSet

from sites.models import User


class ToOurs(RedirectView):
    """« Comptes », whatever was asked."""

    model = User  # tells the gate whom a number names

    def get_redirect_url(self, *_args: Any, **_kwargs: Any) -> str:
        """The same for every account."""
        return reverse("accounts:index")


class FormerScreens(UserViewSet):
    """Wagtail's names, which it reverses here and there, each at its former address."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """All of them the same view."""
        ours = ToOurs.as_view()
        return [path(str(pattern.pattern), ours, name=pattern.name) for pattern in super().get_urlpatterns()]

    def register_search_area(self) -> None:
        """Accounts are searched for on their own screen."""
