"""The gate: one middleware in front of every view, for everybody but superusers.

Wagtail's policies decide what a person may *do*; many of its views load any object first, and show its title, its
history or its usage before they ask. The gate settles two questions before a view runs:

1. does this view stand open? One that is not listed is closed, so that what an upgrade adds is closed until reviewed;
2. is every object named by the address (by the ids of a bulk action, by a few fields) within reach?

It only refuses: whatever it lets through is still decided by the policies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import Http404
from wagtail.admin.auth import permission_denied, reject_request

from sites.tenancy.gate.objects import is_within_reach, objects_named
from sites.tenancy.gate.opening import is_open_to_all, needed
from sites.tenancy.scope import Scope

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    View = Callable[..., HttpResponseBase]


class TenantGate:
    """Comes after the middleware of sessions, authentication and messages."""

    def __init__(self, get_response: View) -> None:
        """Django's contract."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Refuse, or let the view run."""
        match = request.resolver_match
        name = match.view_name if match and match.url_name else ""
        user: Any = request.user
        if (user.is_superuser and user.is_active) or is_open_to_all(name):
            return None
        if not user.is_authenticated:
            return reject_request(request)
        if not _may_enter(user, name):
            return permission_denied(request)
        for model, pk in objects_named(request, view, args):
            if not is_within_reach(user, model, pk):
                raise Http404
        return None


def _may_enter(user: Any, name: str) -> bool:
    what = needed(name)
    if isinstance(what, bool):
        return what
    area, actions = what
    return Scope.of(user).holds(area, actions)
