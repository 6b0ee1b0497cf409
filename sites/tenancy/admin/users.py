"""Accounts: those whose every membership lies within mine. No group, no administrator flag, no password typed here."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserEditForm
from wagtail.users.views import users

from sites.tenancy.admin.lists import NoFilterOnOthers, ReachableRows
from sites.tenancy.reach import reachable


class TenantUserEditForm(UserEditForm):
    """Name, and whether the account is open.

    Rights come from memberships, and nobody sets another's password. The address names the account: told that one is
    taken, anybody would learn who has an account elsewhere. A new address is invited, the former account is closed.
    """

    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("groups", "is_superuser"):
            self.fields.pop(name, None)
        self.fields["email"].disabled = True


class TenantUserFilterSet(NoFilterOnOthers, users.UserFilterSet):
    """Neither groups nor administrators."""


class TenantUserIndexView(ReachableRows, users.IndexView):
    """My accounts."""


class TenantUserViewSet(users.UserViewSet):
    """Named by ``TenantUsersConfig``. Accounts are opened by invitation: the gate closes the view that adds one."""

    index_view_class = TenantUserIndexView
    filterset_class = TenantUserFilterSet
    edit_template_name = "sites/users/edit.html"
    menu_label = _("Comptes")

    def get_form_class(self, for_update: bool = False) -> Any:  # noqa: FBT001, FBT002  # Wagtail's signature
        """Ours to correct, Wagtail's for the platform's team."""
        return TenantUserEditForm if for_update else super().get_form_class(for_update)

    def get_queryset(self, request: Any) -> Any:
        """Mine."""
        return reachable(request.user, self.model)
