"""What the content adds to Wagtail."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages

from cms.models.base import under_itself
from cms.takeover.pages import ACTION


@hooks.register("register_log_actions")
def name_takeovers(actions: Any) -> None:
    """A page's history says that it came from a former site."""
    actions.register_action(ACTION, _("Reprise"), _("Repris de l’ancien site"))


@hooks.register("before_move_page", order=-1)
def refuse_under_itself(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """Said where the destination is chosen; Wagtail would only say that it is forbidden."""
    if destination.pk != page.pk and not destination.is_descendant_of(page):
        return None
    messages.error(request, under_itself(page))
    return redirect("wagtailadmin_pages:move", page.pk)
