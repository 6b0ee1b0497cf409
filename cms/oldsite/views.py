"""What came from the old site of a commune: the drafts to read again, what was left, and the way back."""

from collections import Counter
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views import View

from cms.oldsite import report
from cms.oldsite.models import Brought, Run
from cms.oldsite.reading.site import Left
from cms.oldsite.run import drafts_of
from cms.oldsite.undo import undo
from sites.tenancy.reach import reachable

PER_PAGE = 50
SHOWN = 200  # remarks; the spreadsheet has them all


class Runs(View):
    """The take-overs of the communes I look after."""

    model = Run

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A page of them, the latest first."""
        rows = _mine(request, {"view"}).annotate(
            pages=Count("brought", filter=Q(brought__kind=Brought.Kind.PAGE), distinct=True),
            seen=Count("remarks", distinct=True),
        )
        page: Any = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        context = {"page_title": _("Reprises d’anciens sites"), "header_icon": "download", "page": page}
        return TemplateResponse(request, "oldsite/index.html", context)


class Show(View):
    """One of them."""

    model = Run

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Its drafts by page, its remarks by subject. A constant number of queries."""
        run = get_object_or_404(_mine(request, {"view"}), pk=pk)
        kinds = run.brought.values_list("kind").annotate(Count("pk")).order_by()
        remarks = list(run.remarks.all()[: SHOWN + 1])
        context = {
            "page_title": _("Reprise d’un ancien site"),
            "page_subtitle": run.commune.name,
            "header_icon": "download",
            "run": run,
            "brought": report.enumerated(Counter(dict(kinds))),
            "page": Paginator(drafts_of(run), PER_PAGE).get_page(request.GET.get("p")),
            "subjects": [(why, list(ones)) for why, ones in groupby(remarks[:SHOWN], lambda one: one.why)],
            "more": len(remarks) > SHOWN,
            "may_undo": run.undone_at is None and _mine(request, {"delete"}).filter(pk=pk).exists(),
        }
        return TemplateResponse(request, "oldsite/show.html", context)


class Export(View):
    """All that is to be seen, for a spreadsheet."""

    model = Run

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As the command writes it."""
        run = get_object_or_404(_mine(request, {"view"}), pk=pk)
        left = (Left(one.why, one.address, one.sentence) for one in run.remarks.all())
        answer = HttpResponse(report.csv_of(left), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="reprise-{run.commune.insee}-{run.pk}.csv"'
        return answer


class Undo(View):
    """« Retirer les brouillons »."""

    model = Run

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What nobody has worked on goes, the rest stays; once."""
        run = get_object_or_404(_mine(request, {"delete"}).filter(undone_at=None), pk=pk)
        messages.success(request, report.undone_sentence(run.commune, undo(run, request.user)))
        return redirect("oldsite:show", pk)


def _mine(request: HttpRequest, actions: set[str]) -> Any:
    user: Any = request.user
    return reachable(user, Run, actions).select_related("commune__site", "author").order_by("-pk")
