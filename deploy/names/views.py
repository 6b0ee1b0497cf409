"""« À faire », for the webmasters: what no machine does, in the communes they look after."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from deploy.backups.watching import alarm
from deploy.models import AgentTask
from deploy.names.tasks import confirm
from sites.tenancy.reach import reachable

PER_PAGE = 50


class Tasks(View):
    """What waits, the most urgent first; what was done is not shown."""

    model = AgentTask

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of it, in a fixed number of queries."""
        rows = reachable(_user(request), AgentTask, {"view"}).filter(done_at=None).select_related("commune")
        rows = rows.order_by(F("due").asc(nulls_last=True), "since", "pk")
        page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        context = {"page_title": _("À faire"), "header_icon": "tasks", "page": page}
        context["alarm"] = alarm(timezone.now())
        return TemplateResponse(request, "deploy/tasks.html", context)


class Confirm(View):
    """« C’est fait »."""

    model = AgentTask

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The next look of the worker, or the next run, takes it into account."""
        task = get_object_or_404(reachable(_user(request), AgentTask, {"change"}), pk=pk)
        confirm(task, _user(request))
        messages.success(request, _("«\u00a0%s\u00a0»\u00a0: c’est noté.") % task.title)
        return redirect("taches:index")


def _user(request: HttpRequest) -> Any:
    return request.user
