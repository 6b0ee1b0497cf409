"""Authentication: a membership opens the admin, and grants no model permission at all."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from sites.tenancy.scope import Scope


class MembershipBackend(ModelBackend):
    """``ModelBackend`` without groups nor user permissions.

    ``wagtailadmin.access_admin`` is the only permission that Wagtail asks outside the policies and that members need.
    Granting others would apply them to the rows of every commune.
    """

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """The only permission of a member."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return {"wagtailadmin.access_admin"} if Scope.of(user_obj).grants else set()
