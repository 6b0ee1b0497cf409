"""What did not leave, for the webmasters: why, and once more."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cms.courrier.delivery import retry
from cms.courrier.models import Message, State
from sites.tenancy.reach import reachable

PER_PAGE = 50


class Messages(View):
    """The messages that wait or were given up, in the communes I look after."""

    model = Message

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of them; the text of a message is its recipient's alone."""
        rows = reachable(_user(request), Message, {"view"}).exclude(state=State.SENT).select_related("commune")
        page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        context = {"page_title": _("Courrier en attente"), "header_icon": "mail", "page": page}
        return TemplateResponse(request, "courrier/index.html", context)


class Retry(View):
    """« Renvoyer »."""

    model = Message

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The worker sends it within seconds."""
        message = get_object_or_404(reachable(_user(request), Message, {"change"}), pk=pk)
        retry(message, timezone.now())
        messages.success(
            request, _("Le message «\u00a0%(subject)s\u00a0» va être renvoyé.") % {"subject": message.subject}
        )
        return redirect("courrier:index")


def _user(request: HttpRequest) -> Any:
    return request.user
