"""Where Wagtail finds the account screens."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction

from cms.accounts.people import manages_people
from cms.accounts.second_factor import is_asked_of
from sites.tenancy.gate.opening import open_to_all, open_to_members

open_to_members("accounts")
open_to_all("accounts_invitation")

# Wagtail's actions on many accounts at once: a group gives nothing here, and people leave one by one, on our screens.
UserBulkAction.models = []


@hooks.register("register_admin_urls")
def addresses() -> list[URLResolver]:
    """Below the admin's root."""
    return [path("comptes/", include("cms.accounts.urls", namespace="accounts"))]


class AccountsMenuItem(MenuItem):
    """« Comptes », for who manages people."""

    def is_shown(self, request: HttpRequest) -> bool:
        """In the pack Expert the commune's gestionnaire; elsewhere the webmestre."""
        user: Any = request.user
        return manages_people(user)


@hooks.register("register_admin_menu_item")
def accounts_menu_item() -> MenuItem:
    """After the contents."""
    return AccountsMenuItem(_("Comptes"), reverse("accounts:index"), name="desk-accounts", icon_name="group", order=500)


@hooks.register("register_account_menu_item")
def second_factor_links(request: HttpRequest) -> dict[str, Any] | None:
    """On the page of one's own account."""
    user: Any = request.user
    if not is_asked_of(user):
        return None
    return {
        "url": reverse("accounts:recovery_codes"),
        "label": _("Nouveaux codes de secours"),
        "help_text": _("Pour vous connecter sans votre téléphone. Les anciens codes ne marcheront plus."),
    }


@hooks.register("register_account_menu_item")
def colleagues_link(request: HttpRequest) -> dict[str, Any] | None:
    """Help between webmestres."""
    user: Any = request.user
    if not is_asked_of(user):
        return None
    return {
        "url": reverse("accounts:webmestres"),
        "label": _("Double authentification des collègues"),
        "help_text": _("Pour aider une personne qui a perdu son téléphone et ses codes de secours."),
    }
