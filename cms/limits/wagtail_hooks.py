"""Where Wagtail meets the limits."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from cms.desk.reach import some_communes
from cms.limits.fields import allows
from cms.limits.pages import refuse_beyond_limit, refuse_copy_beyond_limit
from cms.models import Identity

hooks.register("before_create_page", refuse_beyond_limit)
hooks.register("before_copy_page", refuse_copy_beyond_limit)


@hooks.register("construct_settings_menu", order=1000)
def no_identity_to_set(request: HttpRequest, items: list[Any]) -> None:
    """« Apparence du site » is not offered to who has nothing to set there; accounts have a screen of their own."""
    user: Any = request.user
    if user.is_superuser:
        return
    rights = tuple({right for rights in Identity.field_rights.values() for right in rights})
    offered = any(allows(user, commune, rights) for commune in some_communes(user))
    hidden = {"users"} if offered else {"users", "identity"}
    items[:] = [item for item in items if item.name not in hidden]
